"""What the procuratorate hears besides public events: copies of a referred case [17号 6, 9-10]."""

from services.casework.messages import CaseReferred
from services.public_security.cases.messages import CaseFiled, CaseNotFiled, CaseReceipted

HEARS = (CaseReferred, CaseReceipted, CaseFiled, CaseNotFiled)
