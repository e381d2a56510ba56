# SPDX-License-Identifier: Apache-2.0
"""tools/apt-repository: apt itself takes packages from what it makes, of its own suite and with the right key alone."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
CONTROL = """Package: {name}
Version: {version}
Architecture: {architecture}
Maintainer: fivestar maintainers <maintainers@example.org>
Description: a package of the test
"""


class Repository(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="fivestar-apt-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        # Below /tmp apt's own user may read nothing otherwise.
        self.folder.chmod(0o755)
        self.repository = self.folder / "repository"
        self.gpg_home = self.folder / "gpg"
        self.gpg_home.mkdir(mode=0o700)
        self.environment = os.environ | {"GNUPGHOME": str(self.gpg_home)}
        self.addCleanup(subprocess.run, ["gpgconf", "--kill", "all"], env=self.environment)
        for address in ("packages@example.org", "stranger@example.org"):
            self.run_command("gpg", "--batch", "--quiet", "--passphrase", "", "--quick-generate-key", address, "ed25519", "sign")

    def run_command(self, *command, **more):
        return subprocess.run([*map(str, command)], check=True, capture_output=True, text=True, env=self.environment, **more).stdout

    def package(self, name, version, architecture="amd64"):
        root = self.folder / f"{name}_{version}"
        (root / "DEBIAN").mkdir(parents=True)
        (root / "DEBIAN" / "control").write_text(CONTROL.format(name=name, version=version, architecture=architecture))
        self.run_command("dpkg-deb", "--root-owner-group", "--build", root, self.folder)
        return self.folder / f"{name}_{version}_{architecture}.deb"

    def add(self, *packages):
        self.run_command(SOURCE / "tools" / "apt-repository", self.repository, "packages@example.org", *packages)

    def apt(self, suite, *command, key="fivestar.asc", architecture="amd64"):
        """apt on a machine that has nothing but this repository."""
        machine = self.folder / f"machine-{suite}"
        for name in ("lists/partial", "cache/archives/partial", "keys"):
            (machine / name).mkdir(parents=True, exist_ok=True)
        (machine / "status").touch()
        (machine / "sources.list").write_text(f"deb [signed-by={self.repository / key}] file://{self.repository} {suite} main\n")
        places = {"Dir::State": machine, "Dir::State::Lists": machine / "lists", "Dir::State::status": machine / "status",
                  "Dir::Cache": machine / "cache", "Dir::Etc::SourceList": machine / "sources.list", "Dir::Etc::SourceParts": "-",
                  "APT::Architecture": architecture, "APT::Architectures": architecture, "APT::Sandbox::User": "root",
                  "APT::Update::Error-Mode": "any"}
        return subprocess.run(["apt-get", "--quiet=2", *(f"--option={name}={place}" for name, place in places.items()), *command],
                              capture_output=True, text=True, env=self.environment, stdin=subprocess.DEVNULL)

    def installs(self, suite, name, **more):
        """The version that apt would install."""
        updated = self.apt(suite, "update", **more)
        self.assertEqual(updated.returncode, 0, updated.stderr)
        planned = self.apt(suite, "--simulate", "install", name, **more)
        self.assertEqual(planned.returncode, 0, planned.stderr)
        return planned.stdout.split("(")[1].split()[0]

    def test_each_suite_has_its_own_packages(self):
        self.add(self.package("fivestard", "0.1.0-1+deb12"), self.package("fivestard", "0.1.0-1+deb13"))
        self.assertEqual(self.installs("bookworm", "fivestard"), "0.1.0-1+deb12")
        self.assertEqual(self.installs("trixie", "fivestard"), "0.1.0-1+deb13")
        self.add(self.package("fivestard", "0.2.0-1+deb12"))
        self.assertEqual(self.installs("bookworm", "fivestard"), "0.2.0-1+deb12")
        self.assertEqual(self.installs("trixie", "fivestard"), "0.1.0-1+deb13")

    def test_architectures(self):
        self.add(self.package("fivestard", "0.1.0-1+deb12", "arm64"), self.package("python3-fivestar", "0.1.0-1+deb12", "all"))
        self.assertEqual(self.installs("bookworm", "fivestard", architecture="arm64"), "0.1.0-1+deb12")
        self.assertEqual(self.installs("bookworm", "python3-fivestar", architecture="arm64"), "0.1.0-1+deb12")

    def test_another_key_is_refused(self):
        self.add(self.package("fivestard", "0.1.0-1+deb12"))
        (self.repository / "stranger.asc").write_text(self.run_command("gpg", "--armor", "--export", "stranger@example.org"))
        refused = self.apt("bookworm", "update", key="stranger.asc")
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("NO_PUBKEY", refused.stdout + refused.stderr)

    def test_a_changed_list_is_refused(self):
        self.add(self.package("fivestard", "0.1.0-1+deb12"))
        packages = self.repository / "dists/bookworm/main/binary-amd64/Packages"
        packages.write_text(packages.read_text().replace("0.1.0", "9.9.9"))
        packages.with_suffix(".gz").unlink()
        self.assertNotEqual(self.apt("bookworm", "update").returncode, 0)

    def test_a_package_of_no_release_is_refused(self):
        done = subprocess.run([SOURCE / "tools" / "apt-repository", self.repository, "packages@example.org", self.package("fivestard", "0.1.0-1")],
                              capture_output=True, text=True, env=self.environment)
        self.assertEqual(done.returncode, 1)
        self.assertIn("names no release of Debian", done.stderr)


if __name__ == "__main__":
    unittest.main()
