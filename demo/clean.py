"""A run of the demo begins with nothing from the run before."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from pymongo import MongoClient

from shared.local.folder_lock import FolderLock
from shared.local.processes.probe import require_server

DATA = ("broker", "store", "log")
DATABASE = "liandong_demo"
SETTING = "LIANDONG_MONGO_URL"


def start_clean(home: Path, say: Callable[[str], None]) -> None:
    """Remove what an earlier run left; `AlreadyRunningError` where one is running.

    Of a server that LIANDONG_MONGO_URL names only the databases of the demo are dropped, and the
    variable is made to name them for the platform that this process starts.
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
    if url := os.environ.get(SETTING):
        os.environ[SETTING] = _own_databases(url, say)


def _own_databases(url: str, say: Callable[[str], None]) -> str:
    require_server(url, SETTING)
    client: MongoClient[dict[str, object]] = MongoClient(url)
    for name in client.list_database_names():
        if name.startswith(f"{DATABASE}_"):
            client.drop_database(name)
    client.close()
    say(f"使用 {SETTING} 指定的 MongoDB；演示只用 {DATABASE}_ 开头的数据库，每次从空库开始。")
    return urlsplit(url)._replace(path=f"/{DATABASE}").geturl()
