# SPDX-License-Identifier: Apache-2.0
"""contract_reference.py [--write] [ROOT]: the reference in docs/API.md is what daemon/api/openapi.json says of members, events and codes. --write
writes it."""

import json
import pathlib
import sys

from project import ROOT

BEGIN = "<!-- Made from daemon/api/openapi.json by tests/checks/contract_reference.py --write -->\n"
END = "<!-- End of what is made -->\n"


class Reference:
    def __init__(self, document):
        self.document = document
        self.schemas = document["components"]["schemas"]

    def description(self, node):
        while "description" not in node and "$ref" in node:
            node = self.schemas[self.name_of(node)]
        return node.get("description", "")

    @staticmethod
    def name_of(node):
        return node.get("$ref", "").rpartition("/")[2]

    def type_of(self, node):
        if "$ref" in node:
            name = self.name_of(node)
            return f"[{name}](#{name.lower()})"
        if "oneOf" in node:
            return " or ".join(dict.fromkeys(self.type_of(choice) for choice in node["oneOf"]))
        kind = node.get("type", "")
        names = kind if isinstance(kind, list) else [kind or f"`{json.dumps(node.get('const'))}`"]
        of = f" of {self.type_of(node['items'])}" if "items" in node and node["items"].get("type") != "object" else ""
        return " or ".join(names) + of

    @staticmethod
    def code_lines(node):
        return [f"- `{code}`: {sentence}" for code, sentence in node.get("x-enum-descriptions", {}).items()]

    def member_rows(self, node, prefix=""):
        """A row for each member, those of unnamed objects and lists below it."""
        for name, part in node.get("properties", {}).items():
            path = f"{prefix}{name}"
            yield f"| `{path}` | {self.type_of(part)} | {self.description(part)} |", (path, part)
            for inner, below in ((part, "."), (part.get("items", {}), "[].")):
                yield from self.member_rows(inner, path + below)
            for choice in part.get("oneOf", []):
                yield from self.member_rows(choice, path + ".")

    def section(self, name, schema):
        lines = [f"#### {name}", "", self.description(schema), ""]
        choices = schema.get("oneOf", [])
        if choices and all("event" in choice.get("properties", {}) for choice in choices):
            lines += ["| event | data | |", "|---|---|---|"]
            for choice in choices:
                event, data = choice["properties"]["event"]["const"], choice["properties"]["data"]
                lines.append(f"| `{event}` | {self.type_of(data)} | {choice['description']} |")
            return [*lines, ""]
        rows, coded = [], []
        for part in [schema, *choices]:
            for row, (path, member) in self.member_rows(part):
                if row not in rows and "| null |" not in row:
                    rows.append(row)
                    coded += [(path, node) for node in (member, member.get("items", {})) if "x-enum-descriptions" in node]
        if rows:
            lines += ["| member | type | |", "|---|---|---|", *rows, ""]
        if "x-enum-descriptions" in schema:
            lines += [*self.code_lines(schema), ""]
        for path, node in coded:
            lines += [f"Codes of `{path}`:", "", *self.code_lines(node), ""]
        return lines

    def text(self):
        lines = ["## Reference", "",
                 f"Every member, event and code of version {self.document['info']['version']} of the contract. Codes may be added, members of answers, too: skip",
                 "those that you do not know.", ""]
        for name, schema in self.schemas.items():
            lines += self.section(name, schema)
        return "\n".join(lines) + "\n"


def expected(root):
    """The whole of docs/API.md as it should be; None if it has no place for the reference."""
    page = (root / "docs/API.md").read_text(encoding="utf-8")
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        return None
    document = json.loads((root / "daemon/api/openapi.json").read_text(encoding="utf-8"))
    return page[:page.index(BEGIN)] + BEGIN + "\n" + Reference(document).text() + "\n" + page[page.index(END):]


def check(root: pathlib.Path) -> list[str]:
    wanted = expected(root)
    if wanted is None:
        return ["docs/API.md: no place for the reference"]
    if wanted != (root / "docs/API.md").read_text(encoding="utf-8"):
        return ["docs/API.md: the reference is not that of daemon/api/openapi.json; run tests/checks/contract_reference.py --write"]
    return []


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--write"]
    tree = pathlib.Path(arguments[0]) if arguments else ROOT
    if "--write" in sys.argv and (page := expected(tree)) is not None:
        (tree / "docs/API.md").write_text(page, encoding="utf-8")
    found = check(tree)
    print("\n".join(found) if found else "the reference of the contract is up to date")
    sys.exit(1 if found else 0)
