# SPDX-License-Identifier: Apache-2.0
"""The client for programs with asyncio."""

from __future__ import annotations

import asyncio
import datetime
import socket
from types import TracebackType
from typing import Any, Callable, List, Mapping, Optional, Sequence, Set, Type, TypeVar, Union

from . import _calls as calls
from . import _types as types
from ._calls import Event, Portrait, ReadView, WaitFor
from ._errors import Cancelled, Error, Problem
from ._socket import (
    DEFAULT_SOCKET,
    DEFAULT_TIMEOUT,
    RECEIVE_OCTETS,
    RETRY_SECONDS,
    Deadline,
    SocketPath,
    checked_timeout,
    connection_error,
    try_connect,
)

T = TypeVar("T")


class _AsyncConnection:
    """One connection, used by one task. A timer or `cancel` shuts it down, which wakes the task."""

    def __init__(self, path: SocketPath, connected: socket.socket) -> None:
        self._path = path
        self._socket = connected
        self._loop = asyncio.get_running_loop()
        self._reason: Optional[Error] = None

    @staticmethod
    async def connect(path: SocketPath, deadline: Deadline) -> _AsyncConnection:
        while True:
            connected = try_connect(path)
            if connected is not None:
                return _AsyncConnection(path, connected)
            await asyncio.sleep(min(RETRY_SECONDS, deadline.left()))

    async def send(self, octets: bytes, deadline: Deadline) -> None:
        timer = self._start(deadline)
        try:
            await self._loop.sock_sendall(self._socket, octets)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the daemon may refuse a request before its end, and its answer says why
        except OSError as error:
            self._raise_reason()
            raise connection_error(error, self._path) from error
        finally:
            timer.cancel()
        self._raise_reason()

    async def receive(self, deadline: Deadline) -> bytes:
        """Octets; none if the daemon closed the connection."""
        timer = self._start(deadline)
        try:
            octets = await self._loop.sock_recv(self._socket, RECEIVE_OCTETS)
        except OSError as error:
            self._raise_reason()
            raise connection_error(error, self._path) from error
        finally:
            timer.cancel()
        self._raise_reason()
        return octets

    def _start(self, deadline: Deadline) -> asyncio.TimerHandle:
        self._raise_reason()
        return self._loop.call_later(deadline.left(), self._shut_down, deadline.error())

    def _raise_reason(self) -> None:
        if self._reason is not None:
            raise self._reason

    def _shut_down(self, reason: Error) -> None:
        self._reason = reason
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the daemon was faster

    def cancel(self) -> None:
        self._shut_down(Cancelled("the request was cancelled"))

    def close(self) -> None:
        self._socket.close()


class AsyncCardRead(ReadView):
    """A finished read. The daemon deletes it soon after the card is removed, or at once by `forget()`.

    As an async context manager it is forgotten at the end of the block.
    """

    def __init__(self, client: AsyncClient, answer: types.ReadAnswer) -> None:
        super().__init__(answer)
        self._client = client

    async def __aenter__(self) -> AsyncCardRead:
        return self

    async def __aexit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        try:
            await self.forget()
        except Error:
            if error is None:
                raise

    async def portrait(self, media_type: Optional[str] = "image/jpeg") -> Portrait:
        """See `CardRead.portrait`."""
        return await self._client._run(calls.portrait(self.id, media_type))

    async def match(self, values: Mapping[str, str]) -> types.Comparisons:
        """See `CardRead.match`."""
        return await self._client._run(calls.match(self.id, values))

    async def forget(self) -> None:
        """See `CardRead.forget`."""
        try:
            await self._client._run(calls.forget(self.id))
        except Problem as problem:
            if problem.code != "no_such_read":
                raise


class AsyncEventStream:
    """The events of the readers, an async iterator and context manager. It connects when it is first used.

        async with client.events() as events:
            async for event in events: ...

    It ends when the daemon ends it, for a restart. Raises TimedOut if the daemon is silent for too long.
    """

    def __init__(self, client: AsyncClient, call: calls.EventsCall, timeout: float) -> None:
        self._client = client
        self._call = call
        self._timeout = checked_timeout(timeout)
        self.last_event_id: Optional[str] = None
        """The id of the last event that was taken, to continue after it with another stream."""
        self._exchange = call.start(client.language)
        self._connection: Optional[_AsyncConnection] = None
        self._is_open = False
        self._is_waiting = False
        self._is_ended = False

    async def _open(self) -> None:
        self._is_open = True
        deadline = Deadline(self._timeout)
        self._connection = await self._client._open(deadline)
        if self._is_ended:
            return self._close()
        self._is_waiting = True
        try:
            await self._connection.send(self._exchange.octets, deadline)
            while not self._exchange.is_stream:
                self._exchange.feed(await self._connection.receive(deadline))
                if self._exchange.is_finished:
                    self._exchange.result()
        except BaseException as error:
            self._close()
            if not (self._is_ended and isinstance(error, Cancelled)):
                raise
        finally:
            self._is_waiting = False

    async def __aenter__(self) -> AsyncEventStream:
        if not self._is_open:
            await self._open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def __aiter__(self) -> AsyncEventStream:
        return self

    async def __anext__(self) -> Event:
        if not self._is_open and not self._is_ended:
            await self._open()
        while True:
            event = self._call.take()
            if event is not None:
                self.last_event_id = event.id or self.last_event_id
                return event
            if self._connection is None or self._exchange.is_finished:
                self._close()
                raise StopAsyncIteration
            self._is_waiting = True
            try:
                self._exchange.feed(await self._connection.receive(Deadline(self._timeout)))
            except BaseException as error:
                self._close()
                if self._is_ended and isinstance(error, Cancelled):
                    continue
                raise
            finally:
                self._is_waiting = False

    async def close(self) -> None:
        """Closes the connection. The iteration ends, also in another task."""
        self._is_ended = True
        if self._connection is not None and self._is_waiting:
            self._connection.cancel()  # the waiting task closes it
        else:
            self._close()

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            self._client._close(connection)


class AsyncClient:
    """A client of fivestard for asyncio. Requests may run at the same time; each has a connection of its own.

        async with fivestar.AsyncClient() as client:
            card = await client.read(mrz=lines, wait_seconds=30)
            print(card.verdict, card.value("holder.names.latin"))

    Cancelling a task closes its connection, which ends the daemon's wait or read. The methods raise the errors of `Client`.
    """

    def __init__(self, socket_path: SocketPath = DEFAULT_SOCKET, *, timeout: float = DEFAULT_TIMEOUT, language: Optional[str] = None) -> None:
        """`timeout` is the deadline of a request in seconds. `language` is the Accept-Language of texts for people: `zh`, `en`."""
        self.socket_path = socket_path
        self.timeout = checked_timeout(timeout)
        self.language = language
        self._connections: Set[_AsyncConnection] = set()
        self._is_closed = False

    def __repr__(self) -> str:
        return f"<fivestar.AsyncClient {self.socket_path}>"

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends running requests and streams with Cancelled. Further requests raise it, too."""
        self._is_closed = True
        for connection in list(self._connections):
            connection.cancel()

    async def health(self) -> types.Health:
        """See `Client.health`."""
        return await self._run(calls.health())

    async def readers(self) -> List[types.Reader]:
        """See `Client.readers`."""
        return await self._run(calls.readers())

    async def reader(self, reader_id: str) -> types.Reader:
        """See `Client.reader`."""
        return await self._run(calls.reader(reader_id))

    async def trust(self) -> types.Trust:
        """See `Client.trust`."""
        return await self._run(calls.trust())

    async def diagnosis(self) -> types.Diagnosis:
        """See `Client.diagnosis`."""
        return await self._run(calls.diagnosis())

    async def whoami(self) -> types.WhoAmI:
        """See `Client.whoami`."""
        return await self._run(calls.whoami())

    async def read(self, *, mrz: Union[str, Sequence[str], None] = None, can: Optional[str] = None, document_number: Optional[str] = None,
                   birth_date: Union[str, datetime.date, None] = None, expiry_date: Union[str, datetime.date, None] = None,
                   scanned: bool = False, reader: Optional[str] = None, card: Optional[str] = None, wait_for: WaitFor = "present",
                   wait_seconds: Optional[int] = None, fields: Optional[Sequence[str]] = None, require: Optional[Sequence[str]] = None,
                   evidence: bool = False, on_waiting: Optional[Callable[[types.Waiting], object]] = None,
                   on_progress: Optional[Callable[[types.Progress], object]] = None,
                   on_record: Optional[Callable[[types.ReadAnswer], object]] = None, timeout: Optional[float] = None) -> AsyncCardRead:
        """See `Client.read`. The callbacks are plain functions, called in the event loop."""
        wait = calls.wait_seconds_of(wait_for, wait_seconds)
        access = calls.access_key(mrz, can, document_number, birth_date, expiry_date, scanned)
        body = calls.read_body(reader=reader, card=card, wait_for=wait_for, wait_seconds=wait, access=access, fields=fields,
                               require=require, evidence=evidence)
        call = calls.ReadCall(body, on_waiting, on_progress, on_record)
        return AsyncCardRead(self, await self._run(call, calls.READ_SECONDS + wait if timeout is None else timeout))

    async def get_read(self, read_id: str) -> AsyncCardRead:
        """See `Client.get_read`."""
        return AsyncCardRead(self, await self._run(calls.get_read(read_id)))

    async def cross_check(self, one: AsyncCardRead, other: AsyncCardRead, fields: Optional[Sequence[str]] = None) -> types.Comparisons:
        """See `Client.cross_check`."""
        return await self._run(calls.cross_check([one.id, other.id], fields))

    async def push_key(self, reader_id: str, octets: Union[bytes, str]) -> types.ScannedKey:
        """See `Client.push_key`."""
        return await self._run(calls.push_key(reader_id, octets))

    async def check_number(self, number: str) -> types.CheckedNumber:
        """See `Client.check_number`."""
        return await self._run(calls.check_number(number))

    def events(self, reader_id: Optional[str] = None, *, last_event_id: Optional[str] = None,
               timeout: float = calls.SILENCE_SECONDS) -> AsyncEventStream:
        """The events of all readers, or of one; the first is `snapshot`. `timeout` is the longest silence in seconds, comments included."""
        return AsyncEventStream(self, calls.EventsCall(reader_id, last_event_id), timeout)

    async def request(self, method: str, target: str, body: Any = None, *, timeout: Optional[float] = None) -> Any:
        """See `Client.request`."""
        return await self._run(calls.other(method, target, body), timeout)

    async def _run(self, call: calls.Startable[T], timeout: Optional[float] = None) -> T:
        deadline = Deadline(self.timeout if timeout is None else timeout)
        exchange = call.start(self.language)
        connection = await self._open(deadline)
        try:
            await connection.send(exchange.octets, deadline)
            while not exchange.is_finished:
                exchange.feed(await connection.receive(deadline))
        finally:
            self._close(connection)
        return exchange.result()

    async def _open(self, deadline: Deadline) -> _AsyncConnection:
        if not self._is_closed:
            connection = await _AsyncConnection.connect(self.socket_path, deadline)
            if not self._is_closed:
                self._connections.add(connection)
                return connection
            connection.close()
        raise Cancelled("the client is closed")

    def _close(self, connection: _AsyncConnection) -> None:
        self._connections.discard(connection)
        connection.close()
