# SPDX-License-Identifier: Apache-2.0
"""The contract as the standards see it: every schema against the JSON Schema 2020-12 metaschema (python3-jsonschema),
every reference to something that exists, every request closed, every code explained, and a few answers that must pass and must fail."""

import json
import pathlib
import re
import sys
import unittest

import jsonschema

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "e2e"))
import contract  # noqa: E402

PUBLISHED = json.loads(pathlib.Path(sys.argv.pop(1)).read_text(encoding="utf-8"))
DOCUMENT = contract.strict(PUBLISHED)
REQUESTS = {"ReadBody", "AccessKeys", "MatchRequest", "CrossCheckRequest", "NumberRequest"}
SCHEMAS = DOCUMENT["components"]["schemas"]


def nodes(node):
    """Every object in the document."""
    if isinstance(node, dict):
        yield node
        for child in node.values():
            yield from nodes(child)
    elif isinstance(node, list):
        for child in node:
            yield from nodes(child)


def errors(name, instance, document=None):
    schema = {"$ref": f"#/components/schemas/{name}", "components": (document or DOCUMENT)["components"]}
    return list(jsonschema.Draft202012Validator(schema).iter_errors(instance))


class Contract(unittest.TestCase):
    def test_schemas_follow_the_metaschema(self):
        for schema in SCHEMAS.values():
            jsonschema.Draft202012Validator.check_schema(schema)

    def test_references_lead_somewhere(self):
        for node in nodes(DOCUMENT):
            if "$ref" not in node:
                continue
            target = DOCUMENT
            self.assertTrue(node["$ref"].startswith("#/"))
            for part in node["$ref"][2:].split("/"):
                target = target[part]

    def test_objects_are_closed(self):
        for name, schema in SCHEMAS.items():
            for node in nodes(schema):
                if node.get("type") == "object" and isinstance(node.get("properties"), dict):
                    self.assertIs(node.get("additionalProperties"), False, name)

    def test_requests_are_closed_and_answers_open_for_generators(self):
        for name, schema in PUBLISHED["components"]["schemas"].items():
            for node in nodes(schema):
                if node.get("type") == "object" and isinstance(node.get("properties"), dict):
                    self.assertEqual("additionalProperties" in node, name in REQUESTS, name)

    def test_nothing_is_required_by_a_default(self):
        # openapi-ts/openapi-typescript#1522: a default makes a member required in generated types.
        self.assertFalse([node for node in nodes(PUBLISHED["components"]["schemas"]) if "default" in node and "type" in node])

    def test_members_of_schemas_are_not_referred_to(self):
        for node in nodes(PUBLISHED):
            self.assertNotIn("/properties/", node.get("$ref", ""))

    def test_every_member_and_code_has_a_sentence(self):
        def described(node):
            while "description" not in node and "$ref" in node:
                node = PUBLISHED["components"]["schemas"][node["$ref"].rpartition("/")[2]]
            return node.get("description", "")

        for name, schema in PUBLISHED["components"]["schemas"].items():
            self.assertRegex(described(schema), r"\w", name)
            for node in nodes(schema):
                for member, part in (node.get("properties") or {}).items():
                    self.assertRegex(described(part), r"\w", f"{name}.{member}")
                if "x-enum-descriptions" in node:
                    codes = node.get("x-extensible-enum") or [code for code in node["enum"] if code is not None]
                    self.assertEqual(list(node["x-enum-descriptions"]), codes, name)
                elif "x-extensible-enum" in node:
                    self.assertEqual(node["type"], "integer", f"{name}: codes without sentences")

    def test_events_are_schemas(self):
        for path, method, name in (("/v1/read", "post", "ReadStreamEvent"), ("/v1/events", "get", "ReaderStreamEvent")):
            stream = PUBLISHED["paths"][path][method]["responses"]["200"]["content"]["text/event-stream"]
            told = {choice["properties"]["event"]["const"]: choice["properties"]["data"]
                    for choice in PUBLISHED["components"]["schemas"][name]["oneOf"]}
            self.assertEqual(told, stream["x-events"])

    def test_examples_are_valid(self):
        for name, schema in PUBLISHED["components"]["schemas"].items():
            for node in nodes(schema):
                for example in node.get("examples", []):
                    whole = {**node, "components": DOCUMENT["components"]}
                    self.assertEqual(list(jsonschema.Draft202012Validator(whole).iter_errors(example)), [], name)

    def test_operations_are_complete(self):
        seen = set()
        for path, item in DOCUMENT["paths"].items():
            names = {parameter["name"] for parameter in item.get("parameters", [])}
            for method, operation in item.items():
                if method == "parameters":
                    continue
                self.assertNotIn(operation["operationId"], seen)
                seen.add(operation["operationId"])
                self.assertTrue(operation["summary"])
                self.assertIn("default", operation["responses"])
                here = names | {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
                self.assertEqual(set(re.findall(r"{(\w+)}", path)), {n for n in here if "{" + n + "}" in path})

    def test_bodies_of_serializers_pass(self):
        # pb33f/libopenapi-validator#319: a number without a fraction is an integer. quarkiverse/quarkus-openapi-generator#633: null for
        # an option without a value. The daemon accepts the same (read_body_test.cpp).
        for body in ({"wait_seconds": 1.0}, {"wait_seconds": 0.0}, {"fields": None}, {"access": None, "wait_for": None, "require": None},
                     {"reader": None, "card": None, "wait_seconds": 0, "access": {"can": "123456", "mrz": None}, "fields": None, "require": [],
                      "evidence": False}):
            self.assertEqual(errors("ReadBody", body), [], body)
        for body in ({"wait_seconds": 1.5}, {"access": {"can": None}}, {"access": {"can": "123456", "mrz": "P<"}}, {"require": [None]}):
            self.assertNotEqual(errors("ReadBody", body), [], body)
        self.assertEqual(errors("MatchRequest", {"fields": {"holder.names": None}}), [])
        self.assertEqual(errors("CrossCheckRequest", {"reads": ["a", "b"], "fields": None}), [])

    def test_unknown_members_fail(self):
        health = {"status": "ok", "reasons": [], "version": "1", "pcsc": "connected", "readers": 0,
                  "trust": {"anchors": 0, "skipped": 0, "loaded_at": "2025-12-31T23:59:59Z"}}
        self.assertEqual(errors("Health", health), [])
        self.assertNotEqual(errors("Health", {**health, "more": 1}), [])
        self.assertNotEqual(errors("Health", {**health, "status": "fine"}), [])
        self.assertNotEqual(errors("Health", {**health, "pcsc": "asleep"}), [])

    def test_a_program_accepts_what_is_added_later(self):
        health = {"status": "ok", "reasons": ["new"], "version": "1", "pcsc": "asleep", "readers": 0, "more": 1,
                  "trust": {"anchors": 0, "skipped": 0, "loaded_at": None, "more": 1}}
        self.assertEqual(errors("Health", health, PUBLISHED), [])

    def test_age_bounds_name_their_age(self):
        self.assertEqual(errors("Holder", {"over_18": True, "over_65": None}), [])
        self.assertNotEqual(errors("Holder", {"over_": True}), [])
        self.assertNotEqual(errors("Holder", {"over_018": True}), [])

    def test_one_key_is_one_key(self):
        self.assertEqual(errors("AccessKeys", {"can": "123456"}), [])
        self.assertEqual(errors("AccessKeys", {"document_number": "1", "birth_date": "2", "expiry_date": "3"}), [])
        self.assertNotEqual(errors("AccessKeys", {"can": "123456", "mrz": "x"}), [])


if __name__ == "__main__":
    unittest.main()
