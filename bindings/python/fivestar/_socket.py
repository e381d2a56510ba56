# SPDX-License-Identifier: Apache-2.0
"""Connecting to the daemon's socket, and deadlines."""

from __future__ import annotations

import math
import os
import socket
import time
from typing import Optional, Union

from ._errors import Disconnected, Error, NotPermitted, TimedOut, Unreachable

SocketPath = Union[str, "os.PathLike[str]"]

DEFAULT_SOCKET = "/run/fivestard/fivestard.sock"
DEFAULT_TIMEOUT = 30.0  # seconds
RECEIVE_OCTETS = 64 * 1024
RETRY_SECONDS = 0.01  # while the daemon's queue of connections is full


def checked_timeout(seconds: float) -> float:
    if not (isinstance(seconds, (int, float)) and math.isfinite(seconds) and seconds > 0):
        raise ValueError("a timeout is a number of seconds above 0")
    return seconds


class Deadline:
    """A point of the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self._seconds = checked_timeout(seconds)
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """The seconds until then; raises TimedOut if there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.error()
        return left

    def error(self) -> TimedOut:
        return TimedOut(f"no answer of the daemon within {self._seconds:g} seconds")


def try_connect(path: SocketPath) -> Optional[socket.socket]:
    """A socket without blocking, connected to the daemon; None if its queue of connections is full."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.setblocking(False)
        connection.connect(os.fspath(path))
    except BlockingIOError:
        connection.close()
        return None
    except BaseException as error:
        connection.close()
        if isinstance(error, OSError):
            raise connection_error(error, path) from error
        raise
    return connection


def connection_error(error: OSError, path: SocketPath) -> Error:
    """The error of this package for one of the operating system."""
    reason = f"{os.fspath(path)}: {error.strerror or error}"
    if isinstance(error, PermissionError):
        return NotPermitted(reason)
    if isinstance(error, (FileNotFoundError, ConnectionRefusedError, NotADirectoryError)):
        return Unreachable(reason)
    if isinstance(error, (ConnectionResetError, BrokenPipeError)):
        return Disconnected("the daemon closed the connection before its answer was complete")
    return Unreachable(reason)
