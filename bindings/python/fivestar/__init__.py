# SPDX-License-Identifier: Apache-2.0
"""Reads identity cards and passports with fivestard, over its Unix socket.

    import fivestar

    with fivestar.Client() as client:
        card = client.read(mrz=lines, wait_seconds=30)
        print(card.verdict, card.value("holder.names.latin"))

`Client` is for plain programs, `AsyncClient` for asyncio. Answers are dictionaries with the names of docs/API.md of the project.
Python cannot erase a text: a key and a record stay in memory until it is used again. A program that may not keep them lets a scanner
bring the key (`scanned=True`), asks for few fields, or uses the C library.
"""

from ._async_client import AsyncCardRead, AsyncClient, AsyncEventStream
from ._calls import Event, Portrait
from ._client import CardRead, Client, EventStream
from ._errors import Cancelled, Disconnected, Error, Malformed, NotPermitted, Problem, TimedOut, TooLarge, Unreachable
from ._socket import DEFAULT_SOCKET
from ._types import (
    Check,
    CheckedNumber,
    CodedValue,
    Comparison,
    Comparisons,
    Diagnosis,
    Document,
    EventData,
    Finding,
    Health,
    Holder,
    InsertedCard,
    Module,
    MrzPosition,
    Names,
    NumberParts,
    PortraitInfo,
    Progress,
    Raw,
    ReadAnswer,
    Reader,
    Record,
    ScannedKey,
    Step,
    Timing,
    Trust,
    TrustState,
    Verification,
    Waiting,
    WhoAmI,
)

__version__ = "0.1.0"

__all__ = [
    "DEFAULT_SOCKET",
    "AsyncCardRead",
    "AsyncClient",
    "AsyncEventStream",
    "Cancelled",
    "CardRead",
    "Check",
    "CheckedNumber",
    "Client",
    "CodedValue",
    "Comparison",
    "Comparisons",
    "Diagnosis",
    "Disconnected",
    "Document",
    "Error",
    "Event",
    "EventData",
    "EventStream",
    "Finding",
    "Health",
    "Holder",
    "InsertedCard",
    "Malformed",
    "Module",
    "MrzPosition",
    "Names",
    "NotPermitted",
    "NumberParts",
    "Portrait",
    "PortraitInfo",
    "Problem",
    "Progress",
    "Raw",
    "ReadAnswer",
    "Reader",
    "Record",
    "ScannedKey",
    "Step",
    "TimedOut",
    "Timing",
    "TooLarge",
    "Trust",
    "TrustState",
    "Unreachable",
    "Verification",
    "Waiting",
    "WhoAmI",
]
