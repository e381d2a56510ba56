"""What keeps cards from being read, made to happen, and named by the daemon and by fivestarctl doctor. To be run as root below
tools/with-pcscd."""

import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import simulator
from daemon import BUILD, Daemon, FIVESTARCTL, SOURCE, wait_until

PCSCD = os.environ["FIVESTAR_PCSCD"]
PCSCD_SOCKET = pathlib.Path("/run/pcscd/pcscd.comm")
VECTORS = SOURCE / "tests" / "vectors" / "pki"
REFUSING_LIBRARY = BUILD / "tests" / "e2e" / "librefusing_pcsclite.so"
CLIENT = '[[client]]\nname = "desk"\nuid = 0\nfields = ["*"]\n'
STRANGER = 65533


def codes(answer):
    return {finding["code"] for finding in answer["findings"]}


def doctor(socket, *before, locale="C.UTF-8"):
    """What fivestarctl says, started by the command `before`: its exit code and its JSON."""
    done = subprocess.run([*before, FIVESTARCTL, "--socket", socket, "--json", "doctor"], capture_output=True, text=True, timeout=60,
                          cwd="/", env={**os.environ, "LC_ALL": locale})
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def as_stranger():
    return ["setpriv", f"--reuid={STRANGER}", f"--regid={STRANGER}", "--clear-groups"]


def found_by(daemon, code):
    """The finding of this code, once the daemon has it."""
    def found():
        return next((one for one in daemon.get("/v1/diagnosis").json["findings"] if one["code"] == code), None)
    return wait_until(found, 20, code)


@contextlib.contextmanager
def trusting(certificate, revocation_list):
    """A directory for a daemon's trust, with an authority and a list of the openssl command line."""
    with tempfile.TemporaryDirectory() as folder:
        for kind, name in (("csca", certificate), ("crl", revocation_list), ("csca-lds", None)):
            (pathlib.Path(folder) / kind).mkdir()
            if name:
                shutil.copy(VECTORS / kind / name, pathlib.Path(folder) / kind)
        yield folder


class Doctor(unittest.TestCase):
    def setUp(self):
        subprocess.run([PCSCD, "start"], check=True)
        PCSCD_SOCKET.chmod(0o660)
        self.trust = simulator.write_trust()
        self.addCleanup(self.trust.cleanup)

    def daemon(self, configuration=CLIENT, **more):
        daemon = Daemon(configuration, **{"trust": self.trust.name, **more})
        wait_until(lambda: daemon.get("/v1/health").json["pcsc"] != "unavailable", 20, "PC/SC")
        wait_until(lambda: "trust_loading" not in daemon.get("/v1/health").json["reasons"], 20, "trust")
        return daemon

    def test_nothing_is_found_where_all_is_well(self):
        with self.daemon() as daemon:
            self.assertEqual(daemon.get("/v1/diagnosis").json, {"findings": []})
            self.assertEqual(doctor(daemon.socket), (0, {"findings": []}))

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
        """A stand-in library: Debian 12's pcscd asks no polkit."""
        with self.daemon(environment={"LD_PRELOAD": str(REFUSING_LIBRARY)}) as daemon:
            found_by(daemon, "pcscd_denied")
            self.assertEqual(doctor(daemon.socket)[0], 3)

    def test_private_users(self):
        with self.daemon(wrapper=["unshare", "--user", "--map-root-user"]) as daemon:
            self.assertEqual(found_by(daemon, "private_users")["severity"], "error")

    def test_hidden_processes(self):
        with self.daemon() as daemon:
            exit_code, answer = doctor(daemon.socket, "unshare", "--mount", "sh", "-c", 'mount -t proc -o hidepid=2 proc /proc && exec "$@"', "sh")
            self.assertEqual((exit_code, codes(answer)), (0, {"processes_hidden"}))

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

    def test_no_client(self):
        with self.daemon("") as daemon:
            self.assertEqual(codes(daemon.get("/v1/diagnosis").json), {"no_client_configured"})

    def test_pcscd_open_to_strangers(self):
        with self.daemon() as daemon:
            PCSCD_SOCKET.chmod(0o666)
            self.assertEqual(codes(daemon.get("/v1/diagnosis").json), {"pcscd_open"})
            self.assertEqual(codes(doctor(daemon.socket)[1]), {"pcscd_open"})

    def test_pcscd_that_logs(self):
        subprocess.run([PCSCD, "stop"], check=True)
        configuration = pathlib.Path(os.environ["FIVESTAR_PCSCD_DIRECTORY"]) / "reader.conf.d"
        with tempfile.TemporaryFile() as log:
            pcscd = subprocess.Popen(["/usr/sbin/pcscd", "--foreground", "--apdu", "--config", configuration], stdout=log, stderr=log)
            try:
                with self.daemon() as daemon:
                    PCSCD_SOCKET.chmod(0o660)
                    self.assertEqual(found_by(daemon, "pcscd_logs_exchanges")["detail"], f"pid {pcscd.pid}")
                    self.assertEqual(codes(doctor(daemon.socket)[1]), {"pcscd_logs_exchanges"})
            finally:
                pcscd.terminate()
                pcscd.wait()


if __name__ == "__main__":
    unittest.main(verbosity=2)
