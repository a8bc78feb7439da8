"""Write the generated parts of a document again: `python -m services.casework.procedures FILE`."""

import sys
from pathlib import Path

from services.casework.procedures.docs import with_generated_parts

if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(with_generated_parts(file.read_text(encoding="utf-8")), encoding="utf-8")
