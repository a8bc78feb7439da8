"""Progress of a migration in one database."""

from datetime import datetime

from shared.store.document import document


@document("migrations", title="数据迁移", key="name")
class MigrationProgress:
    """Progress of one migration; `cursor` is the key of the last examined document."""

    name: str
    cursor: str
    seen: int
    changed: int
    at: datetime
    finished: bool = False
