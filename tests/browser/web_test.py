# SPDX-License-Identifier: Apache-2.0
"""The extension, the page's library and the demonstration: types, lint, unit tests, the package as others install it, and pages in a real
Chromium. FIVESTAR_BUILD names the build.

Node's packages are those of browser/package-lock.json."""

import base64
import hashlib
import json
import os
import pathlib
import sys
import tempfile
import unittest
import zipfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(1, str(SOURCE / "tests/e2e"))
import node_packages  # noqa: E402
import not_run  # noqa: E402

BROWSER = SOURCE / "browser"
CHROMIUM = pathlib.Path("/usr/lib/chromium/chromium")


def run(*command, **options):
    return node_packages.run(*command, **{"cwd": BROWSER, **options})


def setUpModule():
    reason = node_packages.no_node()
    if reason is None:
        unittest.enterModuleContext(node_packages.alone(BROWSER))
        reason = node_packages.fetch_packages(BROWSER)
    if reason is not None:
        raise unittest.SkipTest(reason)
    run("node", "build.mjs")


class Sources(unittest.TestCase):
    def test_types(self):
        run("npx", "--no-install", "tsc", "--noEmit", "-p", ".")

    def test_lint(self):
        run("npx", "--no-install", "eslint", ".")

    def test_units(self):
        run("npx", "--no-install", "vitest", "run")

    def test_the_lock_file_names_no_registry(self):
        self.assertNotRegex((BROWSER / "package-lock.json").read_text(), r'"resolved": "\w+://')


class Identity(unittest.TestCase):
    def test_manifests_policy_and_host_name_one_extension(self):
        manifest = json.loads((BROWSER / "extension/manifest.json").read_text())
        # https://developer.chrome.com/docs/extensions/reference/manifest/key: the first half of the hash, in letters from a to p
        digest = hashlib.sha256(base64.b64decode(manifest["chromium"]["key"])).hexdigest()[:32]
        chromium = f"chrome-extension://{digest.translate(str.maketrans('0123456789abcdef', 'abcdefghijklmnop'))}/"
        firefox = manifest["firefox"]["browser_specific_settings"]["gecko"]["id"]
        installed = {name: json.loads((SOURCE / f"packaging/browser/{name}.json").read_text()) for name in ("chromium", "firefox")}
        self.assertEqual(installed["chromium"]["allowed_origins"], [chromium])
        self.assertEqual(installed["firefox"]["allowed_extensions"], [firefox])
        host = (BROWSER / "policy/extension_id.hpp").read_text()
        for name in (chromium, firefox):
            self.assertIn(f'"{name}"', host)
        self.assertIn(f"{firefox}.xpi", (BROWSER / "extension/CMakeLists.txt").read_text())


class Package(unittest.TestCase):
    """The library as others get it: packed, installed from the tarball, imported, and its types used."""

    def test_is_used_from_its_tarball(self):
        with tempfile.TemporaryDirectory(prefix="fivestar-page-") as folder:
            folder = pathlib.Path(folder)
            run("npm", "pack", "--pack-destination", folder, cwd=BROWSER / "page")
            tarball = next(folder.glob("fivestar-page-*.tgz"))
            names = run("tar", "--list", "--file", tarball).split()
            self.assertIn("package/dist/fivestar.js", names)
            self.assertIn("package/dist/types/index.d.ts", names)
            self.assertFalse([name for name in names if "/src/" in name or "/test/" in name])
            (folder / "package.json").write_text('{"private": true, "type": "module"}')
            run("npm", "install", "--offline", "--no-audit", "--no-fund", tarball, cwd=folder)
            printed = run("node", "--input-type=module", "--eval",
                          'import { FivestarError } from "fivestar-page"; console.log(new FivestarError("no_card").text("zh"))', cwd=folder)
            self.assertEqual(printed, "没有卡片\n")
            run("node", "--input-type=module", "--eval", 'import { cvr } from "fivestar-page/vendors"; if (typeof cvr !== "function") throw cvr;',
                cwd=folder)
            (folder / "user.ts").write_text('import { read, type Verdict } from "fivestar-page";\n'
                                            'export const verdict: Promise<Verdict | null> = read({ waitFor: "next" }).then((card) => card.verdict);\n'
                                            '// @ts-expect-error\nvoid read({ waitFor: "ever" });\n')
            run("node", BROWSER / "node_modules/typescript/bin/tsc", "--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "user.ts",
                cwd=folder)


class Option(unittest.TestCase):
    """FIVESTAR_BUILD_EXTENSION, with all programs off."""

    def test_the_extension_is_built_and_installed(self):
        stamp = BROWSER / "node_modules/.fivestar"
        lock = stamp.read_text()
        with tempfile.TemporaryDirectory(prefix="fivestar-extension-") as folder:
            folder = pathlib.Path(folder)
            options = [f"-DFIVESTAR_BUILD_{name}=OFF" for name in ("DAEMON", "DRIVER", "CLIENT", "CLI", "BROWSER", "SCAN", "SIM", "TRUST_UPDATE", "TESTS")]
            run("cmake", "-S", SOURCE, "-B", folder / "build", "-DFIVESTAR_BUILD_EXTENSION=ON", *options)
            run("cmake", "--build", folder / "build", "--target", "browser_extension")
            stamp.write_text(lock)  # npm ci has made the folder anew
            run("cmake", "--install", folder / "build", "--component", "browser", "--prefix", folder / "prefix")
            manifest = json.loads((folder / "prefix/share/chromium/extensions/fivestar/manifest.json").read_text())
            self.assertEqual(manifest["manifest_version"], 3)
            addon = next((folder / "prefix/share/mozilla/extensions").rglob("fivestar@fivestard.invalid.xpi"))
            with zipfile.ZipFile(addon) as archive:
                names = set(archive.namelist())
                identity = json.loads(archive.read("manifest.json"))["browser_specific_settings"]["gecko"]["id"]
            self.assertLessEqual({"background.js", "content.js", "consent.html"}, names)
            self.assertEqual(identity, addon.stem)


@not_run.skip_if(None if CHROMIUM.exists() else "chromium is not installed")
class Chromium(unittest.TestCase):
    def test_pages(self):
        run("node", "--test", "test/chromium.test.mjs")

    def test_front_desk(self):
        run("node", "--test", "test/desk.test.mjs")


if __name__ == "__main__":
    not_run.main()
