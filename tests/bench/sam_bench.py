# SPDX-License-Identifier: Apache-2.0
"""A reading machine's figures: from a card presented to its record served, and what the driver costs pcscd. Prints rows of a
table; to be run below tools/with-pcscd --readers 1 --modules 1, with FIVESTAR_BUILD naming the build's directory."""

import os
import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from daemon import Daemon, wait_until  # noqa: E402
from sam_module import Module  # noqa: E402

READS = 20
IDLE_SECONDS = 20
BAUD = 115200
BITS_OF_AN_OCTET = 10  # 8N1
# Octets of request and answer (GA/T 467): find, select, management numbers, text and portrait, addresses (it has none).
EXCHANGES = [(10, 15), (10, 19), (10, 39), (10, 1295), (10, 11)]
PCSCD_POLL_MILLISECONDS = 400
DRIVER_POLL_MILLISECONDS = 350
MOST = 1.15


def pcscd_process():
    return int((pathlib.Path(os.environ["FIVESTAR_PCSCD_DIRECTORY"]) / "pid").read_text())


def processor_seconds(process):
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def private_dirty_kib(process):
    rollup = pathlib.Path(f"/proc/{process}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Private_Dirty:"))


def reader(daemon):
    return next(one for one in daemon.readers() if "SAM_V" in one["name"])


def time_read(daemon, module):
    """Milliseconds from the card's arrival to the record's."""
    module.say("lift")
    wait_until(lambda: reader(daemon)["state"] == "empty", "an empty reader")
    time.sleep(0.5)
    since = time.perf_counter()
    module.say("present")
    answer = daemon.read({"reader": reader(daemon)["id"], "wait_seconds": 10})
    taken = 1e3 * (time.perf_counter() - since)
    assert answer.status == 200 and answer.json["verification"]["verdict"] == "genuine", answer
    return taken


def main():
    pcscd = pcscd_process()
    with Daemon() as daemon, Module(os.environ["FIVESTAR_MODULE_PORTS"], "five-star-2023", "--baud", str(BAUD)) as module:
        wait_until(lambda: reader(daemon)["state"] == "card", "the card")
        taken = [time_read(daemon, module) for _ in range(READS)]
        dirty = private_dirty_kib(pcscd)
        before = processor_seconds(pcscd)
        time.sleep(IDLE_SECONDS)
        load = 100 * (processor_seconds(pcscd) - before) / IDLE_SECONDS
    wire = 1e3 * sum(map(sum, EXCHANGES)) * BITS_OF_AN_OCTET / BAUD
    least = wire + PCSCD_POLL_MILLISECONDS + DRIVER_POLL_MILLISECONDS
    print(f"| card presented to a module at {BAUD} baud, to its record served | {statistics.median(taken):.0f} ms (slowest of "
          f"{READS}: {max(taken):.0f} ms) against {wire:.0f} ms on the wire and {least - wire:.0f} ms of polling: ratio "
          f"{max(taken) / least:.2f} of the slowest | at most {MOST} |")
    print(f"| pcscd's processor, a card lying on the module's reader | {load:.2f} % of a core in {IDLE_SECONDS} s | under 0.5 % |")
    print(f"| private dirty memory of pcscd after these reads, all of it | {dirty / 1024:.2f} MiB | the driver's under 2 MB |")


main()
