# SPDX-License-Identifier: Apache-2.0
"""The people on the simulated cards, and a search for their data in texts."""

import json
import pathlib
import re

PERSONAS = pathlib.Path(__file__).resolve().parents[2] / "sim" / "personas"


def _spellings(persona):
    mrz = persona.get("mrz", {})
    details = persona.get("personal_details", {})
    record = persona.get("national_text_record", persona.get("text_record", {}))
    texts = [mrz.get("secondary"), mrz.get("document_number"), mrz.get("optional_data"),
             details.get("full_name"), details.get("personal_number"), details.get("address"),
             *details.get("other_names", []), record.get("name"), record.get("chinese_name"), record.get("latin_name"),
             record.get("number"), record.get("address"), record.get("travel_permit_number"),
             *persona.get("appended_addresses", [])]
    for text in filter(None, texts):
        if len(set(text)) == 1:
            continue  # a specimen's number of zeros alone: pcscd's journal is full of such
        yield from {text, text.replace("<<", " ").replace("<", " "), text.replace(" ", "<")}
    # Without the six digits of a machine-readable zone, because a duration may have as many.
    of_zone = [century + mrz["birth_date"] for century in ("19", "20") if mrz]
    for date in filter(None, [*of_zone, details.get("birth_date"), record.get("birth_date")]):
        yield date
        yield f"{date[:4]}-{date[4:6]}-{date[6:]}"


def all_spellings():
    """Every name, number, address and birth date of them all."""
    files = sorted(PERSONAS.rglob("*.json"))
    assert files, PERSONAS
    return {text for file in files for text in _spellings(json.loads(file.read_text()))}


# As whole words, not as a part of another word or number.
_PATTERN = re.compile(r"(?<![0-9A-Za-z])(?:" + "|".join(
    re.escape(text) for text in sorted(all_spellings(), key=len, reverse=True)) + r")(?![0-9A-Za-z])")


def traces_in(text):
    """The data of these people in a text."""
    return sorted(set(_PATTERN.findall(text)))
