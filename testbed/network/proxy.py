"""A small TCP proxy between a service and a server, which can cut, stall and slow connections."""

import asyncio
import socket
import struct
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from shared.local.ports import LOOPBACK, free_ports
from testbed.network.link_rules import PASS, PORTION, Rule, Way
from testbed.network.mongo_wire import refusal_of

T = TypeVar("T")
_RESET = struct.pack("ii", 1, 0)  # linger for no time: the kernel sends RST instead of FIN
_ASK_S = 10.0


class Loop:
    """The thread that all links share."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine there and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_ASK_S)

    def stop(self) -> None:
        """End the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_ASK_S)


class Link:
    """All connections from one client to one server; the rule changes while they live."""

    def __init__(self, name: str, server_port: int, loop: Loop) -> None:
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

    def obey(self, rule: Rule) -> None:
        """Set the rule for connections open and to come."""
        self._loop.run(self._set(rule))

    def cut(self, how: str) -> None:
        """End all connections: `rst`, `fin`, or `torn`: the client is left on a dead line."""
        self._loop.run(self._cut(how))

    def heal(self) -> None:
        """Pass everything again; dead lines end with a reset."""
        self._loop.run(self._heal())

    def close(self) -> None:
        """Stop listening and end all connections."""
        self._loop.run(self._close())

    async def wait_open(self, way: Way) -> Rule:
        """Wait until bytes may go this way; give the rule."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._rule.flow(way).stands)
            return self._rule

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._serve, LOOPBACK, self.port)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self.wait_open(Way.UP)
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

    async def _set(self, rule: Rule) -> None:
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
    """One connection of a client, and the one to the server that serves it."""

    def __init__(self, link: Link, client: Ends, server: Ends) -> None:
        self.torn = False
        self._link = link
        self._client = client
        self._server = server
        self._ended = asyncio.Event()

    async def carry(self) -> None:
        """Carry bytes both ways until one side ends or the connection is cut."""
        tasks = [
            asyncio.create_task(self._pump(self._client[0], self._server[1], Way.UP)),
            asyncio.create_task(self._pump(self._server[0], self._client[1], Way.DOWN)),
        ]
        await self._ended.wait()
        for task in tasks:
            task.cancel()
        for _, writer in (self._client, self._server):
            writer.close()

    def cut(self, how: str) -> None:
        """End the connection in one of three ways."""
        if how == "torn":
            self.torn = True
            _reset(self._server[1])
            return
        if how == "rst":
            _reset(self._client[1])
            _reset(self._server[1])
        self._ended.set()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Way
    ) -> None:
        with suppress(OSError):
            while portion := await self._read(reader, way):
                rule = await self._link.wait_open(way)
                if rule.full and way is Way.UP and (refusal := refusal_of(portion)):
                    self._client[1].write(refusal)
                else:
                    await self._write(writer, way, portion)
        if not self.torn:
            self._ended.set()

    async def _read(self, reader: asyncio.StreamReader, way: Way) -> bytes:
        """Read what is there; on the way to a store a whole message, empty at the end."""
        await self._link.wait_open(way)
        if way is Way.DOWN or not self._link.framed:
            return await reader.read(PORTION)
        try:
            head = await reader.readexactly(4)
            return head + await reader.readexactly(int.from_bytes(head, "little") - 4)
        except asyncio.IncompleteReadError:
            return b""

    async def _write(self, writer: asyncio.StreamWriter, way: Way, portion: bytes) -> None:
        """Write as fast as the rule allows, which may change meanwhile."""
        while portion:
            flow = (await self._link.wait_open(way)).flow(way)
            part, portion = portion[: flow.portion()], portion[flow.portion() :]
            writer.write(part)
            await writer.drain()
            self._link.carried += len(part)
            await asyncio.sleep(flow.pause_s(len(part)))


def _reset(writer: asyncio.StreamWriter) -> None:
    sock = writer.get_extra_info("socket")
    with suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.transport.abort()
