# SPDX-License-Identifier: Apache-2.0
"""package_test.py BUILD: the life of the Debian packages, from a release build to purge, in a clean Debian: lintian, install,
start under the real unit, reads through pcscd, polkit, pcscd closed to others, upgrade, removal, purge. Needs root."""

import gzip
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import clean_root
import compat_files
import old_package
import operations
import packages
import trust_update
from packages import field

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(SOURCE / "tests" / folder) for folder in ("e2e", "checks")]
import document_links  # noqa: E402
import not_run  # noqa: E402
import people  # noqa: E402: the tests of the running daemon know whom the simulated cards are of
BUILD = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else SOURCE / "build" / "release"
WORST_EXPOSURE = 8  # tenths, as systemd-analyze security --threshold has them
WORST_EXPOSURE_ON_LOOPBACK = 12  # of a unit that cannot have PrivateNetwork, because it serves 127.0.0.1
MADE_BY_DEPENDENCIES = ("etc/hosts", "etc/ssl/certs/", "etc/ca-certificates.conf", "etc/timezone", "etc/localtime")
GRANTED, STRANGER = "pms", "stranger"
OTHER_ACTION = "org.debian.other.action"
PCSC_ACTIONS = ["org.debian.pcsc-lite.access_pcsc", "org.debian.pcsc-lite.access_card"]
# The actions of pcscd as version 2 installs them, and one of others: yes for the active session of a seat, else no.
POLICY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE policyconfig PUBLIC "-//freedesktop//DTD PolicyKit Policy Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/PolicyKit/1/policyconfig.dtd">
<policyconfig>
""" + "".join(f"""<action id="{action}"><description>d</description><message>m</message><defaults>
<allow_any>no</allow_any><allow_inactive>no</allow_inactive><allow_active>yes</allow_active></defaults></action>
""" for action in [*PCSC_ACTIONS, OTHER_ACTION]) + "</policyconfig>\n"


class Packages(unittest.TestCase):
    """The tests run in the order of their numbers; each continues from the state that the previous one left."""

    @classmethod
    def setUpClass(cls):
        if os.geteuid() != 0:
            raise unittest.SkipTest("packages are installed in a Debian of their own: needs root")
        if reason := not_run.no_namespaces(*clean_root.NAMESPACES):
            raise unittest.SkipTest(reason)
        if reason := clean_root.no_archive():
            raise unittest.SkipTest(reason)
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="fivestar-package-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.first = packages.make(BUILD, cls.folder / "first")
        cls.second = packages.make(BUILD, cls.folder / "second", 2)
        cls.root = clean_root.CleanRoot(cls.folder)
        cls.addClassCleanup(cls.root.close)

    def test_01_lintian_finds_no_error(self):
        self.assertEqual(sorted(self.first), sorted(packages.NAMES))
        summaries = {field(package, "Description").splitlines()[0] for package in self.first.values()}
        self.assertEqual(len(summaries), len(packages.NAMES))
        checked = subprocess.run(["lintian", "--allow-root", "--fail-on", "error", "--info", *self.first.values()],
                                 capture_output=True, text=True)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_01_the_version_tells_the_release_of_debian(self):
        release = platform.freedesktop_os_release()["VERSION_ID"]
        for package in self.first.values():
            self.assertRegex(packages.field(package, "Version"), rf"^[0-9.]+-1\+deb{release}$")

    def test_02_manual_pages_name_every_command_and_option(self):
        programs = {"daemon/fivestard": ("fivestard", "8/fivestard.8"), "cli/fivestarctl": ("fivestard", "1/fivestarctl.1"),
                    "browser/localhost/fivestar-localhost": ("fivestar-browser", "8/fivestar-localhost.8"),
                    "scan/fivestar-scan": ("fivestar-scan", "8/fivestar-scan.8"), "sim/fivestar-sim": ("fivestar-sim", "1/fivestar-sim.1"),
                    "trust_update/fivestar-trust-update": ("fivestar-trust-update", "8/fivestar-trust-update.8")}
        for program, (package, page) in programs.items():
            with self.subTest(program):
                text = gzip.open(self.unpacked(package) / f"usr/share/man/man{page}.gz", "rt").read()
                text = re.sub(r"\\f[A-Z]", "", text.replace("\\-", "-"))
                helped = [self.help_of(program)]
                commands = re.findall(r"^  ([a-z][a-z-]*) ", helped[0].partition("Subcommands:")[2], re.MULTILINE)
                helped += [self.help_of(program, command) for command in commands]
                options = {name for one in helped for name in re.findall(r"^ +(?:-\w,)?(--[a-z0-9-]+)", one, re.MULTILINE)}
                self.assertTrue(options)
                for name in options | set(commands):
                    self.assertRegex(text, rf"(?<![\w-]){name}(?![\w-])")

    def test_02_a_program_in_c_is_built_with_what_pkg_config_says(self):
        root = self.unpacked("libfivestar0", "libfivestar-dev")
        found = next(root.rglob("fivestar.pc")).parent
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "fivestar"], check=True, capture_output=True, text=True,
                               env={**os.environ, "PKG_CONFIG_LIBDIR": str(found), "PKG_CONFIG_SYSROOT_DIR": str(root)})
        program = root / "program"
        (root / "program.c").write_text("#include <fivestar.h>\n#include <stdio.h>\n"
                                        "int main(void) { puts(fivestar_error_name(FIVESTAR_UNREACHABLE)); return 0; }\n")
        subprocess.run(["cc", "-Wall", "-Werror", "-o", program, root / "program.c", *flags.stdout.split()], check=True)
        said = subprocess.run([program], check=True, capture_output=True, text=True, env={"LD_LIBRARY_PATH": str(found.parent)})
        self.assertEqual(said.stdout, "unreachable\n")

    def test_02_every_link_of_every_document_leads_to_a_file_of_its_package(self):
        for name in packages.NAMES:
            with self.subTest(name):
                folder = self.unpacked(name) / "usr/share/doc" / name
                self.assertTrue(folder.is_dir())
                self.assertEqual(document_links.check(folder), [])
                for empty in (path for path in folder.rglob("*") if path.is_dir()):
                    self.assertTrue(any(empty.iterdir()), empty)
        manual = " ".join(gzip.open(page, "rt").read() for page in self.unpacked(*packages.NAMES).rglob("man/man*/*.gz"))
        named = set(re.findall(r"/usr/share/doc/[\w./-]*\w", manual.replace("\\-", "-")))
        self.assertTrue(named)
        for path in named:
            self.assertTrue((self.unpacked(*packages.NAMES) / path[1:]).exists(), path)

    def test_02_a_plug_in_is_compiled_with_the_installed_header(self):
        include = self.unpacked("libfivestar-dev") / "usr/include"
        subprocess.run(["cc", "-Wall", "-Werror", "-shared", "-fPIC", f"-I{include}", "-xc", "-", "-o", os.devnull], check=True, text=True,
                       input="#include <fivestar/wlt_plugin.h>\n"
                             "int fivestar_wlt_decode(const uint8_t* wlt, uint8_t* pixels) { return wlt == pixels; }\n")

    def test_02_programs_at_counters_find_their_libraries(self):
        work = self.folder / "compat"
        work.mkdir()
        compat_files.check(self, self.unpacked("fivestar-compat"), work)

    def unpacked(self, *names):
        """A folder with the files of these packages."""
        root = self.folder / "unpacked" / "+".join(names)
        if not root.exists():
            root.mkdir(parents=True)
            for name in names:
                subprocess.run(["dpkg-deb", "--extract", self.first[name], root], check=True)
        return root

    @staticmethod
    def help_of(program, *command):
        return subprocess.run([BUILD / program, *command, "--help"], check=True, capture_output=True, text=True).stdout

    def test_03_a_clean_debian_starts(self):
        self.root.bootstrap(self.first.values())
        self.root.boot()
        self.root.run("useradd", GRANTED)
        self.root.run("useradd", STRANGER)
        type(self).before = self.state()

    def state(self):
        accounts = [sorted(self.root.read(f"etc/{name}").splitlines()) for name in ("passwd", "group", "shadow", "gshadow")]
        return self.root.files(), accounts

    def install(self, files):
        for file in files.values():
            shutil.copy(file, self.root.path / "var/cache")
        self.root.run("apt-get", "--yes", "-o", "APT::Install-Recommends=true", "install",
                      *(f"/var/cache/{file.name}" for file in files.values()))

    def test_04_apt_installs_them_and_the_service_runs(self):
        self.install(self.first)
        self.root.run("apt-get", "--yes", "install", "opensc")
        for unit in ("fivestard.service", "fivestard.socket"):
            self.assertEqual(self.root.run("systemctl", "is-active", unit).strip(), "active")
            self.assertEqual(self.root.run("systemctl", "is-enabled", unit).strip(), "enabled")
        self.assertEqual(self.root.run("stat", "--format=%a %U %G", "/run/fivestard/fivestard.sock").strip(), "660 root fivestar")
        self.assertIn('"pcsc":"connected"', self.root.run("fivestarctl", "--json", "health"))

    def test_05_the_units_are_sound_and_tight(self):
        for unit in ("fivestard.service", "fivestard.socket", "fivestar-metrics.service", "fivestar-metrics.timer", "fivestar-scan@desk.service",
                     "fivestar-localhost.service", *trust_update.UNITS):
            verified = self.root.try_run("systemd-analyze", "verify", "--man=no", unit)
            self.assertEqual((verified.returncode, verified.stdout, verified.stderr), (0, "", ""))
        for unit, worst in (("fivestard.service", WORST_EXPOSURE), ("fivestar-scan@.service", WORST_EXPOSURE),
                            ("fivestar-localhost.service", WORST_EXPOSURE_ON_LOOPBACK)):
            self.root.run("systemd-analyze", "security", "--offline=yes", f"--threshold={worst}", f"/lib/systemd/system/{unit}")
        status = dict(line.split(":\t", 1) for line in self.root.run("cat", f"/proc/{self.main_process()}/status").splitlines())
        self.assertEqual(status["CapBnd"], "0" * 16)
        self.assertEqual((status["NoNewPrivs"], status["Seccomp"]), ("1", "2"))
        self.assertEqual(status["Uid"].split()[0], self.root.run("id", "--user", "fivestar").strip())
        limits = self.root.run("cat", f"/proc/{self.main_process()}/limits")
        self.assertRegex(limits, r"Max core file size +0 +0")
        threads = self.root.run("ps", "-L", "--format=nice=", "--pid", self.main_process()).split()
        self.assertEqual(set(threads), {"0"})
        # systemd is asked for the limit of locked memory, because the kernel of the tests may allow less.
        self.assertEqual(self.root.run("systemctl", "show", "--property=LimitMEMLOCK", "--value", "fivestard").strip(), "67108864")

    def main_process(self):
        return self.root.run("systemctl", "show", "--property=MainPID", "--value", "fivestard").strip()

    def test_05_udev_takes_every_line_of_the_rules(self):
        """Debian 12's pcscd has no own group; udev reports that and leaves the device to root."""
        tested = self.root.try_run("udevadm", "test", "/devices/virtual/mem/null")
        said = [line for line in (tested.stdout + tested.stderr).splitlines() if "60-fivestar-samv.rules" in line]
        self.assertTrue(any("Reading rules file" in line for line in said), tested)
        self.assertEqual([line for line in said if "Reading rules file" not in line and "Unknown group 'pcscd'" not in line], [])

    def test_06_the_configuration_is_good_and_so_is_every_example_in_it(self):
        for program, path in (("fivestard", "/usr/share/fivestard/fivestard.toml"), ("fivestar-scan", "/usr/share/fivestar-scan/scan.toml"),
                              ("fivestar-localhost", "/usr/share/fivestar-browser/localhost.toml"),
                              ("fivestar-trust-update", "/usr/share/fivestar-trust-update/trust-update.toml")):
            self.root.run(program, "--check-config")
            self.root.run(program, "--check-config", "--config", path)
            text = self.root.read(path)
            self.root.write("/var/tmp/examples.toml", re.sub(r"^#(?=\w+ = |\[)", "", text, flags=re.MULTILINE))
            self.root.run(program, "--check-config", "--config", "/var/tmp/examples.toml")

    def test_06_a_scanner_waits_for_its_device(self):
        """Under its real unit, as its own user. It says so, and ends when it is stopped."""
        self.root.write("/etc/fivestard/scan.toml", '[[scanner]]\nname = "desk"\ndevice = "/dev/ttyUSB0"\nkind = "serial"\n')
        self.root.run("systemctl", "start", "fivestar-scan@desk")
        self.root.until(lambda: "waiting for it" in self.root.run("journalctl", "-u", "fivestar-scan@desk"), "a message")
        process = self.root.run("systemctl", "show", "--property=MainPID", "--value", "fivestar-scan@desk").strip()
        status = dict(line.split(":\t", 1) for line in self.root.run("cat", f"/proc/{process}/status").splitlines())
        self.assertEqual((status["CapBnd"], status["NoNewPrivs"], status["Seccomp"]), ("0" * 16, "1", "2"))
        self.assertEqual(status["Uid"].split()[0], self.root.run("id", "--user", "fivestar-scan").strip())
        self.root.run("sh", "-c", "fivestar-scan --udev-rules >/etc/udev/rules.d/71-fivestar-scan.rules")
        tested = self.root.try_run("udevadm", "test", "/devices/virtual/mem/null")
        said = [line for line in (tested.stdout + tested.stderr).splitlines() if "71-fivestar-scan.rules" in line]
        self.assertEqual([line for line in said if "Reading rules file" not in line], [])
        self.root.run("systemctl", "stop", "fivestar-scan@desk")
        self.assertEqual(self.root.run("systemctl", "show", "--property=Result", "--value", "fivestar-scan@desk").strip(), "success")

    def test_07_a_program_that_is_granted_it_reads_a_card(self):
        """With a simulated card, and the real pcscd, sandbox of the unit and group of the socket."""
        self.root.run("fivestar-sim", "pki", "--out", "/var/tmp/pki")
        self.root.run("sh", "-c", "cp /var/tmp/pki/csca/* /etc/fivestard/trust; cp /var/tmp/pki/crl/* /etc/fivestard/crl")
        self.configure("desk", f"""
[[client]]
name = "hotel-desk"
user = "{GRANTED}"
fields = ["document.type", "portrait", "verification"]
""")
        self.root.run("usermod", "--append", "--groups", "fivestar", GRANTED)
        self.root.run("systemctl", "reload", "fivestard")
        type(self).card = self.root.start("fivestar-sim", "card", "--persona", "passport", "--vpcd", "127.0.0.1:35963")
        self.addClassCleanup(self.root.end, self.card)
        self.wait_for_reader("card")
        self.read_passport()
        self.find_in_the_journal()

    def configure(self, name, text):
        self.root.write(f"/etc/fivestard/fivestard.d/{name}.toml", text)

    def find_in_the_journal(self):
        """The audit entry of the read in the real journal, searched as OPERATIONS.md says."""
        def found():
            said = self.root.run("journalctl", "-t", "fivestard", "--output=json", "FIVESTAR_OUTCOME=answered", "FIVESTAR_CLIENT=hotel-desk",
                                 "FIVESTAR_FIELD=document.type", "FIVESTAR_REQUEST=POST /v1/read")
            return [json.loads(line) for line in said.splitlines()]
        self.root.until(found, "the read's audit entry")
        entry = found()[0]
        self.assertEqual((entry["_SYSTEMD_UNIT"], entry["_TRANSPORT"], entry["PRIORITY"]), ("fivestard.service", "journal", "6"))
        self.assertEqual(entry["_UID"], self.root.run("id", "--user", "fivestar").strip())
        self.assertEqual(entry["FIVESTAR_PEER_UID"], self.root.run("id", "--user", GRANTED).strip())
        self.assertEqual(set(entry["FIVESTAR_FIELD"]), {"document.type", "portrait", "verification"})
        self.assertIn(entry["FIVESTAR_READER"], self.root.run("fivestarctl", "readers", user=GRANTED))
        everything = self.root.run("journalctl", "-t", "fivestard", "--output=export")
        self.assertIn("MESSAGE_ID=" + entry["MESSAGE_ID"], everything)
        for personal in ("SP1234567", "19850716", "1985-07-16", "ANNA"):
            self.assertNotIn(personal, everything)

    def wait_for_reader(self, state):
        def there():
            listing = self.root.try_run("fivestarctl", "readers", user=GRANTED)
            return any(line.split()[1] == state for line in listing.stdout.splitlines() if len(line.split()) > 1)
        self.root.until(there, f"a reader with state {state}")

    def zone_of_passport(self):
        personas = json.loads(self.root.run("fivestar-sim", "--personas", "--json"))
        return "\n".join(next(one["mrz"] for one in personas if one["name"] == "passport"))

    def read_passport(self):
        done = self.root.try_run("fivestarctl", "--json", "read", "--mrz", "-", user=GRANTED, stdin=None, input=self.zone_of_passport())
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        answer = json.loads(done.stdout)
        self.assertEqual(answer["record"]["document"], {"type": answer["record"]["document"]["type"]})
        self.assertEqual(answer["verification"]["verdict"], "genuine")

    def test_07_the_first_program_of_the_python_package_reads_a_card(self):
        """As its README has it."""
        readme = self.root.read("usr/share/doc/python3-fivestar/README.md")
        self.root.write("/var/tmp/first.py", re.search(r"```python\n(.*?)```", readme, re.DOTALL)[1])
        done = self.root.try_run("sh", "-c", "mkdir /var/tmp/desk && cd /var/tmp/desk && exec python3 -I ../first.py", user=GRANTED, stdin=None,
                                 input=self.zone_of_passport())
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r" 1/\d+\n")
        self.assertEqual(done.stdout.splitlines()[-1], "genuine None None")  # names are not granted
        self.assertEqual(self.root.run("stat", "--format=%a %U", "/var/tmp/desk/portrait.jpg").strip(), f"600 {GRANTED}")
        said = self.root.run("python3", "-c", "import importlib.metadata, fivestar; print(importlib.metadata.version('fivestar'), fivestar.__version__)")
        self.assertEqual(*said.split())

    def answer_of_host(self, shell):
        """What fivestar-browser-host tells a page about its readers, if this shell starts it as a browser would."""
        request = '{"id":1,"op":"status","origin":"https://pms.example"}'
        manifests = [self.root.read(f"/etc/{folder}/native-messaging-hosts/fivestar.browser.json") for folder in ("chromium", "opt/chrome")]
        self.assertEqual(manifests[0], manifests[1])
        identity = json.loads(manifests[0])["allowed_origins"][0]
        size = "".join(f"\\{octet:03o}" for octet in len(request).to_bytes(4, sys.byteorder))
        # The end of its input would cancel the request.
        self.root.write("/var/tmp/browser.sh", f"{{ printf '{size}{request}'; sleep 2; }} | {{ fivestar-browser-host {identity}; true; }} | tail -c +5\n")
        return json.loads(self.root.run(shell, "/var/tmp/browser.sh", user=STRANGER))["data"]

    def test_08_a_page_asks_within_its_policy(self):
        """The user of the browser has no grant, and may not open the socket."""
        self.assertEqual(self.root.run("stat", "--format=%a %U %G", "/usr/bin/fivestar-browser-host").strip(), "2755 root fivestar-browser")
        self.assertEqual(self.root.run("fivestar-browser-host", "--check-config"), "no origin may read cards\n")
        self.assertEqual(self.answer_of_host("/usr/bin/dash")["code"], "caller_refused")
        example = self.root.read("/usr/share/doc/fivestar-browser/examples/policy.toml")
        self.root.write("/etc/fivestard/browser.d/pms.toml", example)
        self.assertEqual(self.root.run("fivestar-browser-host", "--check-config"), "https://pms.example.cn: asks\n")
        self.root.write("/etc/fivestard/browser.d/pms.toml", 'browsers = ["/usr/bin/dash"]\n' + example.replace("pms.example.cn", "pms.example"))
        self.assertEqual(self.answer_of_host("/usr/bin/dash")["code"], "not_granted")
        client = re.sub(r"^#     ", "", re.search(r"(#     .*\n)+(?=\n\[\[origin)", example)[0], flags=re.MULTILINE)
        self.configure("pages", client)
        self.root.run("systemctl", "reload", "fivestard")
        self.assertIn("card", [reader["state"] for reader in self.answer_of_host("/usr/bin/dash")["readers"]])
        self.assertEqual(self.answer_of_host("/usr/bin/bash")["code"], "caller_refused")
        self.assertNotEqual(self.root.try_run("fivestarctl", "readers", user=STRANGER).returncode, 0)

    def answer_of_localhost(self, origin):
        """Head and body of fivestar-localhost's answer to any program of this machine that sends this origin."""
        request = rf"GET /readcard HTTP/1.1\r\nHost: 127.0.0.1:19196\r\nOrigin: {origin}\r\n\r\n"
        script = f"exec 3<>/dev/tcp/127.0.0.1/19196 && printf '{request}' >&3 && cat <&3"
        return self.root.run("bash", "-c", script, user=STRANGER).partition("\n\n")

    def found_by_doctor(self):
        return [finding["code"] for finding in json.loads(self.root.try_run("fivestarctl", "--json", "doctor").stdout)["findings"]]

    def test_08_old_pages_are_answered_only_when_root_says_so(self):
        self.assertEqual(self.root.try_run("systemctl", "is-enabled", "fivestar-localhost").stdout.strip(), "disabled")
        self.assertEqual(self.root.try_run("systemctl", "is-active", "fivestar-localhost").stdout.strip(), "inactive")
        self.assertEqual(self.root.run("fivestar-localhost", "--check-config"), "no [[service]]: nothing is answered\nno origin has localhost = true\n")
        configuration, policy = "/etc/fivestard/localhost.toml", "/etc/fivestard/browser.d/old.toml"
        self.root.write(configuration, '[[service]]\nform = "cvr"\n')
        self.root.run("systemctl", "start", "fivestar-localhost")
        self.assertIn("localhost_unused", self.found_by_doctor())
        self.root.write(policy, '[[origin]]\norigin = "https://old.example"\nfields = ["*"]\nconsent = "always"\nlocalhost = true\n')
        self.assertEqual([code for code in self.found_by_doctor() if code.startswith(("browser", "localhost"))], [])
        process = self.root.run("systemctl", "show", "--property=MainPID", "--value", "fivestar-localhost").strip()
        status = dict(line.split(":\t", 1) for line in self.root.run("cat", f"/proc/{process}/status").splitlines())
        self.assertEqual((status["CapBnd"], status["NoNewPrivs"], status["Seccomp"]), ("0" * 16, "1", "2"))
        self.assertEqual(status["Uid"].split()[0], self.root.run("id", "--user", "fivestar-localhost").strip())
        self.root.until(lambda: ":4AFC " in self.root.run("cat", "/proc/net/tcp"), "its port")
        head, _, body = self.answer_of_localhost("https://evil.example")
        self.assertIn("403 Forbidden", head)
        self.assertEqual(json.loads(body)["code"], "origin_refused")
        self.assertEqual(json.loads(self.answer_of_localhost("https://old.example")[2])["code"], "not_granted")
        self.configure("old", '[[client]]\nname = "old-pages"\nuser = "fivestar-localhost"\nfields = ["*"]\nroutes = ["read", "readers"]\n')
        self.root.run("systemctl", "reload", "fivestard")
        # The card on the reader is a passport.
        self.root.until(lambda: '"access_required"' in self.answer_of_localhost("https://old.example")[2], "the new grant")
        self.root.run("systemctl", "stop", "fivestar-localhost")
        self.assertEqual(self.root.run("systemctl", "show", "--property=Result", "--value", "fivestar-localhost").strip(), "success")
        self.root.run("rm", configuration)
        self.root.run("rm", policy, "/etc/fivestard/fivestard.d/old.toml")
        self.root.run("systemctl", "reload", "fivestard")

    def test_08_others_do_not_reach_the_socket(self):
        self.assertEqual(self.root.try_run("fivestarctl", "readers", user=STRANGER).returncode, 3)

    def test_09_a_reading_machine_is_read_and_its_portrait_decoded_inside_the_sandbox(self):
        plugin = self.root.path / "usr/lib/fivestar-test-plugin.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-DBEHAVIOUR_decode", f"-I{SOURCE}", "-o", plugin,
                        SOURCE / "tests/daemon/portrait/test_plugin.c"], check=True)
        self.root.run("cp", "/usr/share/doc/libifd-samv/examples/fivestar-samv.conf", "/etc/reader.conf.d/fivestar-samv")
        self.root.run("sed", "-i", "s#serial:.*#serial:/run/fivestar-module#", "/etc/reader.conf.d/fivestar-samv")
        self.configure("portrait", f'[portrait]\nwlt_plugin = "/usr/lib/{plugin.name}"\n')
        module = self.root.start("fivestar-sim", "sam", "--persona", "resident", "--device", "/run/fivestar-module")
        self.addCleanup(self.root.end, module)
        self.root.until(lambda: self.root.try_run("test", "-e", "/run/fivestar-module").returncode == 0, "the module's port")
        self.root.run("systemctl", "restart", "pcscd.service", "fivestard.service")

        def module_reader():
            readers = json.loads(self.root.try_run("fivestarctl", "--json", "readers", user=GRANTED).stdout or "{}")
            return [one["id"] for one in readers.get("readers", []) if one["interface"] == "sam" and one["state"] == "card"]
        self.root.until(module_reader, "a card on the module")
        answer = json.loads(self.root.run("fivestarctl", "--json", "read", "--reader", module_reader()[0], user=GRANTED))
        self.assertEqual(answer["verification"]["verdict"], "genuine")
        self.assertEqual(answer["record"]["portrait"]["media_type"], "image/png", answer["verification"])
        self.root.run("rm", "/etc/reader.conf.d/fivestar-samv", f"/usr/lib/{plugin.name}", "/etc/fivestard/fivestard.d/portrait.toml")

    def test_10_the_daemon_signs_evidence_with_a_key_that_it_alone_can_read(self):
        key = "/etc/fivestard/evidence.key"
        public = self.root.run("fivestard", "--create-evidence-key", key)
        self.root.run("chown", "fivestar:", key)
        self.configure("evidence", f'[evidence]\nkey_file = "{key}"\n')
        self.root.run("runuser", "-u", "fivestar", "--", "fivestard", "--check-config")
        self.root.run("systemctl", "reload", "fivestard")
        self.root.until(lambda: self.root.try_run("fivestarctl", "evidence-key", user=GRANTED).stdout.strip() == public.strip(),
                        "the key")

    def test_11_polkit_lets_the_daemons_user_use_pcscd_and_no_other(self):
        self.root.write("/usr/share/polkit-1/actions/fivestar-test.policy", POLICY)
        self.root.run("systemctl", "restart", "polkit")
        for action in PCSC_ACTIONS:
            self.assertEqual(self.asked_of_polkit("fivestar", action), 0)
            self.assertNotEqual(self.asked_of_polkit(STRANGER, action), 0)
        self.assertNotEqual(self.asked_of_polkit("fivestar", OTHER_ACTION), 0)
        self.root.run("rm", "/usr/share/polkit-1/actions/fivestar-test.policy")

    def asked_of_polkit(self, user, action):
        """The status of pkcheck(1) about a process of this user: 0 is yes, 1 and 2 are no; anything else is a failed test."""
        process = self.root.start("sh", "-c", "echo $$ >/tmp/asked-$(id -un); exec sleep 60", user=user)
        self.addCleanup(self.root.end, process)
        name = f"/tmp/asked-{user}"
        self.root.until(lambda: self.root.try_run("pgrep", "--uid", user, "--exact", "sleep").returncode == 0, "a process")
        answer = self.root.try_run("pkcheck", "--action-id", action, "--process", self.root.run("cat", name).strip())
        self.root.run("pkill", "--uid", user, "--exact", "sleep")
        self.assertIn(answer.returncode, (0, 1, 2), answer.stderr)
        return answer.returncode

    def test_12_pcscd_can_be_closed_to_others(self):
        self.assertEqual(self.root.run("fivestar-restrict-pcscd", "status").strip(), "open")
        self.assertEqual(self.stranger_reaches_the_card(), not self.pcscd_asks_polkit())
        self.root.run("fivestar-restrict-pcscd", "enable")
        self.assertEqual(self.root.run("fivestar-restrict-pcscd", "status").strip(), "restricted")
        self.assertEqual(self.root.run("stat", "--format=%a %G", "/run/pcscd/pcscd.comm").strip(), "660 pcscd-users")
        self.root.until(lambda: self.root.try_run("opensc-tool", "--atr").returncode == 0, "root's way to the card")
        self.assertFalse(self.stranger_reaches_the_card())
        self.wait_for_reader("card")
        self.read_passport()
        self.root.run("fivestar-restrict-pcscd", "disable")
        self.root.until(lambda: self.root.try_run("opensc-tool", "--atr").returncode == 0, "root's way to the card")
        self.root.until(lambda: self.stranger_reaches_the_card() != self.pcscd_asks_polkit(), "anybody's way, unless polkit refuses")
        self.root.run("fivestar-restrict-pcscd", "enable")

    def stranger_reaches_the_card(self):
        return self.root.try_run("opensc-tool", "--atr", user=STRANGER).returncode == 0

    def pcscd_asks_polkit(self):
        """True from version 2 on, which is Debian 13's. Its polkit then refuses users without an active session."""
        return "--disable-polkit" in self.root.run("pcscd", "--help")

    def test_13_it_comes_back_when_it_dies(self):
        dead = self.main_process()
        self.root.run("kill", "-KILL", dead)
        self.root.until(lambda: self.main_process() not in (dead, "0"), "another process")
        self.root.until(lambda: self.root.try_run("fivestarctl", "health").returncode == 0, "its answer")

    def test_14_metrics_reach_node_exporter_when_asked_for(self):
        self.assertEqual(self.root.try_run("systemctl", "is-enabled", "fivestar-metrics.timer").stdout.strip(), "disabled")
        self.root.run("mkdir", "--parents", "/var/lib/prometheus/node-exporter")
        self.root.run("systemctl", "enable", "--now", "fivestar-metrics.timer")
        page = self.root.path / "var/lib/prometheus/node-exporter/fivestar.prom"
        self.root.until(page.exists, "the page")
        self.assertIn("fivestard_reads_total", page.read_text())
        self.root.run("systemctl", "start", "fivestar-metrics.service")
        self.root.run("journalctl", "--sync")
        self.assertEqual(self.root.run("journalctl", "--quiet", "--unit", "fivestar-metrics.service", "--output=cat"), "")

    def test_14_fetched_lists_reach_the_daemon(self):
        trust_update.check(self)

    def test_15_bash_completes_commands_and_options(self):
        for line, expected in {"fivestarctl wh": "whoami", "fivestarctl read --port": "--portrait",
                               "fivestar-sim card --persona passport-pl": "passport-plain"}.items():
            words = line.split()
            script = (f". /usr/share/bash-completion/completions/{words[0]}; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; "
                      f"_fivestar {words[0]} '{words[-1]}' '{words[-2]}'; echo \"${{COMPREPLY[*]}}\"")
            self.assertEqual(self.root.run("bash", "-c", script).strip(), expected)
        # The completion of other shells is tested with the programs.
        for program in ("fivestarctl", "fivestar-sim"):
            for file in (f"zsh/vendor-completions/_{program}", f"fish/vendor_completions.d/{program}.fish"):
                self.assertTrue((self.root.path / "usr/share" / file).is_file(), file)

    def test_16_an_upgrade_keeps_the_configuration_and_serves_on(self):
        configuration = self.configuration()
        before = self.main_process()
        self.install(self.second)
        self.assertEqual(self.root.run("dpkg-query", "--show", "--showformat=${Version}", "fivestard"),
                         field(self.second["fivestard"], "Version").strip())
        self.assertEqual(self.configuration(), configuration)
        self.assertNotEqual(self.main_process(), before)
        self.wait_for_reader("card")
        self.read_passport()
        self.root.end(self.card)

    def configuration(self):
        return {file.name: file.read_text() for file in (self.root.path / "etc/fivestard").rglob("*.toml")}

    def test_17_the_journal_holds_nothing_of_the_traveller(self):
        """Searches all fields of every entry, not only the messages."""
        journal = self.root.run("journalctl", "--no-pager", "--all", "--output=export")
        self.assertIn("_SYSTEMD_UNIT=fivestard.service", journal)
        self.assertEqual(people.traces_in(journal), [])

    def owned(self):
        """The files of packages that are still installed: dependencies that Debian does not remove automatically."""
        names = self.root.run("dpkg-query", "--show", "--showformat=${binary:Package} ").split()
        paths = (path.lstrip("/") for path in self.root.run("dpkg-query", "--listfiles", *names).splitlines())
        return {re.sub(r"^(bin|sbin|lib\w*)/", r"usr/\1/", path) for path in paths}

    def test_18_removal_leaves_the_configuration_alone(self):
        # The failed unit of metrics, requested while the daemon was stopped, is removed with the package.
        self.root.run("systemctl", "stop", "fivestard.socket", "fivestard.service")
        self.assertNotEqual(self.root.try_run("systemctl", "start", "fivestar-metrics.service").returncode, 0)
        shipped = self.root.run("dpkg", "--listfiles", *packages.NAMES).split("\n")
        self.root.run("apt-get", "--yes", "remove", *packages.NAMES)
        left = {path for path in shipped if path and not (self.root.path / path.lstrip("/")).is_dir()
                and (self.root.path / path.lstrip("/")).exists()}
        self.assertEqual(left, {"/etc/chromium/native-messaging-hosts/fivestar.browser.json"})
        self.assertEqual(set(self.configuration()), {"desk.toml", "pages.toml", "evidence.toml", "scan.toml", "trust-update.toml",
                                                     "pms.toml"})
        self.assertEqual(self.root.try_run("pgrep", "--uid", "fivestar").returncode, 1)
        for path in ("/run/fivestard", "/var/lib/prometheus/node-exporter/fivestar.prom"):
            self.assertNotEqual(self.root.try_run("test", "-e", path).returncode, 0, path)
        self.root.run("rm", "--recursive", "/var/lib/prometheus")
        self.assertEqual(self.root.run("systemctl", "list-units", "--all", "--state=failed", "--no-legend", "fivestar*"), "")
        self.assertTrue((self.root.path / "etc/systemd/system/pcscd.socket.d/fivestar.conf").exists())

    def test_19_purging_leaves_nothing(self):
        self.purge("fivestar-scan", "fivestar-trust-update", "fivestar-browser", "fivestard", "libifd-samv", "opensc")

    def purge(self, *names):
        self.root.run("apt-get", "--yes", "purge", *names)
        self.root.run("apt-get", "--yes", "-o", "APT::AutoRemove::RecommendsImportant=false",
                      "-o", "APT::AutoRemove::SuggestsImportant=false", "autoremove", "--purge")
        files, accounts = self.state()
        files_before, accounts_before = self.before
        self.assertEqual(files_before - files, set())
        left = {name for name in files - files_before - self.owned() if not name.startswith(MADE_BY_DEPENDENCIES)}
        self.assertEqual(left, set())
        self.assertEqual(accounts, accounts_before)
        self.assertEqual(self.root.run("systemctl", "list-units", "--all", "--no-legend", "fivestar*"), "")

    def test_20_an_upgrade_from_a_conffile_asks_nothing(self):
        """Up to 0.1.0-1 the configuration was a conffile, which every operator has edited. dpkg finds no terminal to ask at."""
        folder = self.folder / "old"
        folder.mkdir()
        old = {name: old_package.with_conffile(self.first[name], f"/etc/fivestard/{file}", folder)
               for name, file in (("fivestard", "fivestard.toml"), ("fivestar-scan", "scan.toml"))}
        self.install(old)
        self.assertIn("# The older package's.", self.root.read("/etc/fivestard/scan.toml"))
        edited = self.root.read("/etc/fivestard/fivestard.toml") + f'[[client]]\nname = "old-desk"\nuser = "{GRANTED}"\nfields = []\n'
        self.root.write("/etc/fivestard/fivestard.toml", edited)
        self.root.run("usermod", "--append", "--groups", "fivestar", GRANTED)
        for packages_of_one_version in (self.first, self.second):
            self.install({name: packages_of_one_version[name] for name in old})
            self.assertEqual(self.root.run("dpkg", "--audit"), "")
            self.assertEqual(self.root.read("/etc/fivestard/fivestard.toml"), edited)
            self.assertFalse((self.root.path / "etc/fivestard/scan.toml").exists(), "nobody has edited it")
            self.assertEqual([path.name for path in (self.root.path / "etc/fivestard").glob("*.dpkg-*")], [])
            client = json.loads(self.root.run("fivestarctl", "--json", "whoami", user=GRANTED))["client"]
            self.assertEqual(client, "old-desk")
        self.purge(*old)

    def test_21_an_operator_follows_the_documentation(self):
        """Line by line, from the installation to the end of docs/OPERATIONS.md."""
        self.root.run("sh", "-c", "rm /var/cache/*.deb")
        for file in self.first.values():
            shutil.copy(file, self.root.path / "var/cache")
        operations.walk(self.root, SOURCE / "docs" / "OPERATIONS.md")
        self.assertEqual(self.root.run("fivestard", "--check-config"), "fivestard: the configuration is good\n")
        client = json.loads(self.root.run("fivestarctl", "--json", "whoami", user=GRANTED))
        self.assertEqual((client["client"], "portrait" in client["fields"]), ("hotel-desk", True))
        self.root.run("usermod", "--append", "--groups", "fivestar-operators,fivestar", STRANGER)
        for command in ("trust", "readers", "whoami", "doctor"):
            # The doctor finds that there is no trust anchor.
            self.assertEqual(self.root.try_run("fivestarctl", command, user=STRANGER).returncode, 3 if command == "doctor" else 0, command)
        self.root.run("rm", "/etc/fivestard/fivestard.d/operators.toml")
        self.root.run("groupdel", "fivestar-operators")

    def test_22_a_bad_configuration_takes_neither_daemon_nor_socket(self):
        before, file = self.main_process(), "/etc/fivestard/fivestard.d/bad.toml"
        self.configure("bad", "[raed]\n")
        self.assertNotEqual(self.root.try_run("systemctl", "reload", "fivestard").returncode, 0)
        self.assertEqual(self.main_process(), before)
        self.assertIn("configuration_refused", self.found_by_doctor())
        self.assertIn('fivestard_finding{code="configuration_refused"} 1\n', self.root.run("fivestarctl", "metrics"))
        self.assertNotEqual(self.root.try_run("systemctl", "restart", "fivestard").returncode, 0)
        for _ in range(8):
            self.assertNotEqual(self.root.try_run("fivestarctl", "health").returncode, 0)
        self.assertIn("daemon_not_running", self.found_by_doctor())
        self.assertEqual(self.root.run("systemctl", "is-active", "fivestard.socket"), "active\n")
        said = self.root.run("journalctl", "--quiet", "-t", "fivestard", "--output=cat").splitlines()
        self.assertIn(f"{file}:1: unknown key raed", said[-1])
        # A client starts the daemon as soon as the file is good.
        self.root.run("rm", file)
        self.root.until(lambda: self.root.try_run("fivestarctl", "health").returncode == 0, "the daemon's answer")
        self.assertNotIn("configuration_refused", self.found_by_doctor())
        self.purge("fivestar-scan", "fivestar-trust-update", "fivestar-browser", "fivestard", "libifd-samv", "fivestar-sim")


if __name__ == "__main__":
    not_run.main(failfast=True)
