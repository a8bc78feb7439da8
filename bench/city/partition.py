"""Sets the number of partitions of a department's inbox: `partition.py <department> <partitions>`.

Only before the department's first start: no messages are moved.
"""

import sys

from shared.broker.inbox_layout import InboxLayout
from shared.config.settings import Settings
from shared.store.mongo.store import MongoStore

if __name__ == "__main__":
    department, partitions = sys.argv[1], int(sys.argv[2])
    store = MongoStore(Settings.from_env().mongo, department)
    store.prepare((InboxLayout,))
    store.transact(lambda session: session.add(InboxLayout(partitions=partitions)))
