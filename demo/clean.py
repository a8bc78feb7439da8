"""Removes the data of earlier runs before a run of the demo."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from pymongo import MongoClient

from shared.config.external_servers import ExternalServers
from shared.config.server_settings import STORE
from shared.local.folder_lock import FolderLock
from shared.local.processes.probe import require_server

DATA = ("broker", "store", "log")
DATABASE = "liandong_demo"


def start_clean(
    home: Path, servers: ExternalServers, say: Callable[[str], None]
) -> ExternalServers:
    """Remove the data of an earlier run; raises `AlreadyRunningError` if a platform runs in `home`.

    Of an external store only the databases of the demo are dropped. Returns the servers with the
    store's URL changed to those databases.
    """
    lock = FolderLock(home).acquire()
    try:
        left = [home / name for name in DATA if (home / name).exists()]
        for folder in left:
            shutil.rmtree(folder)
    finally:
        lock.release()
    if left:
        say(f"从头开始：已清空上一次演示留在 {home} 的数据（密钥保留）。")
    if not servers.mongo_url:
        return servers
    return replace(servers, mongo_url=_own_databases(servers.mongo_url, say))


def _own_databases(url: str, say: Callable[[str], None]) -> str:
    require_server(url, STORE)
    client: MongoClient[dict[str, object]] = MongoClient(url)
    for name in client.list_database_names():
        if name.startswith(f"{DATABASE}_"):
            client.drop_database(name)
    client.close()
    say(f"使用 {STORE} 指定的 MongoDB；演示只用 {DATABASE}_ 开头的数据库，每次从空库开始。")
    return urlsplit(url)._replace(path=f"/{DATABASE}").geturl()
