# SPDX-License-Identifier: Apache-2.0
"""The time that the libraries for programs at counters add to the daemon's own read of the same text and photo, from the search for a card to
its text. Prints rows of a table; to be run below tools/with-pcscd --readers 0 --modules 1, with FIVESTAR_BUILD naming the build's directory."""

import os
import pathlib
import statistics
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from card_layers import Cvr, Routon  # noqa: E402
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
    own, through = [], {"libsdtapi.so, from Find to the text": [], "Routon's functions, from Authenticate to the texts": [],
                        "lib100UD.so, from CVR_Authenticate to the number": []}
    with tempfile.TemporaryDirectory() as folder, Daemon() as daemon, Module(os.environ["FIVESTAR_MODULE_PORTS"], "resident"):
        file = configuration(folder, daemon.socket)
        file.write_text('files = "never"\n' + file.read_text())
        os.environ["FIVESTAR_COMPAT_CONFIG"] = str(file)
        reader = daemon.reader_with_card("SAM_V")["id"]
        sdt = Sdt(BUILD / "compat" / "libsdtapi.so")
        routon, cvr = Routon(BUILD / "compat" / "libsdtapi.so"), Cvr(BUILD / "compat" / "lib100UD.so")
        assert (routon.InitComm(1001), cvr.open()) == (1, 1)
        connection = UnixConnection(daemon.socket)

        def read_itself():
            connection.request("POST", "/v1/read", body='{"require":["access"],"reader":"%s","fields":["raw.cn_text","module.portrait"]}' % reader)
            response = connection.getresponse()
            body = response.read()
            assert response.status == 200, body

        def read_through_the_library():
            codes = [sdt.find()[0], sdt.select()[0], sdt.read()[0]]
            assert codes == [0x9F, 0x90, 0x90], codes

        def read_through_routons_functions():
            assert routon.Authenticate() == 1 and routon.infos() is not None

        def read_through_cvr():
            codes = [cvr.CVR_AuthenticateForNoJudge(), cvr.CVR_Read_Content(1)]
            assert codes == [1, 1] and cvr.text("GetPeopleIDCode"), codes

        reads = (read_through_the_library, read_through_routons_functions, read_through_cvr)
        for _ in range(READS):
            own.append(time_of(read_itself))
            for times, read in zip(through.values(), reads):
                sdt.call("ResetSAM", 1001, 1)
                times.append(time_of(read))
        connection.close()
    own_read = statistics.median(own)
    for name, times in through.items():
        more = statistics.median(times) - own_read
        print(f"| {name} | {more:.1f} ms more than the {own_read:.1f} ms of the daemon's own read (medians of {READS}): "
              f"ratio {(own_read + more) / own_read:.2f} | at most {MOST} ms more |")


main()
