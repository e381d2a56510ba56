# SPDX-License-Identifier: Apache-2.0
"""HTTP/1.1 (RFC 9112) and event streams without I/O. The parsers take octets in pieces of any size, and memory within limits."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Tuple

from ._errors import Disconnected, Malformed, TooLarge

# The limits of libfivestar.
MAX_HEAD_OCTETS = 16 * 1024  # of status line and headers, and of trailers
MAX_HEADERS = 64
MAX_INTERIM_RESPONSES = 8
MAX_CHUNK_LINE_OCTETS = 64
MAX_BODY_OCTETS = 32 * 1024 * 1024
MAX_EVENT_OCTETS = 4 * 1024 * 1024  # of one line, and of the data of one event
MAX_EVENT_NAME_OCTETS = 256  # and of an id

_STATUS_LINE = re.compile(rb"HTTP/1\.([01]) ([1-5][0-9]{2})(?: .*)?", re.DOTALL)
_HEADER = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)")
_CHUNK_LINE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;.*)?", re.DOTALL)
_LENGTH = re.compile(rb"[0-9]{1,12}")
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e]*")
_TARGET = re.compile(r"/[\x21-\x7e]*")
_METHOD = re.compile(r"[A-Z]{1,16}")


def parse_json(octets: bytes) -> Any:
    """Raises Malformed for anything but JSON in UTF-8."""
    try:
        return json.loads(octets.decode("utf-8"))
    except (ValueError, RecursionError):
        # Not chained: the cause would quote the answer.
        raise Malformed("the answer is not JSON") from None


def encode_request(method: str, target: str, headers: Mapping[str, str], body: Optional[bytes]) -> bytes:
    """A request that closes its connection. Raises ValueError for a method, target or header that HTTP does not allow."""
    if not _METHOD.fullmatch(method) or not _TARGET.fullmatch(target):
        raise ValueError("not a method and target of HTTP")
    lines = [f"{method} {target} HTTP/1.1", "Host: localhost", "Connection: close"]
    for name, value in headers.items():
        if not _HEADER_VALUE.fullmatch(value):
            raise ValueError(f"not a value for the header {name}")
        lines.append(f"{name}: {value}")
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("ascii") + (body or b"")


@dataclass(frozen=True)
class Answer:
    """A whole HTTP response. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        """Without parameters, in lower case; empty if there is none."""
        return media_type(self.headers)


def media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


class _Lines:
    """Joins pieces into lines of a limited length."""

    def __init__(self) -> None:
        self._line = bytearray()

    def take(self, octets: memoryview, limit: int) -> Tuple[int, Optional[bytes]]:
        """The number of octets taken, and the line without CRLF if it is complete."""
        end = bytes(octets[: limit + 1]).find(b"\n")
        size = len(octets) if end < 0 else end + 1
        if len(self._line) + size > limit:
            raise TooLarge("the head of the answer is too large")
        self._line += octets[:size]
        if end < 0:
            return size, None
        if not self._line.endswith(b"\r\n"):
            raise Malformed("a line of the answer does not end with CRLF")
        line = bytes(self._line[:-2])
        self._line.clear()
        return size, line


class ResponseParser:
    """Parses one response. Stricter than RFC 9112 requires of a client, without its recovery rules."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: Dict[str, str] = {}
        self.has_head = False
        self.is_complete = False
        self._state: Callable[[memoryview, bytearray], int] = self._status_line
        self._lines = _Lines()
        self._head_octets = 0
        self._header_count = 0
        self._interim_responses = 0
        self._minor_version = 1
        self._left = 0  # octets of the body or of the current chunk

    def feed(self, octets: bytes) -> bytes:
        """Parses octets, and returns those of the body among them. What follows the response is ignored."""
        body = bytearray()
        rest = memoryview(octets)
        while len(rest) and not self.is_complete:
            rest = rest[self._state(rest, body):]
        return bytes(body)

    def end(self) -> None:
        """The server closed the connection: ends a body without a length; raises Disconnected within any other."""
        if self._state == self._open_body:
            self.is_complete = True
        if not self.is_complete:
            raise Disconnected("the daemon closed the connection before its answer was complete")

    def _head_line(self, octets: memoryview) -> Tuple[int, Optional[bytes]]:
        size, line = self._lines.take(octets, MAX_HEAD_OCTETS)
        self._head_octets += size
        if self._head_octets > MAX_HEAD_OCTETS:
            raise TooLarge("the head of the answer is too large")
        return size, line

    def _status_line(self, octets: memoryview, _: bytearray) -> int:
        size, line = self._head_line(octets)
        if line is not None:
            matched = _STATUS_LINE.fullmatch(line)
            if not matched:
                raise Malformed("the answer is not HTTP/1.1")
            self._minor_version, self.status = int(matched[1]), int(matched[2])
            self.headers = {}
            self._header_count = 0
            self._state = self._header
        return size

    def _header(self, octets: memoryview, _: bytearray) -> int:
        size, line = self._head_line(octets)
        if line is None:
            return size
        if not line:
            self._end_head()
            return size
        matched = _HEADER.fullmatch(line)
        if not matched:
            raise Malformed("a header of the answer is not one of HTTP")
        self._header_count += 1
        if self._header_count > MAX_HEADERS:
            raise TooLarge("the answer has too many headers")
        name = matched[1].decode("ascii").lower()
        if name in self.headers:
            if name in ("content-length", "transfer-encoding"):
                raise Malformed("the answer has two lengths")
            return size  # the first counts
        self.headers[name] = matched[2].strip(b" \t").decode("latin-1")
        return size

    def _end_head(self) -> None:
        """RFC 9112 section 6.3."""
        length, encoding = self.headers.get("content-length"), self.headers.get("transfer-encoding")
        if self.status < 200:
            self._interim_responses += 1
            # 101 switches to another protocol, which was not requested.
            if self.status == 101 or self._interim_responses > MAX_INTERIM_RESPONSES:
                raise Malformed("the answer has no final status")
            self._state = self._status_line
            return
        self.has_head = True
        if length is not None and encoding is not None:
            raise Malformed("the answer has two lengths")
        if self.status in (204, 304):
            self.is_complete = True
        elif encoding is not None:
            if encoding.lower() != "chunked" or self._minor_version == 0:
                raise Malformed("the answer has an unknown transfer encoding")
            self._state = self._chunk_line
        elif length is not None:
            if not _LENGTH.fullmatch(length.encode("latin-1")):
                raise Malformed("the length of the answer is not a number")
            self._left = int(length)
            self.is_complete = self._left == 0
            self._state = self._sized_body
        else:
            self._state = self._open_body

    def _take(self, octets: memoryview, body: bytearray) -> int:
        size = min(len(octets), self._left)
        body += octets[:size]
        self._left -= size
        return size

    def _sized_body(self, octets: memoryview, body: bytearray) -> int:
        size = self._take(octets, body)
        self.is_complete = self._left == 0
        return size

    def _open_body(self, octets: memoryview, body: bytearray) -> int:
        body += octets
        return len(octets)

    def _chunk_line(self, octets: memoryview, _: bytearray) -> int:
        size, line = self._lines.take(octets, MAX_CHUNK_LINE_OCTETS)
        if line is not None:
            matched = _CHUNK_LINE.fullmatch(line)
            if not matched:
                raise Malformed("the length of a chunk is not a number")
            self._left = int(matched[1], 16)
            self._state = self._chunk if self._left else self._trailer
        return size

    def _chunk(self, octets: memoryview, body: bytearray) -> int:
        size = self._take(octets, body)
        if self._left == 0:
            self._state = self._chunk_end
        return size

    def _chunk_end(self, octets: memoryview, _: bytearray) -> int:
        size, line = self._lines.take(octets, MAX_CHUNK_LINE_OCTETS)
        if line is not None:
            if line:
                raise Malformed("a chunk is longer than its length")
            self._state = self._chunk_line
        return size

    def _trailer(self, octets: memoryview, _: bytearray) -> int:
        size, line = self._head_line(octets)
        if line == b"":
            self.is_complete = True
        return size


@dataclass(frozen=True)
class RawEvent:
    """One server-sent event. `data` is not parsed."""

    name: str
    id: str
    data: bytes = field(repr=False)


class EventParser:
    """Parses text/event-stream, as the WHATWG HTML standard describes it in section 9.2."""

    def __init__(self) -> None:
        self._line = bytearray()
        self._data = bytearray()
        self._has_data = False
        self._name = b""
        self._id = b""
        self._after_carriage_return = False
        self._is_first_line = True

    def feed(self, octets: bytes) -> List[RawEvent]:
        """The events that these octets complete."""
        found: List[RawEvent] = []
        for line in self._complete_lines(octets):
            if self._is_first_line:
                self._is_first_line = False
                if line.startswith(b"\xef\xbb\xbf"):
                    line = line[3:]
            if line:
                self._field(line)
            else:
                if self._has_data:
                    found.append(RawEvent(self._text(self._name) or "message", self._text(self._id), bytes(self._data)))
                self._data.clear()
                self._has_data = False
                self._name = b""
        return found

    def _complete_lines(self, octets: bytes) -> Iterable[bytes]:
        """Lines end with CR, LF or CRLF, whose two octets may come in different pieces."""
        if self._after_carriage_return and octets:
            self._after_carriage_return = False
            if octets[:1] == b"\n":
                octets = octets[1:]
        if not octets:
            return
        self._after_carriage_return = octets.endswith(b"\r")
        *complete, rest = octets.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        for piece in complete:
            self._append(piece)
            line = bytes(self._line)
            self._line.clear()
            yield line
        self._append(rest)

    def _append(self, piece: bytes) -> None:
        if len(self._line) + len(piece) > MAX_EVENT_OCTETS:
            raise TooLarge("an event is too large")
        self._line += piece

    def _field(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        if value.startswith(b" "):
            value = value[1:]
        if name == b"data":
            if len(self._data) + len(value) + 1 > MAX_EVENT_OCTETS:
                raise TooLarge("an event is too large")
            if self._has_data:
                self._data += b"\n"
            self._data += value
            self._has_data = True
        elif name in (b"event", b"id"):
            if len(value) > MAX_EVENT_NAME_OCTETS:
                raise TooLarge("the name of an event is too large")
            if name == b"event":
                self._name = value
            elif b"\0" not in value:
                self._id = value

    @staticmethod
    def _text(octets: bytes) -> str:
        return octets.decode("utf-8", "replace")
