# SPDX-License-Identifier: Apache-2.0
"""The exceptions of this package. None contains a key or anything that a card said."""

from __future__ import annotations

from typing import Any, List, Mapping, Optional


class Error(Exception):
    """Base class of all errors of this package.

    `code` is a stable name for programs: of the daemon's problem (`no_card`), or of the connection's failure (`timed_out`, with the
    names of libfivestar). The message is for people.
    """

    code: str

    def __init__(self, message: str, code: Optional[str] = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code


class Unreachable(Error, ConnectionError):
    """Nothing listens at the socket's path: the daemon is not running, or the path is wrong."""

    code = "unreachable"


class NotPermitted(Error, PermissionError):
    """The permissions of the socket refuse this user, who is usually not in its group."""

    code = "not_permitted"


class Disconnected(Error, ConnectionError):
    """The daemon closed the connection before its answer was complete."""

    code = "disconnected"


class TimedOut(Error, TimeoutError):
    """The answer was not complete within the deadline."""

    code = "timed_out"


class Cancelled(Error):
    """`Client.cancel()` or `close()` ended the request. The async client raises `asyncio.CancelledError` instead."""

    code = "cancelled"


class Malformed(Error):
    """The answer is not HTTP/1.1, or not what the contract describes."""

    code = "malformed"


class TooLarge(Error):
    """The answer, its head or one event exceeds the limits of this package."""

    code = "too_large"


class Problem(Error):
    """A refusal of the daemon (RFC 9457). Programs decide by `code`, and by `status` if they do not know the code.

    `title` and `detail` are for people, in the language of the client. `detail` may have a remedy, and may be None.
    """

    def __init__(self, members: Mapping[str, Any], http_status: int) -> None:
        code = members.get("code")
        status = members.get("status")
        title = members.get("title")
        detail = members.get("detail")
        self.members: Mapping[str, Any] = members
        """The whole problem, with the members that are newer than this package."""
        self.status = status if isinstance(status, int) else http_status
        """The HTTP status."""
        self.title = title if isinstance(title, str) else ""
        self.detail: Optional[str] = detail if isinstance(detail, str) else None
        code = code if isinstance(code, str) else f"http_{self.status}"
        super().__init__(": ".join(text for text in (code, self.title, self.detail) if text), code)

    def __reduce__(self) -> Any:
        return Problem, (self.members, self.status)

    @property
    def retry_after(self) -> Optional[int]:
        """Seconds after which trying again makes sense."""
        return self._number("retry_after")

    @property
    def attempts_left(self) -> Optional[int]:
        """The number of wrong keys that the chip still accepts, if it counts them."""
        return self._number("attempts_left")

    @property
    def accepts(self) -> List[str]:
        """The keys that would open the chip: `mrz`, `can`."""
        return self._texts("accepts")

    @property
    def field(self) -> Optional[str]:
        """The field path that was not granted."""
        return self._text("field")

    @property
    def check(self) -> Optional[str]:
        """The required check that did not pass."""
        return self._text("check")

    @property
    def reader(self) -> Optional[str]:
        """The id of the reader concerned."""
        return self._text("reader")

    def _text(self, name: str) -> Optional[str]:
        value = self.members.get(name)
        return value if isinstance(value, str) else None

    def _number(self, name: str) -> Optional[int]:
        value = self.members.get(name)
        return value if isinstance(value, int) else None

    def _texts(self, name: str) -> List[str]:
        value = self.members.get(name)
        return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
