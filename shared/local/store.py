"""The embedded document store: a MongoDB-wire server as a child process, its data on disk.

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
    "1G",  # of 256M, 25 MiB of changes in open transactions bring it to a standstill
    "--log-file-max",
    "128MB",
)
_START_S = 20.0
_STOP_S = 10.0


class EmbeddedStore:
    """A single-node replica set on loopback, for one folder; start it from the main thread.

    The port is kept over restarts of the same folder as long as it stays free.
    """

    def __init__(self, home: Path, *, port: int = 0, program: Path | None = None) -> None:
        self.home = home.absolute()
        self._asked_port = port
        self._program = program or find_program()
        self.port = 0
        self._child: Child | None = None

    @staticmethod
    def found() -> bool:
        """Tell whether the embedded server is installed beside the running interpreter."""
        return find_program().exists()

    @property
    def running(self) -> bool:
        """Tell whether the server process lives."""
        return self._child is not None and self._child.running

    @property
    def pid(self) -> int:
        """Process id of the server, 0 before the first start."""
        return self._child.pid if self._child else 0

    def start(self) -> None:
        """Start the server and wait until it answers; NotInstalledError, ChildFailedError."""
        self.launch()
        self.wait_ready()

    def release_transactions(self) -> None:
        """Undo what a killed client left half done: until then it holds its documents for 60 s.

        All sessions end; whoever still lives runs its transaction again.
        """
        from pymongo import MongoClient  # noqa: PLC0415  only here, and only when something died

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
        """Wait until the launched server takes connections."""
        if self._child is None:
            raise RuntimeError("launch() comes before wait_ready()")
        self._child.wait_until(self._answers, deadline_s=_START_S, what="it took connections")

    def stop(self) -> None:
        """End the server; what it acknowledged stays on disk."""
        if self._child:
            self._child.stop(_STOP_S)

    def kill(self) -> None:
        """Kill the server as a crash would."""
        if self._child:
            self._child.kill()

    def url(self, database: str = "") -> str:
        """Return the connection string with the options that every client must use."""
        return f"mongodb://{LOOPBACK}:{self.port}/{database}?{OPTIONS}"

    def _command(self) -> list[str]:
        """Name an own, empty settings file: without one the server reads a file of $HOME."""
        settings = self.home / "store.toml"
        settings.touch()
        where = ["--host", LOOPBACK, "--port", str(self.port)]
        files = ["--config", str(settings), "--storage-path", str(self.home / "data")]
        return [str(self._program), *files, *where, *_FLAGS]

    def _choose_port(self) -> int:
        """Keep the port of the last start if it is free, so that clients find the server again."""
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
    """Return where the server is if it is installed: among the running interpreter's programs."""
    return Path(sysconfig.get_path("scripts")) / PROGRAM
