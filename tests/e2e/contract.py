# SPDX-License-Identifier: Apache-2.0
"""Checks the daemon's answers against its OpenAPI document with python3-jsonschema. The document leaves objects and codes of answers open, for
later daemons; this one is held to what is described: an undescribed member or code is an error."""

import json
import pathlib
import re
import warnings

import jsonschema

# The resolver of the version that Debian 12 has; later ones call it deprecated.
warnings.filterwarnings("ignore", category=DeprecationWarning)

SOURCE = pathlib.Path(__file__).resolve().parents[2] / "daemon" / "api" / "openapi.json"


def strict(node):
    """The document as this daemon must follow it: objects with members are closed, and known codes are all there are."""
    if isinstance(node, list):
        return [strict(part) for part in node]
    if not isinstance(node, dict):
        return node
    told = {name: strict(part) for name, part in node.items()}
    if told.get("type") == "object" and isinstance(told.get("properties"), dict):
        told["additionalProperties"] = False
    if "x-extensible-enum" in told:
        told["enum"] = told["x-extensible-enum"] + ([None] if "null" in told["type"] else [])
    return told


PUBLISHED = json.loads(SOURCE.read_text(encoding="utf-8"))
DOCUMENT = strict(PUBLISHED)
RESOLVER = jsonschema.RefResolver("", DOCUMENT)


def _resolve(node):
    while "$ref" in node:
        _, node = RESOLVER.resolve(node["$ref"])
    return node


def _validate(schema, value):
    jsonschema.Draft202012Validator(schema, resolver=RESOLVER).validate(value)


def _operation(method, target):
    """The operation of a request in the document; None if there is none, and the daemon must refuse it."""
    path = target.split("?")[0]
    for template, item in DOCUMENT["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            return item.get({"HEAD": "get"}.get(method, method.lower()))
    return None


def check_answer(method, target, answer):
    """Fails for a status, media type or body that is not described."""
    operation = _operation(method, target)
    if operation is None:
        assert answer.status in (403, 404, 405, 429), f"{method} {target} is not described, but answered {answer}"
        described = DOCUMENT["components"]["responses"]["Problem"]
    else:
        described = operation["responses"].get(str(answer.status)) or operation["responses"].get("default")
        assert described is not None, f"{method} {target}: status {answer.status} is not described: {answer}"
        assert str(answer.status) in operation["responses"] or answer.status >= 400, f"{method} {target}: {answer}"
    content = _resolve(described).get("content", {})
    media_type = (answer.headers.get("Content-Type") or "").split(";")[0].strip()
    if not content:
        assert not answer.body, f"{method} {target}: a body nobody described"
        return
    assert media_type in content, f"{method} {target}: media type {media_type!r} is not described"
    if media_type.endswith("json") and method != "HEAD":
        _validate(content[media_type]["schema"], json.loads(answer.body))


def check_event(method, target, name, data):
    """Checks an event of a stream, which the operation must describe."""
    events = _operation(method, target)["responses"]["200"]["content"]["text/event-stream"]["x-events"]
    assert name in events, f"{method} {target}: an event {name!r} that is not described"
    _validate(events[name], data)
