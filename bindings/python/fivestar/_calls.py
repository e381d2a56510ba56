# SPDX-License-Identifier: Apache-2.0
"""Each request of the contract, and its answer as a Python value. Without I/O: the sync and the async client both run these."""

from __future__ import annotations

import datetime
import json
import os
import stat
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Callable, Deque, Dict, Generic, List, Literal, Mapping, Optional, Protocol, Sequence, TypeVar, Union, cast
from urllib.parse import quote

from . import _types as types
from ._errors import Disconnected, Malformed, Problem, TooLarge
from ._http import MAX_BODY_OCTETS, Answer, EventParser, RawEvent, ResponseParser, encode_request, media_type, parse_json

T = TypeVar("T")
WaitFor = Literal["present", "next"]

JSON = "application/json"
EVENT_STREAM = "text/event-stream"
PROBLEM = "application/problem+json"

READ_SECONDS = 300.0
"""The deadline of a read beyond its wait for a card. The daemon's own deadlines end a read long before."""
SILENCE_SECONDS = 60.0
"""The longest silence of an event stream. The daemon sends a comment every 15 seconds."""
MOST_WAIT_SECONDS = 120
NEXT_WAIT_SECONDS = 60


class Exchange(Generic[T]):
    """One request and its answer. `octets` is to be sent; then what arrives is fed until `is_finished`."""

    def __init__(self, octets: bytes, convert: Callable[[Answer], T], on_event: Optional[Callable[[RawEvent], bool]] = None) -> None:
        """`on_event` takes the events of a stream, and returns true if the exchange ends with it."""
        self.octets = octets
        self._convert = convert
        self._on_event = on_event
        self._parser = ResponseParser()
        self._events = EventParser()
        self._body = bytearray()
        self._ended_by_event = False

    @property
    def is_finished(self) -> bool:
        return self._ended_by_event or self._parser.is_complete

    @property
    def is_stream(self) -> bool:
        """True once the head of an event stream has arrived."""
        parser = self._parser
        return self._on_event is not None and parser.has_head and parser.status == 200 and media_type(parser.headers) == EVENT_STREAM

    def feed(self, octets: bytes) -> None:
        """Takes what the connection received; nothing means that the daemon closed it."""
        if not octets:
            self._parser.end()
            return
        body = self._parser.feed(octets)
        if self.is_stream and self._on_event is not None:
            for event in self._events.feed(body):
                if self._on_event(event):
                    self._ended_by_event = True
                    return
            return
        if len(self._body) + len(body) > MAX_BODY_OCTETS:
            raise TooLarge("the answer is too large")
        self._body += body

    def result(self) -> T:
        """The value of the finished exchange. Raises Problem for a refusal."""
        answer = Answer(self._parser.status, self._parser.headers, bytes(self._body))
        if answer.status >= 400:
            raise problem_of(answer)
        if answer.status >= 300:
            raise Malformed("the answer is a redirection, which the contract does not have")
        return self._convert(answer)


class Startable(Protocol[T]):
    """Something that can be requested, once for each exchange."""

    def start(self, language: Optional[str]) -> Exchange[T]: ...


def problem_of(answer: Answer) -> Problem:
    members = _object(parse_json(answer.body)) if answer.media_type == PROBLEM else {}
    return Problem(members, answer.status)


def _object(value: Any) -> Dict[str, Any]:
    if not isinstance(value, dict):
        raise Malformed("the answer is not a JSON object")
    return value


@dataclass(frozen=True)
class Call(Generic[T]):
    """A request, and the function that makes a value of its answer."""

    method: str
    target: str
    convert: Callable[[Answer], T]
    accept: str = JSON
    body: Optional[bytes] = field(default=None, repr=False)
    content_type: str = JSON

    def start(self, language: Optional[str]) -> Exchange[T]:
        return Exchange(request_octets(self.method, self.target, self.accept, language, self.body, self.content_type), self.convert)


def request_octets(method: str, target: str, accept: str, language: Optional[str], body: Optional[bytes] = None,
                   content_type: str = JSON, more: Optional[Mapping[str, str]] = None) -> bytes:
    headers = {"Accept": accept if accept == PROBLEM else f"{accept}, {PROBLEM}"}
    if language is not None:
        headers["Accept-Language"] = language
    if body is not None:
        headers["Content-Type"] = content_type
    return encode_request(method, target, {**headers, **(more or {})}, body)


def encoded(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _segment(name: str) -> str:
    """A name as one segment of a target."""
    if not name:
        raise ValueError("an id is empty")
    return quote(name, safe="")


def _members(answer: Answer) -> Any:
    """The object of an answer. Its members are not checked: the contract guarantees them."""
    return _object(parse_json(answer.body))


def _nothing(_: Answer) -> None:
    return None


# ---- Simple requests ----------------------------------------------------------------------------------------------------------------


def health() -> Call[types.Health]:
    return Call("GET", "/v1/health", _members)


def readers() -> Call[List[types.Reader]]:
    def convert(answer: Answer) -> List[types.Reader]:
        listed = _members(answer).get("readers")
        if not isinstance(listed, list):
            raise Malformed("the answer has no readers")
        return cast(List[types.Reader], listed)

    return Call("GET", "/v1/readers", convert)


def reader(reader_id: str) -> Call[types.Reader]:
    return Call("GET", f"/v1/readers/{_segment(reader_id)}", _members)


def trust() -> Call[types.Trust]:
    return Call("GET", "/v1/trust", _members)


def diagnosis() -> Call[types.Diagnosis]:
    return Call("GET", "/v1/diagnosis", _members)


def whoami() -> Call[types.WhoAmI]:
    return Call("GET", "/v1/whoami", _members)


def check_number(number: str) -> Call[types.CheckedNumber]:
    return Call("POST", "/v1/number", _members, body=encoded({"number": number}))


def push_key(reader_id: str, octets: Union[bytes, str]) -> Call[types.ScannedKey]:
    body = octets.encode("utf-8") if isinstance(octets, str) else bytes(octets)
    return Call("PUT", f"/v1/readers/{_segment(reader_id)}/key", _members, body=body, content_type="application/octet-stream")


def other(method: str, target: str, body: Any) -> Call[Any]:
    def convert(answer: Answer) -> Any:
        if answer.media_type == JSON:
            return parse_json(answer.body)
        return answer.body or None

    return Call(method, target, convert, accept="*/*", body=None if body is None else encoded(body))


# ---- Reads --------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Portrait:
    """A portrait. `data` is the picture file of type `media_type`."""

    media_type: str
    data: bytes = field(repr=False)

    def save(self, path: Union[str, "os.PathLike[str]"]) -> None:
        """Writes the picture to a file that this user alone can read. Replaces an earlier one."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, stat.S_IRUSR | stat.S_IWUSR)
        with open(descriptor, "wb") as file:
            os.fchmod(descriptor, stat.S_IRUSR | stat.S_IWUSR)
            file.truncate()
            file.write(self.data)


def read_answer(members: Any) -> types.ReadAnswer:
    answer = _object(members)
    if not isinstance(answer.get("id"), str) or not isinstance(answer.get("record"), dict):
        raise Malformed("the answer is not a read")
    return cast(types.ReadAnswer, answer)


def get_read(read_id: str) -> Call[types.ReadAnswer]:
    return Call("GET", f"/v1/reads/{_segment(read_id)}", lambda answer: read_answer(parse_json(answer.body)))


def forget(read_id: str) -> Call[None]:
    return Call("DELETE", f"/v1/reads/{_segment(read_id)}", _nothing)


def portrait(read_id: str, accepted: Optional[str]) -> Call[Portrait]:
    return Call("GET", f"/v1/reads/{_segment(read_id)}/portrait", lambda answer: Portrait(answer.media_type, answer.body),
                accept=accepted or "*/*")


def match(read_id: str, values: Mapping[str, str]) -> Call[types.Comparisons]:
    return Call("POST", f"/v1/reads/{_segment(read_id)}/match", _members, body=encoded({"fields": dict(values)}))


def cross_check(reads: Sequence[str], fields: Optional[Sequence[str]]) -> Call[types.Comparisons]:
    body: Dict[str, Any] = {"reads": list(reads)}
    if fields is not None:
        body["fields"] = _texts("fields", fields)
    return Call("POST", "/v1/cross-check", _members, body=encoded(body))


def _texts(name: str, values: Sequence[str]) -> List[str]:
    """A single text would be taken for a list of letters."""
    if isinstance(values, str):
        raise TypeError(f"{name} is a list of texts")
    return list(values)


def access_key(mrz: Union[str, Sequence[str], None], can: Optional[str], document_number: Optional[str],
               birth_date: Union[str, datetime.date, None], expiry_date: Union[str, datetime.date, None],
               scanned: bool) -> Optional[Dict[str, Any]]:
    """The member `access` of a read. The errors contain no part of a key."""
    printed = (document_number, birth_date, expiry_date)
    has_printed = any(value is not None for value in printed)
    if has_printed and any(value is None for value in printed):
        raise ValueError("document_number, birth_date and expiry_date make a key together")
    if (mrz is not None) + (can is not None) + has_printed + bool(scanned) > 1:
        raise ValueError("a read has one key")
    if mrz is not None:
        return {"mrz": mrz if isinstance(mrz, str) else list(mrz)}
    if can is not None:
        return {"can": can}
    if has_printed:
        return {"document_number": document_number, "birth_date": str(birth_date), "expiry_date": str(expiry_date)}
    return {"scanned": True} if scanned else None


@dataclass
class ReadCall:
    """POST /v1/read as an event stream. Used once."""

    body: Dict[str, Any] = field(repr=False)
    on_waiting: Optional[Callable[[types.Waiting], object]]
    on_progress: Optional[Callable[[types.Progress], object]]
    on_record: Optional[Callable[[types.ReadAnswer], object]]
    _result: Optional[types.ReadAnswer] = field(default=None, repr=False)

    def start(self, language: Optional[str]) -> Exchange[types.ReadAnswer]:
        octets = request_octets("POST", "/v1/read", EVENT_STREAM, language, encoded(self.body))
        return Exchange(octets, self._convert, self._take)

    def _take(self, event: RawEvent) -> bool:
        if event.name == "result":
            self._result = read_answer(parse_json(event.data))
            return True
        if event.name == "problem":
            raise Problem(_object(parse_json(event.data)), 500)
        if event.name == "waiting" and self.on_waiting is not None:
            self.on_waiting(cast(types.Waiting, _object(parse_json(event.data))))
        if event.name == "progress" and self.on_progress is not None:
            self.on_progress(cast(types.Progress, _object(parse_json(event.data))))
        if event.name == "record" and self.on_record is not None:
            self.on_record(read_answer(parse_json(event.data)))
        return False

    def _convert(self, answer: Answer) -> types.ReadAnswer:
        if self._result is not None:
            return self._result
        if answer.media_type == EVENT_STREAM:
            raise Disconnected("the daemon ended the read without a result")
        return read_answer(parse_json(answer.body))


def wait_seconds_of(wait_for: WaitFor, wait_seconds: Optional[int]) -> int:
    """The wait of a read, in seconds."""
    if wait_seconds is None:
        return NEXT_WAIT_SECONDS if wait_for == "next" else 0
    if not 0 <= wait_seconds <= MOST_WAIT_SECONDS:
        raise ValueError(f"wait_seconds is 0 to {MOST_WAIT_SECONDS}")
    return wait_seconds


def read_body(*, reader: Optional[str], card: Optional[str], wait_for: WaitFor, wait_seconds: int, access: Optional[Dict[str, Any]],
              fields: Optional[Sequence[str]], require: Optional[Sequence[str]], evidence: bool) -> Dict[str, Any]:
    body: Dict[str, Any] = {"wait_for": wait_for, "wait_seconds": wait_seconds}
    if reader is not None:
        body["reader"] = reader
    if card is not None:
        body["card"] = card
    if access is not None:
        body["access"] = access
    if fields is not None:
        body["fields"] = _texts("fields", fields)
    if require is not None:
        body["require"] = _texts("require", require)
    if evidence:
        body["evidence"] = True
    return body


class ReadView:
    """What the sync and the async `CardRead` share: the answer of a read."""

    def __init__(self, answer: types.ReadAnswer) -> None:
        self.answer = answer
        """The whole answer of the daemon."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}: {self.verdict}>"

    @property
    def id(self) -> str:
        return self.answer["id"]

    @property
    def record(self) -> types.Record:
        """What the card says. It is personal data: keep it out of logs."""
        return self.answer["record"]

    @property
    def verification(self) -> Optional[types.Verification]:
        """The checks and their verdict; None if it was not granted or not requested."""
        return self.answer.get("verification")

    @property
    def verdict(self) -> Optional[str]:
        """`genuine`, `unverified` or `not_genuine`; None if the verification was not granted or not requested."""
        verification = self.verification
        return None if verification is None else verification.get("verdict")

    def value(self, path: str) -> Any:
        """The value of a field path, such as `holder.names.latin`. None if the card lacks it, or if it was not requested or granted."""
        value: Any = self.record
        for name in path.split("."):
            if not isinstance(value, dict):
                return None
            value = value.get(name)
        return value


# ---- Events -------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Event:
    """An event of the readers. `name` is `snapshot`, `card_inserted` and others; names may be added."""

    name: str
    data: types.EventData
    id: str
    """For `events(last_event_id=...)`."""


class EventsCall:
    """GET /v1/events. The events are queued until `take()` returns them."""

    def __init__(self, reader_id: Optional[str], last_event_id: Optional[str]) -> None:
        self._target = "/v1/events" if reader_id is None else f"/v1/events?reader={_segment(reader_id)}"
        self._more = {} if last_event_id is None else {"Last-Event-ID": last_event_id}
        self._queue: Deque[Event] = deque()

    def start(self, language: Optional[str]) -> Exchange[None]:
        return Exchange(request_octets("GET", self._target, EVENT_STREAM, language, more=self._more), self._convert, self._take_raw)

    def take(self) -> Optional[Event]:
        return self._queue.popleft() if self._queue else None

    def _take_raw(self, event: RawEvent) -> bool:
        self._queue.append(Event(event.name, cast(types.EventData, _object(parse_json(event.data))), event.id))
        return False

    @staticmethod
    def _convert(answer: Answer) -> None:
        if answer.media_type != EVENT_STREAM:
            raise Malformed("the answer is not an event stream")
