# SPDX-License-Identifier: Apache-2.0
"""The daemon's answers as docs/API.md describes them: dictionaries with the contract's names.

In a record, a member that the card lacks is None, and a member that was not requested or not granted is absent. Dates are `YYYY-MM-DD`,
times RFC 3339 in UTC. The contract grows: an answer may have members, and a member may have codes, that these types do not list.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional, TypedDict


class CodedValue(TypedDict):
    code: Optional[str]
    zh: Optional[str]
    en: Optional[str]


class Document(TypedDict, total=False):
    type: str
    """`passport`, `permanent_resident_card`, `identity_card` and others."""
    edition: Optional[str]
    issuing_state: Optional[str]
    number: Optional[str]
    """That of a Chinese card contains birth date, sex and nationality."""
    number_masked: Optional[str]
    previous_numbers: List[str]
    issuing_authority: Optional[CodedValue]
    valid_from: Optional[str]
    valid_until: Optional[str]
    long_term: bool
    currently_valid: Optional[bool]
    renewal_count: Optional[str]
    travel_permit_number: Optional[str]
    issue_count: Optional[str]
    acceptance_authority: Optional[CodedValue]
    card_version: Optional[str]


class Names(TypedDict, total=False):
    latin: Optional[str]
    primary: Optional[str]
    secondary: Optional[str]
    chinese: Optional[str]
    chinese_omitted: Optional[int]
    truncated: bool


class Holder(TypedDict, total=False):
    """Also other ages than 18, if requested: `card.value("holder.over_21")`."""

    names: Names
    sex: str
    """`female`, `male`, `unspecified` or `unknown`."""
    birth_date: Optional[str]
    birth_date_printed: Optional[str]
    birth_date_century: Optional[str]
    birth_place: Optional[str]
    nationality: Optional[str]
    ethnicity: Optional[CodedValue]
    address: Optional[str]
    address_appended: List[str]
    personal_number: Optional[str]
    pseudonym: Optional[str]
    over_18: Optional[bool]


class NumberParts(TypedDict, total=False):
    """The parts of a number issued in China."""

    kind: Optional[str]
    valid: bool
    faults: List[str]
    acceptance_place: Optional[CodedValue]
    registration_place: Optional[CodedValue]
    first_nationality: Optional[str]
    birth_date: Optional[str]
    birth_date_printed: Optional[str]
    sequence: Optional[str]
    sex: Optional[str]


class CheckedNumber(NumberParts):
    number_masked: str


class PortraitInfo(TypedDict):
    media_type: str
    """As stored on the chip."""
    width: int
    height: int
    href: str


class Raw(TypedDict, total=False):
    cn_text: Optional[str]
    """Base64."""
    mrz: List[str]


class Module(TypedDict, total=False):
    """A security module's answers, in Base64."""

    portrait: Optional[str]
    addresses: Optional[str]
    management: Optional[str]


class Record(TypedDict, total=False):
    document: Document
    holder: Holder
    number: Optional[NumberParts]
    portrait: Optional[PortraitInfo]
    raw: Raw
    module: Module


class _Check(TypedDict):
    name: str
    outcome: str
    """`passed`, `failed` or `not_performed`."""
    method: Optional[str]
    reason: Optional[str]
    findings: List[str]


class Check(_Check, total=False):
    data_groups: List[int]
    """Of `data_group_hashes`: the compared ones."""
    at_signing: Optional[str]
    """Of `certificate_validity`: the outcome for the time of signing."""


class Verification(TypedDict):
    verdict: str
    """`genuine`, `unverified` or `not_genuine`."""
    sam_id: Optional[str]
    checks: List[Check]


class Step(TypedDict):
    name: str
    outcome: str
    sw: Optional[str]
    milliseconds: float


class Timing(TypedDict):
    total_milliseconds: float
    card_milliseconds: float
    exchanges: int
    bytes: int


class _ReadAnswer(TypedDict):
    id: str
    card: str
    reader: str
    read_at: str
    profile: str
    """`emrtd`, `lds` or `sam`."""
    record: Record
    steps: List[Step]
    timing: Timing


class ReadAnswer(_ReadAnswer, total=False):
    verification: Verification
    evidence: Dict[str, Any]


class Progress(TypedDict):
    step: str
    """`read_dg2` and others."""
    index: int
    """Of this step, from 1."""
    of: int
    """The number of steps, as far as it is known now."""
    bytes_done: int
    bytes_total: int
    """Of the file that is being read; 0 if the step reads none."""


# A class cannot have a member named "for": `card`, `scanned_key`, or `reader`, which is busy with the read of another program.
# "reader" is an id, absent if any will do; "seconds_left" is the time until the read ends with a problem.
Waiting = TypedDict("Waiting", {"for": str, "reader": str, "seconds_left": int}, total=False)


class _InsertedCard(TypedDict):
    id: str
    kind: str
    inserted_at: str


class InsertedCard(_InsertedCard, total=False):
    access_keys: List[str]
    """The keys that would open it: `mrz`, `can`. Absent if that is not known."""


class _Reader(TypedDict):
    id: str
    name: str
    interface: str
    state: str
    """`empty`, `card`, `reading` or `unresponsive`."""


class Reader(_Reader, total=False):
    card: InsertedCard
    sam_id: str


class EventData(TypedDict, total=False):
    at: str
    reader: str
    readers: List[Reader]
    """Of `snapshot`."""
    card: str
    kind: str
    outcome: str
    form: str
    read: str


class Comparison(TypedDict):
    result: str
    """`same`, `different` or `not_comparable`."""
    reason: Optional[str]


class Comparisons(TypedDict):
    fields: Dict[str, Comparison]


class MrzPosition(TypedDict):
    line: int
    position: int


class ScannedKey(TypedDict):
    reader: str
    form: str
    repairs: List[MrzPosition]
    seconds_left: int


class TrustState(TypedDict):
    anchors: int
    skipped: int
    loaded_at: Optional[str]


class Health(TypedDict):
    status: str
    """`ok` or `degraded`."""
    reasons: List[str]
    version: str
    pcsc: str
    readers: int
    trust: TrustState


class Trust(TypedDict):
    loaded_at: Optional[str]
    anchors: List[Dict[str, Any]]
    master_lists: List[Dict[str, Any]]
    revocation_lists: List[Dict[str, Any]]
    document_signers: int
    skipped: List[Dict[str, Any]]


class _Finding(TypedDict):
    code: str
    severity: str
    """`error` or `warning`."""
    title: str
    remedy: str


class Finding(_Finding, total=False):
    detail: str


class Diagnosis(TypedDict):
    findings: List[Finding]
    not_examined: List[str]


class _WhoAmI(TypedDict):
    client: str
    uid: int
    gid: int
    fields: List[str]
    readers: List[str]
    routes: List[str]


class WhoAmI(_WhoAmI, total=False):
    documents: List[str]
