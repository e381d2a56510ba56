# SPDX-License-Identifier: Apache-2.0
"""Provokes each cause of trouble that the daemon and `fivestarctl doctor` diagnose. Run as root below tools/with-pcscd."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import not_run
import simulator
from daemon import BUILD, Daemon, FIVESTARCTL, SOURCE, wait_until
from other_program import holding
from sam_module import Module

PCSCD = os.environ["FIVESTAR_PCSCD"]
PCSCD_SOCKET = pathlib.Path("/run/pcscd/pcscd.comm")
VECTORS = SOURCE / "tests" / "vectors" / "pki"
MODULE_PORT = pathlib.Path(os.environ["FIVESTAR_MODULE_PORTS"])
SLOW_CLOCK = BUILD / "tests" / "e2e" / "libslow_clock.so"
SHORT_READER = BUILD / "tests" / "e2e" / "libshort_reader.so"
REFUSING_LIBRARY = BUILD / "tests" / "e2e" / "librefusing_pcsclite.so"
# All but pseudonyms, which need a key.
CLIENT = '[[client]]\nname = "desk"\nuid = 0\nfields = ["document", "holder.names", "portrait", "verification"]\n'
STRANGER = 65533


def codes(answer):
    return {finding["code"] for finding in answer["findings"]}


def doctor(socket, *before, locale="C.UTF-8"):
    """Exit code and JSON of fivestarctl, started by the command `before`."""
    done = subprocess.run([*before, FIVESTARCTL, "--socket", socket, "--json", "doctor"], capture_output=True, text=True, timeout=60,
                          cwd="/", env={**os.environ, "LC_ALL": locale})
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def as_stranger():
    return ["setpriv", f"--reuid={STRANGER}", f"--regid={STRANGER}", "--clear-groups"]


def found_by(daemon, code):
    """Waits until the daemon has a finding of this code, and returns it."""
    def found():
        return next((one for one in daemon.get("/v1/diagnosis").json["findings"] if one["code"] == code), None)
    return wait_until(found, code)


@contextlib.contextmanager
def trusting(certificate, revocation_list):
    """A directory of trust with an authority and a revocation list, made by the openssl command line."""
    with tempfile.TemporaryDirectory() as folder:
        for kind, name in (("csca", certificate), ("crl", revocation_list), ("csca-lds", None)):
            (pathlib.Path(folder) / kind).mkdir()
            if name:
                shutil.copy(VECTORS / kind / name, pathlib.Path(folder) / kind)
        yield folder


@contextlib.contextmanager
def pcscd_of(user, *options):
    """Another pcscd, run by that user, until the block ends."""
    subprocess.run([PCSCD, "stop"], check=True)
    for left in ("pcscd.comm", "pcscd.pid"):
        (PCSCD_SOCKET.parent / left).unlink(missing_ok=True)
    os.chown(PCSCD_SOCKET.parent, user, user)
    configuration = pathlib.Path(os.environ["FIVESTAR_PCSCD_DIRECTORY"]) / "reader.conf.d"
    # As tools/pcscd does, which names the reason.
    if "--disable-polkit" in subprocess.run(["/usr/sbin/pcscd", "--help"], capture_output=True, text=True).stdout:
        options = ("--disable-polkit", *options)
    with tempfile.TemporaryFile() as log:
        pcscd = subprocess.Popen(["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "/usr/sbin/pcscd", "--foreground",
                                  "--config", configuration, *options], stdout=log, stderr=log)
        try:
            wait_until(PCSCD_SOCKET.exists, "pcscd's socket")
            yield pcscd
        finally:
            pcscd.terminate()
            pcscd.wait()
            os.chown(PCSCD_SOCKET.parent, 0, 0)


@contextlib.contextmanager
def module_port(mode=0o600):
    """A terminal that is configured as a module in pcscd, without a module; returns its path."""
    module, port = os.openpty()
    path = os.ttyname(port)
    os.close(port)
    os.chmod(path, mode)
    MODULE_PORT.symlink_to(path)
    try:
        yield path
    finally:
        MODULE_PORT.unlink()
        os.close(module)


@contextlib.contextmanager
def another_driver(library):
    """The pcscd of the virtual reader with another driver."""
    configuration = pathlib.Path(os.environ["FIVESTAR_PCSCD_DIRECTORY"]) / "reader.conf.d" / "vpcd-0"
    usual = configuration.read_text()

    def start_with(text):
        subprocess.run([PCSCD, "stop"], check=True)
        configuration.write_text(text)
        subprocess.run([PCSCD, "start"], check=True)
        PCSCD_SOCKET.chmod(0o660)
    try:
        start_with(re.sub(r"(?m)^LIBPATH .*$", f"LIBPATH {library}", usual))
        yield
    finally:
        start_with(usual)


class DoctorTest(unittest.TestCase):
    def setUp(self):
        subprocess.run([PCSCD, "start"], check=True)
        PCSCD_SOCKET.chmod(0o660)
        self.trust = simulator.write_trust()
        self.addCleanup(self.trust.cleanup)

    def daemon(self, configuration=CLIENT, **more):
        daemon = Daemon(configuration, **{"trust": self.trust.name, **more})
        wait_until(lambda: daemon.get("/v1/health").json["pcsc"] != "unavailable", "PC/SC")
        wait_until(lambda: "trust_loading" not in daemon.get("/v1/health").json["reasons"], "trust")
        wait_until(lambda: "no_reader" not in codes(daemon.get("/v1/diagnosis").json), "the first reader")
        return daemon


class Doctor(DoctorTest):
    def setUp(self):
        super().setUp()
        self.enterContext(module_port())

    def test_nothing_is_found_where_all_is_well(self):
        with self.daemon() as daemon:
            self.assertEqual(daemon.get("/v1/diagnosis").json, {"findings": [], "not_examined": []})
            self.assertEqual(doctor(daemon.socket), (0, {"findings": [], "not_examined": []}))

    def test_pcscd_that_is_gone(self):
        with self.daemon() as daemon:
            subprocess.run([PCSCD, "stop"], check=True)
            self.assertEqual(found_by(daemon, "pcscd_not_running")["severity"], "error")
            exit_code, answer = doctor(daemon.socket, locale="zh_CN.UTF-8")
            self.assertEqual((exit_code, codes(answer)), (3, {"pcscd_not_running"}))
            self.assertEqual(answer["findings"][0]["title"], "pcscd 没有响应：无法访问任何读卡器。")

    def test_a_daemon_that_is_not_there(self):
        with tempfile.TemporaryDirectory() as folder:
            nobody = pathlib.Path(folder) / "fivestard.sock"
            exit_code, answer = doctor(nobody)
            self.assertEqual((exit_code, codes(answer)), (3, {"daemon_not_running"}))
            self.assertEqual(answer["findings"][0]["detail"], str(nobody))
            subprocess.run([PCSCD, "stop"], check=True)
            self.assertEqual(codes(doctor(nobody)[1]), {"daemon_not_running", "pcscd_not_running"})

    def test_pcscd_that_refuses_the_daemon(self):
        """With a fake library, because Debian 12's pcscd does not ask polkit, and no polkit runs here."""
        with self.daemon(environment={"LD_PRELOAD": str(REFUSING_LIBRARY)}) as daemon:
            found_by(daemon, "pcscd_denied")
            self.assertEqual(doctor(daemon.socket)[0], 3)

    @not_run.skip_if(not_run.no_user_namespaces())
    def test_private_users(self):
        with self.daemon(wrapper=["unshare", "--user", "--map-root-user"]) as daemon:
            self.assertEqual(found_by(daemon, "private_users")["severity"], "error")

    @not_run.skip_if(not_run.no_namespaces())
    def test_hidden_processes(self):
        with self.daemon() as daemon:
            hidden = ["unshare", "--mount", "sh", "-c", 'mount -t proc -o hidepid=2 proc /proc && exec "$@"', "sh"]
            exit_code, answer = doctor(daemon.socket, *hidden)
            self.assertEqual((exit_code, codes(answer)), (0, {"processes_hidden"}))
            self.assertEqual(answer["not_examined"], [])
            pathlib.Path(daemon.folder.name).chmod(0o755)
            daemon.socket.chmod(0o666)
            self.assertEqual(doctor(daemon.socket, *hidden, *as_stranger())[1]["not_examined"],
                             ["pcscd_logs_exchanges", "reader_not_permitted", "serial_port_refused", "serial_port_held"])

    @not_run.skip_if(not_run.no_namespaces())
    def test_what_the_units_sandbox_hides(self):
        """Like ProtectProc=invisible of the unit: another user, and a /proc that hides the processes of others."""
        with pcscd_of(0, "--apdu"):
            PCSCD_SOCKET.chmod(0o666)
            script = f"""mount -t proc -o hidepid=2 proc /proc
                for configuration; do :; done; chown -R {STRANGER} "${{configuration%/*}}"; exec "$@" """
            with self.daemon(wrapper=["unshare", "--mount", "sh", "-c", script, "sh", *as_stranger()]) as daemon:
                answer = daemon.get("/v1/diagnosis").json
                self.assertNotIn("pcscd_logs_exchanges", codes(answer))
                self.assertEqual(answer["not_examined"], ["pcscd_logs_exchanges"])
                self.assertIn("pcscd_logs_exchanges", codes(doctor(daemon.socket)[1]))

    def test_trust_that_is_missing_or_old(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("csca", "crl", "csca-lds"):
                (pathlib.Path(folder) / name).mkdir()
            with self.daemon(trust=folder) as daemon:
                self.assertEqual(codes(daemon.get("/v1/diagnosis").json), {"trust_empty"})
        with trusting("csca_rsa.der", None) as folder, self.daemon(trust=folder) as daemon:
            self.assertEqual(codes(daemon.get("/v1/diagnosis").json), {"no_revocation_lists"})
        with trusting("csca_explicit.der", "csca_explicit_stale.pem") as folder, self.daemon(trust=folder) as daemon:
            self.assertEqual(codes(daemon.get("/v1/diagnosis").json), {"trust_stale"})

    def test_a_clock_before_the_newest_list(self):
        with trusting("csca_compressed.der", "csca_compressed_early.pem") as folder, self.daemon(trust=folder) as daemon:
            self.assertEqual(codes(daemon.get("/v1/diagnosis").json), {"clock_wrong"})

    def test_a_clock_before_the_build(self):
        with self.daemon(environment={"LD_PRELOAD": str(SLOW_CLOCK)}) as daemon:
            shown, built = found_by(daemon, "clock_wrong")["detail"].split(" < ")
            self.assertLess(int(shown[:4]) + 9, int(built[:4]))

    def test_who_may_not_use_the_socket_or_read(self):
        with self.daemon() as daemon:
            pathlib.Path(daemon.folder.name).chmod(0o755)
            daemon.socket.chmod(0o660)
            exit_code, answer = doctor(daemon.socket, *as_stranger())
            self.assertEqual((exit_code, codes(answer)), (3, {"socket_refuses"}))
            self.assertEqual(answer["findings"][0]["detail"], f"{daemon.socket}: 0660 root")
            daemon.socket.chmod(0o666)
            exit_code, answer = doctor(daemon.socket, *as_stranger())
            self.assertEqual((exit_code, codes(answer)), (3, {"no_grant"}))
        mute = f'[[client]]\nname = "mute"\nuid = {STRANGER}\nfields = ["*"]\nroutes = ["read"]\n'
        with self.daemon(mute) as daemon:
            pathlib.Path(daemon.folder.name).chmod(0o755)
            daemon.socket.chmod(0o666)
            exit_code, answer = doctor(daemon.socket, *as_stranger())
            self.assertEqual((exit_code, codes(answer)), (0, {"diagnosis_not_granted"}))
            self.assertEqual(answer["not_examined"], ["serial_port_held"])

    def test_no_client(self):
        with self.daemon("") as daemon:
            self.assertEqual(codes(daemon.get("/v1/diagnosis").json), {"no_client_configured"})

    def test_pcscd_open_to_strangers(self):
        with self.daemon() as daemon:
            PCSCD_SOCKET.chmod(0o666)
            self.assertEqual(codes(daemon.get("/v1/diagnosis").json), {"pcscd_open"})
            self.assertEqual(codes(doctor(daemon.socket)[1]), {"pcscd_open"})

    def test_another_program_that_holds_the_card(self):
        with self.daemon() as daemon, simulator.Card("passport"):
            reader = daemon.reader_with_card("Virtual PCD")
            order = {"reader": reader["id"], "access": {"mrz": simulator.mrz_of("passport")}}
            with holding(reader["name"]):
                answer = daemon.read(order)
                self.assertEqual((answer.status, answer.json.get("by")), (423, "other_program"))
                self.assertEqual(found_by(daemon, "reader_held")["detail"], reader["name"])
                self.assertEqual(codes(doctor(daemon.socket)[1]), {"reader_held"})
            self.assertEqual(daemon.read(order).status, 200)
            self.assertEqual(daemon.get("/v1/diagnosis").json, {"findings": [], "not_examined": []})

    def test_another_program_that_held_the_card_before_the_daemon(self):
        with simulator.Card("passport"):
            with self.daemon() as daemon:
                name = daemon.reader_with_card("Virtual PCD")["name"]
            with contextlib.ExitStack() as other:
                other.enter_context(holding(name))
                with self.daemon() as daemon:
                    self.assertEqual(found_by(daemon, "reader_held")["detail"], name)
                    other.close()
                    daemon.reader_with_card("Virtual PCD")
                    self.assertEqual(daemon.get("/v1/diagnosis").json, {"findings": [], "not_examined": []})

    def test_a_reader_without_extended_length(self):
        with another_driver(SHORT_READER), self.daemon() as daemon, simulator.Card("passport"):
            reader = daemon.reader_with_card("Virtual PCD")
            self.assertEqual(found_by(daemon, "reader_without_extended_length")["detail"], reader["name"])
            self.assertEqual(codes(doctor(daemon.socket)[1]), {"reader_without_extended_length"})
            order = {"reader": reader["id"], "access": {"mrz": simulator.mrz_of("passport")}}
            self.assertEqual(daemon.read(order).status, 200)

    @not_run.skip_if(not_run.no_namespaces())
    def test_a_usb_reader_that_pcscd_may_not_open(self):
        """With files for the devices, because the machine of the tests may have no USB."""
        with pcscd_of(STRANGER), self.daemon() as daemon:
            PCSCD_SOCKET.chmod(0o660)
            script = """mount -t tmpfs tmpfs /sys/bus && mount -t tmpfs tmpfs /dev
                mkdir -p /sys/bus/usb/devices/1-2 /sys/bus/usb/devices/1-2:1.0 /dev/bus/usb/001
                echo 1 >/sys/bus/usb/devices/1-2/busnum; echo 7 >/sys/bus/usb/devices/1-2/devnum
                echo 0b >/sys/bus/usb/devices/1-2:1.0/bInterfaceClass
                echo >/dev/bus/usb/001/007; chmod "$1" /dev/bus/usb/001/007; shift; exec "$@" """
            before = ["unshare", "--mount", "sh", "-c", script, "sh"]
            exit_code, answer = doctor(daemon.socket, *before, "664")
            # There are no terminals.
            self.assertEqual((exit_code, codes(answer)), (3, {"reader_not_permitted", "serial_port_missing"}))
            self.assertEqual(answer["findings"][0]["detail"], "/dev/bus/usb/001/007")
            self.assertEqual(codes(doctor(daemon.socket, *before, "666")[1]), {"serial_port_missing"})

    def test_pcscd_that_logs(self):
        with pcscd_of(0, "--apdu") as pcscd, self.daemon() as daemon:
            PCSCD_SOCKET.chmod(0o660)
            self.assertEqual(found_by(daemon, "pcscd_logs_exchanges")["detail"], f"pid {pcscd.pid}")
            self.assertEqual(codes(doctor(daemon.socket)[1]), {"pcscd_logs_exchanges"})


class ReadingMachines(DoctorTest):
    def test_a_security_module_that_is_not_authorised(self):
        with self.daemon() as daemon, Module(MODULE_PORT, "resident", "--fault", "sw-66@read") as module:
            reader = daemon.reader_with_card("SAM_V")["id"]
            answer = daemon.read({"reader": reader})
            self.assertEqual((answer.status, answer.json.get("module_code")), (502, "66"))
            self.assertIn("SAM_V", found_by(daemon, "sam_not_authorised")["detail"])
            module.say("fault none", "lift")
            wait_until(lambda: daemon.get(f"/v1/readers/{reader}").json["state"] == "empty", "the card's removal")
            module.say("present")
            daemon.reader_with_card("SAM_V")
            self.assertEqual(daemon.read({"reader": reader, "wait_seconds": 20}).status, 200)
            self.assertNotIn("sam_not_authorised", codes(daemon.get("/v1/diagnosis").json))

    def test_a_card_that_was_read_before_pcscd_restarted(self):
        """Its module finds a card that was read only after it was lifted, and a reset does not change that."""
        with self.daemon() as daemon, Module(MODULE_PORT, "resident", "--fault", "reset-keeps-card") as module:
            reader = daemon.reader_with_card("SAM_V")["id"]
            self.assertEqual(daemon.read({"reader": reader}).status, 200)
            subprocess.run([PCSCD, "stop"], check=True)
            found_by(daemon, "pcscd_not_running")
            subprocess.run([PCSCD, "start"], check=True)
            PCSCD_SOCKET.chmod(0o660)
            reader = daemon.reader_with_card("SAM_V")["id"]
            answer = daemon.read({"reader": reader})
            self.assertEqual((answer.status, answer.json["code"], answer.json["sw"]), (409, "card_removed", "6985"))
            self.assertEqual(answer.json["detail"], "The card must be lifted and presented again.")
            module.say("lift")
            wait_until(lambda: daemon.get(f"/v1/readers/{reader}").json["state"] == "empty", "the card's removal")
            module.say("present")
            daemon.reader_with_card("SAM_V")
            self.assertEqual(daemon.read({"reader": reader}).status, 200)

    def test_a_port_that_is_missing(self):
        with self.daemon() as daemon:
            exit_code, answer = doctor(daemon.socket)
            self.assertEqual((exit_code, codes(answer)), (3, {"serial_port_missing"}))
            self.assertEqual(answer["findings"][0]["detail"], str(MODULE_PORT))
            with module_port():
                self.assertEqual(codes(doctor(daemon.socket)[1]), set())

    def test_a_port_that_pcscd_may_not_open(self):
        with pcscd_of(STRANGER), self.daemon() as daemon:
            PCSCD_SOCKET.chmod(0o660)
            with module_port(0o600):
                exit_code, answer = doctor(daemon.socket)
                self.assertEqual((exit_code, codes(answer)), (3, {"serial_port_refused"}))
            with module_port(0o666):
                self.assertEqual(codes(doctor(daemon.socket)[1]), set())

    def test_a_port_that_another_program_has_open(self):
        with self.daemon() as daemon, module_port() as port:
            with subprocess.Popen(["cat", port], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as other:
                wait_until(lambda: any(os.readlink(one) == port for one in pathlib.Path(f"/proc/{other.pid}/fd").iterdir()),
                           "the open port")
                exit_code, answer = doctor(daemon.socket)
                other.kill()
            self.assertEqual((exit_code, codes(answer)), (3, {"serial_port_held"}))
            self.assertEqual(answer["findings"][0]["detail"], f"{MODULE_PORT}: cat (pid {other.pid})")
            self.assertEqual(codes(doctor(daemon.socket)[1]), set())


if __name__ == "__main__":
    not_run.main()
