"""How far a migration has come in one database."""

from datetime import datetime

from shared.store.document import document


@document("migrations", title="数据迁移", key="name")
class MigrationProgress:
    """`cursor` is the key of the last document that was looked at."""

    name: str
    cursor: str
    seen: int
    changed: int
    at: datetime
    finished: bool = False
