# SPDX-License-Identifier: Apache-2.0
"""The checks on small trees with one fault each."""

import json
import pathlib
import re
import subprocess
import tempfile
import unittest

import chip_security
import contract_reference
import document_links
import documented_configuration
import exported_symbols
import include_graph
import licence_lines
import project_speaks_of_itself
import temporaries
import tidy


class Tree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        subprocess.run(["git", "init", "--quiet", self.root], check=True)

    def write(self, **contents: str):
        """Files by name, `__` for a slash, `_cpp` or `_hpp` at the end for the suffix."""
        for name, content in contents.items():
            stem, _, suffix = name.rpartition("_")
            path = self.root / f"{stem.replace('__', '/')}.{suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)


class DocumentLinks(Tree):
    def faults(self, text: str) -> list[str]:
        self.write(README_md=text, docs__API_md="# The API\n## Two `names`: one, [two](../README.md)\n## Same\n## Same\n")
        return document_links.check(self.root)

    def test_files_folders_and_headings_are_good(self):
        self.assertEqual(self.faults("[a](docs/API.md#the-api) [b](docs/) [c](<docs/API.md#same-1>) [d](#top) [e](https://example.org/x)\n"
                                     "[f](docs/API.md#two-names-one-two)\n[g]: docs/API.md\n# Top\n`[no](link)`\n```\n[no](link)\n```\n"), [])

    def test_what_is_not_there_is_found(self):
        for link in ("docs/NONE.md", "API.md", "docs/API.md#none", "#none", "docs/API.md#same-2", "../outside"):
            self.assertEqual(len(self.faults(f"# Top\n[a]({link})\n")), 1, link)
        self.assertEqual(self.faults("[a]: none\n"), ["README.md: no none"])
        self.assertEqual(self.faults("```\n# Code\n```\n[a](#code)\n"), ["README.md: no heading for #code"])


class Temporaries(Tree):
    def faults(self, *lines: str) -> list[str]:
        self.write(daemon__http__one_cpp="awaitable<void> f() {\n" + "\n".join(lines) + "\n}")
        return temporaries.check(self.root)

    def test_what_has_a_name_is_good(self):
        self.assertEqual(self.faults("// co_await send({}) is wrong",
                                     "while (co_await stream.send(std::move(event))) { stream.count(); }",
                                     """const auto text = co_await stream.read("{", '{');""",
                                     "if (!co_await stream.comment()) { co_return; }",
                                     "co_return Reply{Problem{.code = 1}};",
                                     "for (const auto& [name, value] : table) f().g();",
                                     "for (const auto& name : names(a.b().c())) use(name);",
                                     "for (int n : {a().b(), std::size(c)}) use(n);",
                                     "for (int n = a().b(); n < c().d(); ++n) use(n);",
                                     "for (const std::string& name : part.of.a.name) use(name);"), [])

    def test_braces_in_awaited_expressions_are_found(self):
        for line in ("co_await send({.event = name});", "if (!co_await send(Event{1})) { co_return; }",
                     "co_await post([text] { use(text); });", "co_await send(std::string(1, '('),\n Event{1});"):
            self.assertEqual(self.faults(line), ["daemon/http/one.cpp:2: braces in an awaited expression"], line)

    def test_loops_over_parts_of_calls_are_found(self):
        for line in ("for (const auto& name : names().value()) use(name);", "for (auto x : f(a, g())\n->parts) use(x);",
                     "for (const std::string& name : std::move(a).b().c) use(name);",
                     "for (const auto all = f(); auto x : all.g().h) use(x);"):
            self.assertEqual(self.faults(line), ["daemon/http/one.cpp:2: a loop over a part of what a call gave"], line)


class ChipSecurity(unittest.TestCase):
    """The tables of a document, against lists of tests."""

    LISTS = {
        "Doc9303/PaceMatrix.Agrees": ["DH_GM_AES_128_MODP_1024_160", "ECDH_CAM_AES_256_P_521"],
        "Doc9303/ChipAuthenticationMatrix.Agrees": ["ECDH_3DES_brainpoolP320r1"],
        "Doc9303/ActiveAuthenticationMatrix.Verifies": ["RSA_1024_sha1", "ECDSA_P_256_sha224"],
        "Doc9303/PaceWithOpenPace.AsTheChip": ["DH_GM_AES_128_MODP_1024_160"],
        "Doc9303/PaceWithOpenPace.AsTheTerminal": ["DH_GM_AES_128_MODP_1024_160"],
        "Doc9303/ChipAuthenticationWithOpenPace.AsTheChip": [],
        "Doc9303/ChipAuthenticationWithOpenPace.AsTheTerminal": [],
    }
    EMPTY = "".join(f"<!-- table: {table} -->\n\n<!-- end of table -->\n" for table in chip_security.TABLES)

    def test_a_written_document_has_no_differences(self):
        document = chip_security.with_tables(self.EMPTY, self.LISTS)
        self.assertEqual(chip_security.differences(document, self.LISTS), [])
        self.assertIn("| GM | DH | AES-128 | MODP 1024/160 | password, token, subgroup | Appendix G.2, OpenPACE, Python |", document)
        self.assertIn("| CAM | ECDH | AES-256 | P-521 | password, token, curve, infinity, key | Python |", document)

    def test_a_test_more_or_less_is_found(self):
        document = chip_security.with_tables(self.EMPTY, self.LISTS)
        name = "Doc9303/ChipAuthenticationMatrix.Agrees"
        more = self.LISTS | {name: [*self.LISTS[name], "DH_AES_256_MODP_2048_256"]}
        self.assertTrue(any("MODP 2048/256" in line for line in chip_security.differences(document, more)))
        less = self.LISTS | {"Doc9303/PaceWithOpenPace.AsTheTerminal": []}
        self.assertTrue(any("OpenPACE" in line for line in chip_security.differences(document, less)))

    def test_a_line_without_a_witness_is_found(self):
        alone = self.LISTS | {"Doc9303/ActiveAuthenticationMatrix.Verifies": ["RSA_8192_sha1"]}
        document = chip_security.with_tables(self.EMPTY, alone)
        self.assertTrue(any("nobody else" in line for line in chip_security.differences(document, alone)))

    def test_a_document_without_a_place_is_refused(self):
        with self.assertRaises(ValueError):
            chip_security.with_tables("", self.LISTS)


class IncludeGraph(Tree):
    def faults(self) -> list[str]:
        return include_graph.check(self.root)

    def test_arrows_are_transitive(self):
        self.write(crypto__base__bytes_hpp="", crypto__tlv__cursor_hpp='#include "crypto/base/bytes.hpp"\n',
                   crypto__digest_hpp="#include <array>\n", apdu__command_hpp='#include "crypto/base/bytes.hpp"\n',
                   daemon__api__route_hpp='#include "crypto/digest.hpp"\n#include "apdu/command.hpp"\n',
                   client__session_hpp="", cli__main_cpp='#include "client/session.hpp"\n',
                   tests__e2e__all_cpp='#include "client/session.hpp"\n#include "daemon/api/route.hpp"\n#include <openssl/evp.h>\n')
        self.assertEqual(self.faults(), [])

    def test_no_arrow_points_back(self):
        self.write(apdu__command_hpp="", crypto__digest_cpp='#include "apdu/command.hpp"\n')
        self.assertEqual(self.faults(), ["crypto/digest.cpp: crypto may not include apdu/command.hpp"])

    def test_siblings_do_not_see_each_other(self):
        self.write(apdu__command_hpp="", identity__mrz_hpp="", identity__dg1_cpp='  #  include "apdu/command.hpp"\n',
                   apdu__bac_cpp='#include "identity/mrz.hpp"\n')
        self.assertEqual(len(self.faults()), 2)

    def test_the_base_sees_nothing(self):
        self.write(crypto__tlv__cursor_hpp="", crypto__digest_hpp="",
                   crypto__base__text_cpp='#include "crypto/tlv/cursor.hpp"\n#include "crypto/digest.hpp"\n')
        self.assertEqual(len(self.faults()), 2)

    def test_the_client_stands_alone(self):
        self.write(crypto__base__bytes_hpp="", client__session_cpp='#include "crypto/base/bytes.hpp"\n')
        self.assertEqual(len(self.faults()), 1)

    def test_the_simulator_sees_primitives_alone(self):
        self.write(crypto__primitives__digest_hpp="", crypto__primitives__key_derivation_hpp="", crypto__pki__trust_store_hpp="",
                   apdu__command_hpp="", apdu__bac_hpp="", identity__mrz_hpp="",
                   sim__chip_cpp='#include "crypto/primitives/digest.hpp"\n#include "apdu/command.hpp"\n')
        self.assertEqual(self.faults(), [])
        for header in ("crypto/primitives/key_derivation", "crypto/pki/trust_store", "apdu/bac", "identity/mrz"):
            self.write(sim__chip_cpp=f'#include "{header}.hpp"\n')
            self.assertEqual(self.faults(), [f"sim/chip.cpp: sim may not include {header}.hpp"])

    def test_the_simulator_sees_no_more_through_another(self):
        self.write(crypto__primitives__key_derivation_hpp="", crypto__primitives__digest_hpp='#include "crypto/primitives/key_derivation.hpp"\n',
                   sim__chip_cpp='#include "crypto/primitives/digest.hpp"\n')
        self.assertEqual(self.faults(), ["sim/chip.cpp: sim may not include crypto/primitives/key_derivation.hpp "
                                         "(through crypto/primitives/digest.hpp)"])

    def test_the_daemon_has_no_simulator(self):
        self.write(sim__chip_hpp="", demo__main_cpp='#include "sim/chip.hpp"\n')
        self.assertEqual(self.faults(), [])
        self.write(daemon__main_cpp='#include "sim/chip.hpp"\n')
        self.assertEqual(len(self.faults()), 1)

    def test_arrows_inside_the_daemon_point_one_way(self):
        self.write(daemon__http__server_hpp="", daemon__api__routes_hpp="", daemon__reads__store_hpp="", daemon__pcsc__context_hpp="",
                   daemon__readers__slot_hpp="", daemon__reading__read_card_hpp="", daemon__configuration_hpp="",
                   daemon__main_cpp='#include "daemon/api/routes.hpp"\n#include "daemon/pcsc/context.hpp"\n',
                   daemon__api__one_cpp='#include "daemon/http/server.hpp"\n#include "daemon/reads/store.hpp"\n',
                   daemon__reads__one_cpp='#include "daemon/reading/read_card.hpp"\n#include "daemon/configuration.hpp"\n')
        self.assertEqual(self.faults(), [])
        for room, header in (("http", "api/routes"), ("http", "reads/store"), ("reads", "http/server"), ("reads", "api/routes"),
                             ("reading", "reads/store"), ("reading", "http/server"), ("readers", "reading/read_card"),
                             ("readers", "pcsc/context"), ("api", "pcsc/context"), ("policy", "http/server")):
            self.write(**{f"daemon__{room}__back_cpp": f'#include "daemon/{header}.hpp"\n'})
            self.assertEqual(self.faults(), [f"daemon/{room}/back.cpp: daemon/{room} may not include daemon/{header}.hpp"])
            (self.root / f"daemon/{room}/back.cpp").unlink()

    def test_each_folder_of_the_daemon_is_a_room(self):
        self.write(daemon__attic__old_cpp="")
        self.assertEqual(self.faults(), ["daemon/attic/old.cpp: is in no room"])

    def test_includes_begin_at_the_root(self):
        self.write(apdu__command_hpp="", apdu__command_cpp='#include "command.hpp"\n')
        self.assertEqual(self.faults(), ['apdu/command.cpp: "command.hpp" is no file below the root of the tree'])

    def test_every_source_is_in_a_room(self):
        self.write(attic__old_cpp="")
        self.assertEqual(self.faults(), ["attic/old.cpp: is in no room"])

    def test_libraries_have_a_home(self):
        self.write(daemon__pcsc__context_cpp="#include <winscard.h>\n", daemon__http__server_cpp="#include <boost/beast/http.hpp>\n",
                   crypto__digest_cpp="#include <openssl/evp.h>\n")
        self.assertEqual(self.faults(), [])
        self.write(daemon__readers__worker_cpp="#include <winscard.h>\n#include <boost/beast/http.hpp>\n#include <openssl/evp.h>\n")
        self.assertEqual(len(self.faults()), 3)

    def test_openssl_does_not_leave_crypto_in_a_header(self):
        self.write(crypto__owner_hpp="#include <openssl/evp.h>\n", crypto__key_hpp='#include "crypto/owner.hpp"\n',
                   crypto__key_cpp='#include "crypto/key.hpp"\n')
        self.assertEqual(self.faults(), [])
        self.write(identity__sod_cpp='#include "crypto/key.hpp"\n')
        self.assertEqual(self.faults(), ["identity/sod.cpp: crypto/owner.hpp brings OpenSSL's types, which stay inside crypto"])

    def test_beast_is_in_a_handful_of_sources(self):
        self.write(daemon__http__beast_hpp="#include <boost/beast/http.hpp>\n")
        for number in range(include_graph.MOST_SOURCES_WITH_BEAST):
            self.write(**{f"daemon__http__source{number}_cpp": '#include "daemon/http/beast.hpp"\n'})
        self.assertEqual(self.faults(), [])
        self.write(daemon__http__one_more_cpp='#include "daemon/http/beast.hpp"\n')
        self.assertEqual(len(self.faults()), 1)


class ProjectSpeaksOfItself(Tree):
    def test_other_machines_and_unfinished_work_are_found(self):
        self.write(docs__good_md="A network/path, /usr/share, and a method of work.\n")
        self.assertEqual(project_speaks_of_itself.check(self.root), [])
        for text in ("see /" + "work/main", "in ../sha" + "red/x", "// TO" + "DO: later", "FIX" + "ME"):
            self.write(docs__bad_md=f"first line\n{text}\n")
            self.assertEqual(len(project_speaks_of_itself.check(self.root)), 1, text)


class LicenceLines(Tree):
    LINE = "SPDX-License-Identifier: Apache-2.0\n"

    def test_a_missing_line_is_found_and_written(self):
        sources = {"apdu/a.cpp": "int a;\n", "client/a.h": "", "tools/run": "#!/bin/sh\ntrue\n", "apdu/CMakeLists.txt": "project(a)\n",
                   "tests/a.py": '"""Text."""\n'}
        others = {"README.md": "# Title\n", "data.bin": "abc\n", "a.toml": ""}
        for name, text in (sources | others).items():
            (self.root / name).parent.mkdir(exist_ok=True)
            (self.root / name).write_text(text)
        self.assertEqual(sorted(fault.partition(":")[0] for fault in licence_lines.check(self.root)), sorted(sources))
        licence_lines.main(["--write", str(self.root)])
        self.assertEqual(licence_lines.check(self.root), [])
        written = {name: (self.root / name).read_text() for name in sources | others}
        self.assertEqual(written, others | {
            "apdu/a.cpp": f"// {self.LINE}int a;\n", "client/a.h": f"// {self.LINE}", "tools/run": f"#!/bin/sh\n# {self.LINE}true\n",
            "apdu/CMakeLists.txt": f"# {self.LINE}project(a)\n", "tests/a.py": f'# {self.LINE}"""Text."""\n'})

    def test_a_line_further_down_does_not_count(self):
        self.write(apdu__a_cpp=f"int a;\n// {self.LINE}", apdu__b_cpp="// SPDX-License-Identifier: MIT\n")
        self.assertEqual(len(licence_lines.check(self.root)), 2)


class DocumentedConfiguration(Tree):
    def documents(self, contract: str, installed: str, manual: str) -> list[str]:
        (self.root / "docs").mkdir(exist_ok=True)
        (self.root / "packaging/manual").mkdir(parents=True, exist_ok=True)
        (self.root / "docs/API.md").write_text(f"```toml\n{contract}\n```\n")
        (self.root / "packaging/fivestard.toml").write_text(installed)
        (self.root / "packaging/manual/fivestard.toml.5").write_text(manual)
        return documented_configuration.check(self.root)

    def test_a_key_that_one_document_lacks_is_found(self):
        manual = ".SS [policy]\n.BR sha1 , ec_bits\n.SS [[client]]\nuser\n"
        self.assertEqual(self.documents("[policy]\nsha1 = 1", "[policy]\n#sha1 = 1\nec_bits = 2\n", manual), [])
        self.assertEqual(len(self.documents("[policy]\nsha1 = 1\nzone = 2", "[policy]\n#sha1 = 1\n", manual)), 1)
        self.assertEqual(len(self.documents("[client]\nsha1 = 1", "[policy]\n#sha1 = 1\n# rsa = 2\n", manual)), 1)
        self.assertEqual(len(self.documents("", "#[[client]]\n#user = 1\n#sha1 = 2\n", manual)), 1)


class ContractReference(Tree):
    def faults(self, sentence: str, page: str) -> list[str]:
        (self.root / "docs").mkdir(exist_ok=True)
        (self.root / "daemon/api").mkdir(parents=True, exist_ok=True)
        card = {"type": "object", "description": "A card.", "properties": {"id": {"type": "string", "description": sentence}}}
        document = {"info": {"version": "1.0.0"}, "components": {"schemas": {"Card": card}}}
        (self.root / "daemon/api/openapi.json").write_text(json.dumps(document))
        (self.root / "docs/API.md").write_text(page)
        return contract_reference.check(self.root)

    def test_a_sentence_that_was_not_written_down_is_found(self):
        empty = f"# Contract\n{contract_reference.BEGIN}{contract_reference.END}"
        self.assertEqual(len(self.faults("Random.", empty)), 1)
        page = contract_reference.expected(self.root)
        self.assertIn("| `id` | string | Random. |", page)
        self.assertEqual(self.faults("Random.", page), [])
        self.assertEqual(len(self.faults("Derived.", page)), 1)
        self.assertEqual(len(self.faults("Random.", "# Contract\n")), 1)


class ExportedSymbols(Tree):
    def test_library_and_header_must_agree(self):
        self.write(client__interface_h="""#define FIVESTAR_API visible
/* FIVESTAR_API void not_this(void); */
typedef int (*callback)(void* context);
FIVESTAR_API int first(const char* text,
                       callback call);
FIVESTAR_API const char* second(void);
int internal(void);
""")
        declared = exported_symbols.declared_in(str(self.root / "client/interface.h"))
        self.assertEqual(declared, {"first", "second"})
        self.assertEqual(exported_symbols.faults({"first", "second"}, declared, None), [])
        self.assertEqual(len(exported_symbols.faults({"first", "internal"}, declared, None)), 2)
        self.assertEqual(len(exported_symbols.faults(set(), declared, None)), 1)
        self.assertEqual(exported_symbols.faults({"IFDHControl"}, None, "IFDH"), [])
        self.assertEqual(len(exported_symbols.faults({"IFDHControl", "other"}, None, "IFDH")), 1)


class Tidy(Tree):
    def test_faults_of_own_files_are_found_and_no_others(self):
        fault = "inline bool is_{}(const char* text) {{ return text == nullptr || text == 0; }}\n"
        self.write(crypto__own_hpp=fault.format("own"), foreign__theirs_hpp=fault.format("theirs"),
                   crypto__source_cpp='#include "own.hpp"\n#include <theirs.hpp>\n' + fault.format("source"))
        # If told to report system headers, too, clang-tidy ignores the plug-in.
        command = tidy.check(tidy.build_plugin(self.root), "--checks=-*,modernize-use-nullptr", "--header-filter=.*", "--system-headers",
                             str(self.root / "crypto/source.cpp"), "--", "-isystem", str(self.root / "foreign"))
        found = subprocess.run(command, capture_output=True, text=True)
        places = re.findall(r"/(\w+\.\w+:\d+):\d+: warning: use nullptr", found.stdout)
        self.assertEqual(places, ["own.hpp:1", "source.cpp:3"], found.stdout + found.stderr)


if __name__ == "__main__":
    unittest.main()
