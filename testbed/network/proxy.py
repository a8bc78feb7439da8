"""A TCP proxy between a client and a server that can cut, stall and slow connections."""

import asyncio
import socket
import struct
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from shared.local.ports import LOOPBACK, free_ports
from testbed.network.link_rules import PASS, PORTION, Direction, LinkRule
from testbed.network.mongo_wire import refuse_write

T = TypeVar("T")
_RESET = struct.pack("ii", 1, 0)  # linger of 0 s: the kernel sends RST instead of FIN
_CALL_S = 10.0


class ProxyLoop:
    """The event loop that all links share, on its own thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the loop and wait up to 10 s for its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_CALL_S)

    def stop(self) -> None:
        """Stop the loop and its thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_CALL_S)


class ProxyLink:
    """All connections from one client to one server; the rule applies to open ones, too."""

    def __init__(self, name: str, server_port: int, loop: ProxyLoop) -> None:
        self.name = name
        self.framed = name.endswith("-store")
        self.port = free_ports(1)[0]
        self.carried = 0
        self._server_port = server_port
        self._loop = loop
        self._rule = PASS
        self._pairs: set[_Pair] = set()
        self._changed = asyncio.Condition()
        self._server = loop.run(self._listen())

    def apply(self, rule: LinkRule) -> None:
        """Set the rule for all connections, open and future."""
        self._loop.run(self._set(rule))

    def cut(self, how: str) -> None:
        """End all connections by `rst` or `fin`; with `torn` only the server's side ends."""
        self._loop.run(self._cut(how))

    def heal(self) -> None:
        """Remove all limits; half-open connections end with a reset."""
        self._loop.run(self._heal())

    def close(self) -> None:
        """Stop listening and end all connections."""
        self._loop.run(self._close())

    async def wait_open(self, direction: Direction) -> LinkRule:
        """Wait until bytes may flow in this direction; return the rule."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._rule.limit_of(direction).stalled)
            return self._rule

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._serve, LOOPBACK, self.port)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self.wait_open(Direction.UP)
        try:
            up_reader, up_writer = await asyncio.open_connection(LOOPBACK, self._server_port)
        except OSError:
            _reset(writer)
            return
        pair = _Pair(self, (reader, writer), (up_reader, up_writer))
        self._pairs.add(pair)
        try:
            await pair.carry()
        finally:
            self._pairs.discard(pair)

    async def _set(self, rule: LinkRule) -> None:
        async with self._changed:
            self._rule = rule
            self._changed.notify_all()

    async def _cut(self, how: str) -> None:
        for pair in list(self._pairs):
            pair.cut(how)

    async def _heal(self) -> None:
        await self._set(PASS)
        for pair in list(self._pairs):
            if pair.torn:
                pair.cut("rst")

    async def _close(self) -> None:
        self._server.close()
        await self._set(PASS)
        await self._cut("rst")


Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class _Pair:
    """A client's connection and the corresponding connection to the server."""

    def __init__(self, link: ProxyLink, client: Ends, server: Ends) -> None:
        self.torn = False
        self._link = link
        self._client = client
        self._server = server
        self._ended = asyncio.Event()

    async def carry(self) -> None:
        """Forward bytes in both directions until one side ends or the connection is cut."""
        tasks = [
            asyncio.create_task(self._pump(self._client[0], self._server[1], Direction.UP)),
            asyncio.create_task(self._pump(self._server[0], self._client[1], Direction.DOWN)),
        ]
        await self._ended.wait()
        for task in tasks:
            task.cancel()
        for _, writer in (self._client, self._server):
            writer.close()

    def cut(self, how: str) -> None:
        """End the connection by `rst`, `fin` or `torn`."""
        if how == "torn":
            self.torn = True
            _reset(self._server[1])
            return
        if how == "rst":
            _reset(self._client[1])
            _reset(self._server[1])
        self._ended.set()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, direction: Direction
    ) -> None:
        with suppress(OSError):
            while portion := await self._read(reader, direction):
                rule = await self._link.wait_open(direction)
                if rule.full and direction is Direction.UP and (refusal := refuse_write(portion)):
                    self._client[1].write(refusal)
                else:
                    await self._write(writer, direction, portion)
        if not self.torn:
            self._ended.set()

    async def _read(self, reader: asyncio.StreamReader, direction: Direction) -> bytes:
        """Read available bytes, or one complete message towards a store; empty at the end."""
        await self._link.wait_open(direction)
        if direction is Direction.DOWN or not self._link.framed:
            return await reader.read(PORTION)
        try:
            head = await reader.readexactly(4)
            return head + await reader.readexactly(int.from_bytes(head, "little") - 4)
        except asyncio.IncompleteReadError:
            return b""

    async def _write(
        self, writer: asyncio.StreamWriter, direction: Direction, portion: bytes
    ) -> None:
        """Write at the rate of the rule, which may change meanwhile."""
        while portion:
            limit = (await self._link.wait_open(direction)).limit_of(direction)
            part, portion = portion[: limit.portion()], portion[limit.portion() :]
            writer.write(part)
            await writer.drain()
            self._link.carried += len(part)
            await asyncio.sleep(limit.pause_s(len(part)))


def _reset(writer: asyncio.StreamWriter) -> None:
    sock = writer.get_extra_info("socket")
    with suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.transport.abort()
