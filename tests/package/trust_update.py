# SPDX-License-Identifier: Apache-2.0
"""fivestar-trust-update as it is installed: from a server's list to an anchor of the daemon, with the rights of its unit alone."""

import json
import pathlib
import subprocess
import sys

E2E = pathlib.Path(__file__).resolve().parents[1] / "e2e"
sys.path.insert(0, str(E2E))
from list_issuer import Issuer  # noqa: E402

UNITS = ("fivestar-trust-update.service", "fivestar-trust-update.timer", "fivestar-trust-reload.path", "fivestar-trust-reload.service")
WORST_EXPOSURE = 14  # tenths; the unit needs a network, which the others do not have
PORT = 8443
LISTS = "/var/lib/fivestar-trust-update/lists"
CONFIGURATION = f"""
[fetch]
ca_file = "/etc/fivestard/web.pem"
[[master_list]]
name = "xu"
url = "https://localhost:{PORT}/xu.ml"
[[revocation_list]]
name = "xu"
url = "https://localhost:{PORT}/xu.crl"
"""


def check(test):
    """`test` has the clean Debian, with the packages installed, and a folder for files."""
    root = test.root
    for unit in UNITS[1:3]:
        test.assertEqual(root.run("systemctl", "is-enabled", unit).strip(), "enabled")
        test.assertEqual(root.run("systemctl", "is-active", unit).strip(), "active")
    root.run("systemd-analyze", "security", "--offline=yes", f"--threshold={WORST_EXPOSURE}", f"/lib/systemd/system/{UNITS[0]}")
    issuer, web = Issuer(test.folder / "issuer"), Issuer(test.folder / "web", "WEB SPECIMEN")
    pages = test.folder / "pages"
    pages.mkdir()
    (pages / "xu.ml").write_bytes(issuer.master_list(issuer.octets()))
    (pages / "xu.crl").write_bytes(issuer.revocation_list())
    root.write("/etc/fivestard/master-list-signers/xu.pem", issuer.certificate.read_text())
    root.write("/etc/fivestard/web.pem", web.certificate.read_text())
    root.write("/etc/fivestard/trust-update.toml", CONFIGURATION)
    server = subprocess.Popen(["nsenter", f"--net=/proc/{root.child()}/ns/net", sys.executable, E2E / "list_server.py", str(PORT),
                               *web.issue("localhost", "server"), pages], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        test.assertEqual(server.stdout.readline(), "listening\n")
        root.run("systemctl", "start", "fivestar-trust-update")
    finally:
        server.communicate("")

    def trust():
        """From a route that root always has."""
        return json.loads(root.try_run("fivestarctl", "--json", "health").stdout)["trust"]
    # Nobody but systemd tells the daemon.
    root.until(lambda: "\nfivestard_master_list_signed_timestamp_seconds " in root.run("fivestarctl", "metrics"), "the master list in the daemon")
    test.assertEqual(root.run("stat", "--format=%U %a", f"{LISTS}/xu.ml", f"{LISTS}/xu.crl").split("\n")[:2], ["fivestar-trust-update 644"] * 2)
    root.run("journalctl", "--sync")
    said = root.run("journalctl", "--unit", "fivestar-trust-update", "--output=cat")
    test.assertIn("master_list xu: replaced", said)
    test.assertIn("revocation_list xu: replaced", said)
    # Whoever takes this user over can add no anchor.
    before = trust()
    root.write(f"{LISTS}/own.pem", web.certificate.read_text())
    root.run("systemctl", "reload", "fivestard")
    root.until(lambda: trust()["skipped"] == before["skipped"] + 1, "the refusal")
    test.assertEqual(trust()["anchors"], before["anchors"])
    for name in (f"{LISTS}/own.pem", "/etc/fivestard/master-list-signers/xu.pem", "/etc/fivestard/web.pem"):
        root.run("rm", name)
