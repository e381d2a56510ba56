# SPDX-License-Identifier: Apache-2.0
"""How fivestard starts, idles and reads all day: start to ready, resident memory, wake-ups. Prints rows of a table; to be run below
tools/with-pcscd, with FIVESTAR_BUILD naming the build's directory."""

import json
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from daemon import FIVESTARD, Daemon, UnixConnection, wait_until  # noqa: E402
from simulator import Card, mrz_of, write_trust  # noqa: E402

STARTS = 15
IDLE_SECONDS = 10
FEW_READS = 100
MANY_READS = 10_000
SETTLING_SECONDS = 3


def healthy(path):
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.connect(path)
            client.sendall(b"GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            return client.recv(4096).startswith(b"HTTP/1.1 200")
    except (FileNotFoundError, ConnectionError):
        return False


def start_to_ready(trust):
    """Milliseconds from the process's start to its first answer."""
    with tempfile.TemporaryDirectory(prefix="fivestard-") as folder:
        path = f"{folder}/fivestard.sock"
        configuration = pathlib.Path(folder) / "fivestard.toml"
        configuration.write_text(f'[socket]\npath = "{path}"\n[trust]\ncsca_directory = "{trust}/csca"\n'
                                 f'crl_directory = "{trust}/crl"\n')
        since = time.perf_counter()
        process = subprocess.Popen([FIVESTARD, "--config", configuration], stderr=subprocess.DEVNULL)
        while not healthy(path):
            if process.poll() is not None:
                raise SystemExit(f"fivestard ended with {process.returncode}")
            time.sleep(0.0005)
        ready = time.perf_counter()
        process.terminate()
        process.wait(10)
        return 1e3 * (ready - since)


def switches(process):
    """Voluntary context switches by thread: each is a wait, and ends with a wake-up."""
    counts = {}
    for status in pathlib.Path(f"/proc/{process.pid}/task").glob("*/status"):
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        counts[status.parent.name] = int(fields["voluntary_ctxt_switches"])
    return counts


def wake_ups(process):
    before = switches(process)
    time.sleep(IDLE_SECONDS)
    return sum(count - before.get(thread, 0) for thread, count in switches(process).items())


def resident_after_reads(daemon):
    """KiB after FEW_READS and after MANY_READS of a card that stays."""
    order = json.dumps({"access": {"mrz": mrz_of("passport")}, "wait_seconds": 10})
    connection = UnixConnection(daemon.socket)
    sizes = []
    with Card("passport"):
        wait_until(lambda: any(reader["state"] == "card" for reader in daemon.readers()), "the card")
        for number in range(1, MANY_READS + 1):
            connection.request("POST", "/v1/read", body=order)
            answer = json.loads(connection.getresponse().read())
            if answer["verification"]["verdict"] != "genuine":
                raise SystemExit(f"read {number}: {answer}")
            if number in (FEW_READS, MANY_READS):
                sizes.append(daemon.memory_kib())
    connection.close()
    return sizes


def main():
    trust = write_trust()
    times = [start_to_ready(trust.name) for _ in range(STARTS)]
    print(f"| start to the first answer of `GET /v1/health` | {statistics.median(times):.1f} ms "
          f"(slowest of {STARTS}: {max(times):.1f} ms) | under 100 ms |")
    with Daemon(trust=trust.name) as daemon:
        time.sleep(SETTLING_SECONDS)
        print(f"| resident memory, idle | {daemon.memory_kib() / 1024:.1f} MiB | under 20 MB |")
        print(f"| wake-ups of the idle daemon, two readers, no watchdog | {wake_ups(daemon.process)} in "
              f"{IDLE_SECONDS} s | none |")
        few, many = resident_after_reads(daemon)
        print(f"| resident memory after {MANY_READS} reads of a passport | {many / 1024:.2f} MiB against "
              f"{few / 1024:.2f} MiB after {FEW_READS}: ratio {many / few:.3f} | at most 1.1 |")
    trust.cleanup()


main()
