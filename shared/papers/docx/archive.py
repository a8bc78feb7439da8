"""Reproducible zip files: equal members give equal bytes, at any time."""

import io
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIRST_YEAR = 1980


def normalize_zip(archive: bytes, at: datetime) -> bytes:
    """Repack a zip file with one instant as the time of all its members."""
    moment = at if at.year >= FIRST_YEAR else at.replace(year=FIRST_YEAR)
    kept = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as old, ZipFile(kept, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = ZipInfo(name, moment.timetuple()[:6])
            member.compress_type = ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return kept.getvalue()
