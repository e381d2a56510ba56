"""Holds the daemon's answers against its own OpenAPI document, with a validator that is not ours (python3-jsonschema)."""

import json
import warnings

import jsonschema

# The resolver of the version that Debian 12 has; later ones call it deprecated.
warnings.filterwarnings("ignore", category=DeprecationWarning)


class Contract:
    def __init__(self, daemon):
        self.document = daemon.get("/v1/openapi.json").json
        self.resolver = jsonschema.RefResolver("", self.document)

    def resolve(self, node):
        while "$ref" in node:
            _, node = self.resolver.resolve(node["$ref"])
        return node

    def check(self, method, path, answer):
        """`path` is the template, `/v1/reads/{id}`. An answer, status or media type that is not described is an error."""
        operation = self.document["paths"][path][method.lower()]
        responses = operation["responses"]
        described = responses.get(str(answer.status)) or responses.get("default")
        assert described is not None, f"{method} {path}: status {answer.status} is not described: {answer}"
        media_type = (answer.headers.get("Content-Type") or "").split(";")[0].strip()
        content = self.resolve(described).get("content", {})
        if not content:
            assert not answer.body, f"{method} {path}: a body nobody described"
            return
        assert media_type in content, f"{method} {path}: media type {media_type!r} is not described"
        if media_type.endswith("json"):
            jsonschema.Draft202012Validator(content[media_type]["schema"], resolver=self.resolver).validate(
                json.loads(answer.body))
