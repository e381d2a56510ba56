# SPDX-License-Identifier: Apache-2.0
"""The npm package: its own tests, and its types, checked by the compiler that browser/ has."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(SOURCE / folder) for folder in ("tests/e2e", "tests/browser")]
import node_packages  # noqa: E402
import not_run  # noqa: E402
import web_test  # noqa: E402

PACKAGE = SOURCE / "bindings/node"
REASON = node_packages.no_node()

# A program that uses the package, for the type checker. A wrong one is marked.
USER = """\
import { Client, FivestarError, type CardRead, type Progress } from "fivestar-client";

async function main(signal: AbortSignal): Promise<void> {
  const client = new Client({ language: "zh", timeout: 10_000 });
  const onProgress = ({ step, index, of }: Progress): void => console.log(step, index / of);
  const card: CardRead = await client.read({ access: { mrz: ["..."] }, waitFor: "next", onProgress, signal });
  const name: string | null | undefined = card.record.holder?.names?.latin;
  const adult: boolean | null | undefined = card.record.holder?.over_18;
  console.log(name, adult, card.verdict === "genuine", (await card.portrait("image/png")).data.length);
  console.log((await card.match({ "holder.names": "Anna" })).fields["holder.names"]?.result);
  for await (const event of client.events({ reader: "desk" })) console.log(event.event, event.card);
  // @ts-expect-error
  await client.read({ waitFor: "ever" });
  // @ts-expect-error
  await client.read({ access: { mrz: "...", scanned: false } });
  // @ts-expect-error
  new FivestarError().code = "no_card";
}
void main(new AbortController().signal);
"""


@not_run.skip_if(REASON)
class Package(unittest.TestCase):
    def test_units(self):
        web_test.run("node", "--test", "test/client.test.mjs", cwd=PACKAGE)

    def test_the_types_export_what_the_package_does(self):
        declared = set(re.findall(r"^export (?:class|const) (\w+)", (PACKAGE / "lib/index.d.ts").read_text(), re.MULTILINE))
        exported = web_test.run("node", "--print", 'JSON.stringify(Object.keys(require("./lib/index.js")))', cwd=PACKAGE)
        self.assertEqual(declared, set(json.loads(exported)))
        named = web_test.run("node", "--input-type=module", "--eval",
                             'import * as all from "./lib/index.js"; console.log(JSON.stringify(Object.keys(all)))', cwd=PACKAGE)
        self.assertLessEqual(declared, set(json.loads(named)))

    def test_types(self):
        with node_packages.alone(web_test.BROWSER):
            if reason := node_packages.fetch_packages(web_test.BROWSER):
                self.skipTest(reason)
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            (folder / "node_modules").mkdir()
            (folder / "node_modules/fivestar-client").symlink_to(PACKAGE)
            (folder / "user.mts").write_text(USER)
            (folder / "user.cts").write_text(USER)
            web_test.run("node", web_test.BROWSER / "node_modules/typescript/bin/tsc", "--noEmit", "--strict", "--exactOptionalPropertyTypes",
                         "--module", "nodenext", "--target", "es2022", "--types", "node", "--typeRoots", web_test.BROWSER / "node_modules/@types",
                         "user.mts", "user.cts", cwd=folder)

    def test_the_package_has_no_dependency_and_the_version_of_the_project(self):
        package = json.loads((PACKAGE / "package.json").read_text())
        self.assertEqual(package["version"], re.search(r"project\(\w+ VERSION ([\d.]+)", (SOURCE / "CMakeLists.txt").read_text())[1])
        self.assertFalse([name for name in package if "ependencies" in name])
        packed = json.loads(subprocess.run(["npm", "pack", "--dry-run", "--json"], cwd=PACKAGE, check=True, capture_output=True, text=True).stdout)
        names = {file["path"] for file in packed[0]["files"]}
        self.assertEqual({name for name in names if "/" not in name}, {"LICENSE", "README.md", "package.json"})
        self.assertEqual({name for name in names if "/" in name}, {f"lib/{path.name}" for path in (PACKAGE / "lib").iterdir()})


if __name__ == "__main__":
    not_run.main()
