# SPDX-License-Identifier: Apache-2.0
"""The client for programs without asyncio."""

from __future__ import annotations

import datetime
import socket
import threading
import time
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


class _Connection:
    """One connection, used by one thread. `cancel` alone may be called by another."""

    def __init__(self, path: SocketPath, deadline: Deadline) -> None:
        self._path = path
        self._socket = self._connect(deadline)
        self._lock = threading.Lock()
        self._is_cancelled = False
        self._is_closed = False

    def _connect(self, deadline: Deadline) -> socket.socket:
        while True:
            connected = try_connect(self._path)
            if connected is not None:
                return connected
            time.sleep(min(RETRY_SECONDS, deadline.left()))

    def send(self, octets: bytes, deadline: Deadline) -> None:
        left = deadline.left()
        try:
            self._socket.settimeout(left)
            self._socket.sendall(octets)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the daemon may refuse a request before its end, and its answer says why
        except socket.timeout:
            raise deadline.error() from None
        except OSError as error:
            self._raise_if_cancelled()
            raise connection_error(error, self._path) from error
        self._raise_if_cancelled()

    def receive(self, deadline: Deadline) -> bytes:
        """Octets; none if the daemon closed the connection."""
        left = deadline.left()
        try:
            self._socket.settimeout(left)
            octets = self._socket.recv(RECEIVE_OCTETS)
        except socket.timeout:
            raise deadline.error() from None
        except OSError as error:
            self._raise_if_cancelled()
            raise connection_error(error, self._path) from error
        self._raise_if_cancelled()
        return octets

    def _raise_if_cancelled(self) -> None:
        if self._is_cancelled:
            raise Cancelled("the request was cancelled")

    def cancel(self) -> None:
        with self._lock:
            self._is_cancelled = True
            if not self._is_closed:
                try:
                    self._socket.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for it
                except OSError:
                    pass  # the daemon was faster

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            self._socket.close()


class CardRead(ReadView):
    """A finished read. The daemon deletes it soon after the card is removed, or at once by `forget()`.

    As a context manager it is forgotten at the end of the block.
    """

    def __init__(self, client: Client, answer: types.ReadAnswer) -> None:
        super().__init__(answer)
        self._client = client

    def __enter__(self) -> CardRead:
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        try:
            self.forget()
        except Error:
            if error is None:
                raise

    def portrait(self, media_type: Optional[str] = "image/jpeg") -> Portrait:
        """The portrait, converted to this type: `image/jpeg`, `image/png` or `image/x-portable-pixmap`; None: as the chip stores it.

        Raises Problem: `not_acceptable` if it cannot be converted, `not_found` if the card has none, `not_granted`.
        """
        return self._client._run(calls.portrait(self.id, media_type))

    def match(self, values: Mapping[str, str]) -> types.Comparisons:
        """Compares the program's values with the card: `{"holder.names": "Anna Specimen", "holder.birth_date": "1980-01-01"}`.

        The answer says `same`, `different` or `not_comparable` for each field. A card permits ten requests.
        """
        return self._client._run(calls.match(self.id, values))

    def forget(self) -> None:
        """Deletes the read in the daemon, whose memory is zeroized. Does nothing if it is gone already."""
        try:
            self._client._run(calls.forget(self.id))
        except Problem as problem:
            if problem.code != "no_such_read":
                raise


class EventStream:
    """The events of the readers, an iterator. It has a connection of its own, which `close()` or the end of a `with` block closes.

    It ends when the daemon ends it, for a restart. Raises TimedOut if the daemon is silent for too long.
    """

    def __init__(self, client: Client, call: calls.EventsCall, timeout: float) -> None:
        self._client = client
        self._call = call
        self._timeout = timeout
        self.last_event_id: Optional[str] = None
        """The id of the last event that was taken, to continue after it with another stream."""
        self._exchange = call.start(client.language)
        deadline = Deadline(timeout)
        self._connection: Optional[_Connection] = client._open(deadline)
        try:
            self._connection.send(self._exchange.octets, deadline)
            while not self._exchange.is_stream:
                self._exchange.feed(self._connection.receive(deadline))
                if self._exchange.is_finished:
                    self._exchange.result()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> EventStream:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> EventStream:
        return self

    def __next__(self) -> Event:
        while True:
            event = self._call.take()
            if event is not None:
                self.last_event_id = event.id or self.last_event_id
                return event
            if self._connection is None or self._exchange.is_finished:
                self.close()
                raise StopIteration
            try:
                self._exchange.feed(self._connection.receive(Deadline(self._timeout)))
            except BaseException as error:
                if isinstance(error, Cancelled) and self._connection is None:
                    continue  # close() was called
                self.close()
                raise

    def close(self) -> None:
        """Closes the connection. The iteration ends, also in another thread."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.cancel()  # wakes a thread that waits for it
            self._client._close(connection)


class Client:
    """A client of fivestard. It may be used by several threads; each request has a connection of its own.

        with fivestar.Client() as client:
            card = client.read(mrz=lines, wait_seconds=30)
            print(card.verdict, card.value("holder.names.latin"))

    Every method raises `Problem` if the daemon refuses, `Unreachable`, `NotPermitted`, `Disconnected`, `TimedOut`, `Malformed` or
    `TooLarge` if there is no answer, and `Cancelled` after `cancel()`. All are `Error`.
    """

    def __init__(self, socket_path: SocketPath = DEFAULT_SOCKET, *, timeout: float = DEFAULT_TIMEOUT, language: Optional[str] = None) -> None:
        """`timeout` is the deadline of a request in seconds. `language` is the Accept-Language of texts for people: `zh`, `en`."""
        self.socket_path = socket_path
        self.timeout = checked_timeout(timeout)
        self.language = language
        self._lock = threading.Lock()
        self._connections: Set[_Connection] = set()
        self._is_closed = False

    def __repr__(self) -> str:
        return f"<fivestar.Client {self.socket_path}>"

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends running requests and streams as `cancel()` does. Further requests raise Cancelled."""
        with self._lock:
            self._is_closed = True
        self.cancel()

    def cancel(self) -> None:
        """Ends all running requests and streams with Cancelled, and so the waits and reads of the daemon. For any thread."""
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            connection.cancel()

    def health(self) -> types.Health:
        """The daemon's state: `status` is `ok` or `degraded`, with `reasons`."""
        return self._run(calls.health())

    def readers(self) -> List[types.Reader]:
        """The readers that this user may use, and their cards."""
        return self._run(calls.readers())

    def reader(self, reader_id: str) -> types.Reader:
        """One reader. Raises Problem `no_such_reader`."""
        return self._run(calls.reader(reader_id))

    def trust(self) -> types.Trust:
        """Trust anchors, their sources, and skipped files."""
        return self._run(calls.trust())

    def diagnosis(self) -> types.Diagnosis:
        """Problems of this machine found by the daemon, with remedies."""
        return self._run(calls.diagnosis())

    def whoami(self) -> types.WhoAmI:
        """What this user is granted."""
        return self._run(calls.whoami())

    def read(self, *, mrz: Union[str, Sequence[str], None] = None, can: Optional[str] = None, document_number: Optional[str] = None,
             birth_date: Union[str, datetime.date, None] = None, expiry_date: Union[str, datetime.date, None] = None, scanned: bool = False,
             reader: Optional[str] = None, card: Optional[str] = None, wait_for: WaitFor = "present", wait_seconds: Optional[int] = None,
             fields: Optional[Sequence[str]] = None, require: Optional[Sequence[str]] = None, evidence: bool = False,
             on_waiting: Optional[Callable[[types.Waiting], object]] = None,
             on_progress: Optional[Callable[[types.Progress], object]] = None,
             on_record: Optional[Callable[[types.ReadAnswer], object]] = None, timeout: Optional[float] = None) -> CardRead:
        """Reads a card. An exception of a callback, Ctrl-C and `cancel()` end the read.

        The key is one of `mrz`, the printed lines; `can`, the six digits on the front; `document_number`, `birth_date` and
        `expiry_date`; or `scanned`, the key of a scanner. A card on a reader with a security module needs none.

        reader: its id; default: the only one with a card.
        card: id of the card to read; another one is Problem `card_changed`.
        wait_for: `present`, or `next` for a card that is laid down after the call.
        wait_seconds: time to wait for the card, 0 to 120; default: 0, and 60 for `next`.
        fields: field paths; default: all that are granted. A path that is not granted is Problem `not_granted`.
        require: names of checks that must pass, else Problem `requirement_failed`.
        evidence: adds evidence of the read to `answer`.
        on_waiting: called in this thread if the read waits for a card, a key of a scanner, or a busy reader.
        on_progress: called for each step.
        on_record: called with the answer without the portrait, on a slow link seconds before the end.
        timeout: deadline of the whole in seconds; default: 300 after the wait.
        """
        wait = calls.wait_seconds_of(wait_for, wait_seconds)
        access = calls.access_key(mrz, can, document_number, birth_date, expiry_date, scanned)
        body = calls.read_body(reader=reader, card=card, wait_for=wait_for, wait_seconds=wait, access=access, fields=fields,
                               require=require, evidence=evidence)
        call = calls.ReadCall(body, on_waiting, on_progress, on_record)
        return CardRead(self, self._run(call, calls.READ_SECONDS + wait if timeout is None else timeout))

    def get_read(self, read_id: str) -> CardRead:
        """A finished read of this user. Raises Problem `no_such_read`."""
        return CardRead(self, self._run(calls.get_read(read_id)))

    def cross_check(self, one: CardRead, other: CardRead, fields: Optional[Sequence[str]] = None) -> types.Comparisons:
        """Compares two reads, card and passport of one traveller. `fields` default to those that are granted."""
        return self._run(calls.cross_check([one.id, other.id], fields))

    def push_key(self, reader_id: str, octets: Union[bytes, str]) -> types.ScannedKey:
        """Makes what a scanner read, with its framing, the key of the next `read(scanned=True)` at this reader.

        Raises Problem `no_zone`, `zone_misread` or `zone_ambiguous`.
        """
        return self._run(calls.push_key(reader_id, octets))

    def check_number(self, number: str) -> types.CheckedNumber:
        """Takes a number of a Chinese identity card, travel permit or passport apart and checks it, without a card."""
        return self._run(calls.check_number(number))

    def events(self, reader_id: Optional[str] = None, *, last_event_id: Optional[str] = None,
               timeout: float = calls.SILENCE_SECONDS) -> EventStream:
        """The events of all readers, or of one; the first is `snapshot`. `timeout` is the longest silence in seconds, comments included."""
        return EventStream(self, calls.EventsCall(reader_id, last_event_id), timeout)

    def request(self, method: str, target: str, body: Any = None, *, timeout: Optional[float] = None) -> Any:
        """Any other request of the contract. `body` is sent as JSON. Returns parsed JSON, the octets of another type, or None if empty."""
        return self._run(calls.other(method, target, body), timeout)

    def _run(self, call: calls.Startable[T], timeout: Optional[float] = None) -> T:
        deadline = Deadline(self.timeout if timeout is None else timeout)
        exchange = call.start(self.language)
        connection = self._open(deadline)
        try:
            connection.send(exchange.octets, deadline)
            while not exchange.is_finished:
                exchange.feed(connection.receive(deadline))
        finally:
            self._close(connection)
        return exchange.result()

    def _open(self, deadline: Deadline) -> _Connection:
        connection = _Connection(self.socket_path, deadline)
        with self._lock:
            if not self._is_closed:
                self._connections.add(connection)
                return connection
        connection.close()
        raise Cancelled("the client is closed")

    def _close(self, connection: _Connection) -> None:
        with self._lock:
            self._connections.discard(connection)
        connection.close()
