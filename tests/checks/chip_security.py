# SPDX-License-Identifier: Apache-2.0
"""chip_security.py [--write] TEST_PROGRAM...: the tables of docs/CHIP_SECURITY.md list exactly the combinations
that the tests run. The lists come from the tests; --write writes the tables."""

import pathlib
import subprocess
import sys

from project import ROOT

sys.path.insert(0, str(ROOT / "tests" / "oracle"))
import signatures  # noqa: E402
import suite  # noqa: E402

DOCUMENT = ROOT / "docs" / "CHIP_SECURITY.md"
TABLES = ("pace", "chip authentication", "active authentication")

# The worked examples, by the test of the same combination.
EXAMPLES = {
    "pace": {"ECDH_GM_AES_128_brainpoolP256r1": "Appendix G.1, BSI", "DH_GM_AES_128_MODP_1024_160": "Appendix G.2",
             "ECDH_IM_AES_128_brainpoolP256r1": "Appendix H.1", "DH_IM_AES_128_MODP_1024_160": "Appendix H.2",
             "ECDH_CAM_AES_128_brainpoolP256r1": "Appendix I"},
    "chip authentication": {"ECDH_AES_128_brainpoolP256r1": "BSI", "DH_AES_128_MODP_1024_160": "BSI"},
    "active authentication": {"RSA_1024_sha1": "Appendix F"},
}
CIPHERS = ("3DES", "AES_128", "AES_192", "AES_256")
ON_CURVE, IN_SUBGROUP = "curve, infinity", "subgroup"


def listed(program: str, test: str) -> list[str]:
    """The names of a test's parameters, as the program lists them."""
    lines = subprocess.run([program, "--gtest_list_tests"], check=True, capture_output=True, text=True).stdout.splitlines()
    group, _, name = test.partition(".")
    found, inside = [], False
    for line in lines:
        if not line.startswith(" "):
            inside = line.split("#")[0].strip() == group + "."
        elif inside and line.strip().startswith(name + "/"):
            found.append(line.split("#")[0].strip().removeprefix(name + "/"))
    return found


def oracle() -> dict[str, set[str]]:
    """The combinations of the Python oracle, by the names of the tests."""
    agreements = {parameter: "ECDH" if group.on_curve else "DH" for parameter, group in suite.GROUPS.items()}
    return {
        "pace": {one.name for one in suite.all_suites()},
        "chip authentication": {f"{agreements[parameter]}_{cipher}_{suite.GROUP_NAMES[parameter]}"
                                for parameter in suite.GROUPS for cipher in CIPHERS},
        "active authentication": {f"RSA_{bits}_{digest}" for bits, digest in signatures.active_authentication_rsa()}
        | {f"ECDSA_{suite.GROUP_NAMES[parameter]}_{digest}"
           for parameter, digest in signatures.active_authentication_ecdsa()},
    }


def split(name: str) -> tuple[str, str, str]:
    """`ECDH_GM_AES_128_P_256`: the part before the cipher, the cipher, the group."""
    cipher = next(cipher for cipher in CIPHERS if f"_{cipher}_" in name)
    before, after = name.split(f"_{cipher}_")
    return before, cipher.replace("_", "-"), after.replace("P_", "P-").replace("MODP-", "MODP ").replace("_", "/")


def row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def pace_row(name: str, witness: str) -> str:
    before, cipher, group = split(name)
    agreement, mapping = before.split("_")
    refused = ["password", "token", ON_CURVE if agreement == "ECDH" else IN_SUBGROUP]
    if mapping == "CAM":
        refused.append("key")
    return row(mapping, agreement, cipher, group, ", ".join(refused), witness)


def chip_authentication_row(name: str, witness: str) -> str:
    agreement, cipher, group = split(name)
    return row(agreement, cipher, group, f"key, {ON_CURVE if agreement == 'ECDH' else IN_SUBGROUP}", witness)


def active_authentication_row(name: str, witness: str) -> str:
    kind, *middle, digest = name.split("_")
    forms = {"RSA_sha1": "BC, 33CC; as it is, or the smaller", "RSA": "CC; as it is, or the smaller", "ECDSA": "plain, DER"}
    refused = "key, challenge, form" + (", trailer" if kind == "RSA" else ", other hash")
    return row(kind, "-".join(middle), digest, forms.get(f"{kind}_{digest}", forms[kind]), refused, witness)


HEADINGS = {
    "pace": ("mapping", "agreement", "cipher", "group", "refused", "outside witness"),
    "chip authentication": ("agreement", "cipher", "group", "refused", "outside witness"),
    "active authentication": ("kind", "key", "hash function", "forms", "refused", "outside witness"),
}
ROWS = {"pace": pace_row, "chip authentication": chip_authentication_row, "active authentication": active_authentication_row}
MATRICES = {
    "pace": "Doc9303/PaceMatrix.Agrees",
    "chip authentication": "Doc9303/ChipAuthenticationMatrix.Agrees",
    "active authentication": "Doc9303/ActiveAuthenticationMatrix.Verifies",
}
OPENPACE = {
    "pace": ("Doc9303/PaceWithOpenPace.AsTheChip", "Doc9303/PaceWithOpenPace.AsTheTerminal"),
    "chip authentication": ("Doc9303/ChipAuthenticationWithOpenPace.AsTheChip",
                            "Doc9303/ChipAuthenticationWithOpenPace.AsTheTerminal"),
    "active authentication": (),
}


Lists = dict[str, list[str]]  # of each test, the names of its parameters


def render(table: str, lists: Lists) -> str:
    with_openpace = [set(lists[test]) for test in OPENPACE[table]]
    with_oracle = oracle()[table]
    names = lists[MATRICES[table]]
    lines = [f"{len(names)} combinations.", "", row(*HEADINGS[table]), row(*["---"] * len(HEADINGS[table]))]
    for name in names:
        witnesses = [EXAMPLES[table][name]] if name in EXAMPLES[table] else []
        if with_openpace and all(name in names for names in with_openpace):
            witnesses.append("OpenPACE")
        if name in with_oracle:
            witnesses.append("Python")
        lines.append(ROWS[table](name, ", ".join(witnesses) or "none"))
    return "\n".join(lines)


def put(document: str, table: str, content: str) -> str:
    begin, end = f"<!-- table: {table} -->\n", "\n<!-- end of table -->"
    before, _, rest = document.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"no place for the table '{table}'")
    return before + begin + content + end + after


def with_tables(document: str, lists: Lists) -> str:
    for table in TABLES:
        document = put(document, table, render(table, lists))
    return document


def differences(document: str, lists: Lists) -> list[str]:
    """Empty if the document agrees with the tests, and each line has a witness."""
    wanted = with_tables(document, lists)
    alone = [f"{line}: nobody else says so" for line in wanted.splitlines() if line.endswith("| none |")]
    there, should = set(document.splitlines()), set(wanted.splitlines())
    moved = ["lines in another order"] if document != wanted and there == should else []
    return [*alone, *moved, *(f"- {line}" for line in sorted(there - should)), *(f"+ {line}" for line in sorted(should - there))]


def main() -> int:
    programs = [argument for argument in sys.argv[1:] if argument != "--write"]
    tests = [*MATRICES.values(), *(test for tests in OPENPACE.values() for test in tests)]
    lists = {test: [name for program in programs for name in listed(program, test)] for test in tests}
    empty = [test for test in MATRICES.values() if not lists[test]]
    if empty:
        print("the programs list nothing of " + ", ".join(empty))
        return 1
    written = DOCUMENT.read_text(encoding="utf-8")
    if "--write" in sys.argv:
        DOCUMENT.write_text(with_tables(written, lists), encoding="utf-8")
        return 0
    found = differences(written, lists)
    print("\n".join([f"docs/{DOCUMENT.name} differs from the tests:", *found] if found else ["the tables are those of the tests"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
