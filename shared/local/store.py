"""Embedded document store: a MongoDB-compatible server as a child process, data on disk.

For the demo and the tests, not for production data. With `--sync-on-commit` an acknowledged write
survives a kill; without it the server ignores `j: true`.
"""

import sysconfig
from pathlib import Path

from shared.local.errors import NotInstalledError
from shared.local.ports import LOOPBACK, free_ports, is_free
from shared.local.processes.child import Child
from shared.local.processes.probe import listens

PROGRAM = "secantusd-rs"
OPTIONS = "w=majority&journal=true&retryWrites=true&readConcernLevel=majority"
_FLAGS = (
    "--sync-on-commit",
    "--oplog-max-entries",
    "2000000",
    "--cache-size",
    "1G",  # with 256M, 25 MiB of changes in open transactions block it
    "--log-file-max",
    "128MB",
)
_START_S = 20.0
_STOP_S = 10.0


class EmbeddedStore:
    """A single-node replica set on loopback, for one folder; start it from the main thread.

    A folder's port stays the same across restarts as long as it is free.
    """

    def __init__(self, home: Path, *, port: int = 0, program: Path | None = None) -> None:
        self.home = home.absolute()
        self._asked_port = port
        self._program = program or find_program()
        self.port = 0
        self._child: Child | None = None

    @staticmethod
    def found() -> bool:
        """Return whether the embedded server is installed beside the running interpreter."""
        return find_program().exists()

    @property
    def running(self) -> bool:
        """Whether the server process is alive."""
        return self._child is not None and self._child.running

    @property
    def pid(self) -> int:
        """Process id of the server, 0 before the first start."""
        return self._child.pid if self._child else 0

    def start(self) -> None:
        """Start the server and wait until ready; raises NotInstalledError or ChildFailedError."""
        self.launch()
        self.wait_ready()

    def release_transactions(self) -> None:
        """Abort the open transactions of killed clients, which would lock their documents for 60 s.

        All sessions end; clients that are still alive run their transaction again.
        """
        from pymongo import MongoClient  # noqa: PLC0415  needed only after a process died

        with MongoClient[dict[str, object]](self.url(), serverSelectionTimeoutMS=2_000) as client:
            client.admin.command({"killAllSessions": []})

    def launch(self) -> None:
        """Start the server without waiting for it."""
        if not self._program.exists():
            raise NotInstalledError(
                f"The embedded store ({PROGRAM}) is not installed: run `make setup`, "
                "or set LIANDONG_MONGO_URL to a MongoDB replica set."
            )
        if self.running:
            return
        self.home.mkdir(parents=True, exist_ok=True)
        self.port = self._choose_port()
        self._child = Child("the embedded store", self._command(), log=self.home / "store.log")
        self._child.start()

    def wait_ready(self) -> None:
        """Wait until the launched server accepts connections."""
        if self._child is None:
            raise RuntimeError("launch() comes before wait_ready()")
        self._child.wait_until(self._answers, deadline_s=_START_S, what="it took connections")

    def stop(self) -> None:
        """Stop the server; acknowledged writes stay on disk."""
        if self._child:
            self._child.stop(_STOP_S)

    def kill(self) -> None:
        """Kill the server to simulate a crash."""
        if self._child:
            self._child.kill()

    def url(self, database: str = "") -> str:
        """Return the connection string with the options that every client must use."""
        return f"mongodb://{LOOPBACK}:{self.port}/{database}?{OPTIONS}"

    def _command(self) -> list[str]:
        """Return the command with an empty config file, lest the server read one of $HOME."""
        settings = self.home / "store.toml"
        settings.touch()
        where = ["--host", LOOPBACK, "--port", str(self.port)]
        files = ["--config", str(settings), "--storage-path", str(self.home / "data")]
        return [str(self._program), *files, *where, *_FLAGS]

    def _choose_port(self) -> int:
        """Return the port of the last start if it is free, so that clients reconnect."""
        if self._asked_port:
            return self._asked_port
        memory = self.home / "port"
        if memory.exists() and is_free(int(memory.read_text())):
            return int(memory.read_text())
        port = free_ports(1)[0]
        memory.write_text(str(port))
        return port

    def _answers(self) -> bool:
        return listens(LOOPBACK, self.port)


def find_program() -> Path:
    """Return the server's expected path, among the running interpreter's programs."""
    return Path(sysconfig.get_path("scripts")) / PROGRAM
