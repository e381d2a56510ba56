# SPDX-License-Identifier: Apache-2.0
"""The time that libsdtapi.so adds to the daemon's own read of the same text and photo, from Find to the text. Prints a row of a table; to be
run below tools/with-pcscd --readers 0 --modules 1, with FIVESTAR_BUILD naming the build's directory."""

import os
import pathlib
import statistics
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from daemon import BUILD, Daemon, UnixConnection  # noqa: E402
from sam_module import Module  # noqa: E402
from sdt import Sdt, configuration  # noqa: E402

READS = 50
PAUSE = 0.06  # seconds after which the library asks the daemon again
MOST = 15  # milliseconds


def time_of(read):
    """Milliseconds of one read, after a pause."""
    time.sleep(PAUSE)
    since = time.perf_counter()
    read()
    return 1e3 * (time.perf_counter() - since)


def main():
    own, through = [], []
    with tempfile.TemporaryDirectory() as folder, Daemon() as daemon, Module(os.environ["FIVESTAR_MODULE_PORTS"], "resident"):
        os.environ["FIVESTAR_COMPAT_CONFIG"] = str(configuration(folder, daemon.socket))
        reader = daemon.reader_with_card("SAM_V")["id"]
        sdt = Sdt(BUILD / "compat" / "libsdtapi.so")
        connection = UnixConnection(daemon.socket)

        def read_itself():
            connection.request("POST", "/v1/read", body='{"require":["access"],"reader":"%s","fields":["raw.cn_text","module.portrait"]}' % reader)
            response = connection.getresponse()
            body = response.read()
            assert response.status == 200, body

        def read_through_the_library():
            codes = [sdt.find()[0], sdt.select()[0], sdt.read()[0]]
            assert codes == [0x9F, 0x90, 0x90], codes

        for _ in range(READS):
            sdt.call("ResetSAM", 1001, 1)
            own.append(time_of(read_itself))
            through.append(time_of(read_through_the_library))
        connection.close()
    read, more = statistics.median(own), statistics.median(through) - statistics.median(own)
    print(f"| libsdtapi.so, from Find to the text | {more:.1f} ms more than the {read:.1f} ms of the daemon's own read (medians of {READS}): "
          f"ratio {(read + more) / read:.2f} | at most {MOST} ms more |")


main()
