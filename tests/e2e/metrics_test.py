# SPDX-License-Identifier: Apache-2.0
"""GET /metrics, parsed by the Prometheus project's library: it counts events at the readers, contains no personal data, and has every series
that the installed alert rules and dashboard use."""

import json
import pathlib
import re
import subprocess
import tempfile
import unittest

import not_run
import simulator
from daemon import Demo, FIVESTARCTL, SOURCE, wait_until
from prometheus_client.parser import text_string_to_metric_families

MONITORING = SOURCE / "docs" / "monitoring"


def samples(page):
    return {(sample.name, tuple(sorted(sample.labels.items()))): sample.value
            for family in text_string_to_metric_families(page) for sample in family.samples}


class Metrics(unittest.TestCase):
    def test_reads_are_counted_and_nobody_is_named(self):
        persona = simulator.personas()["passport"]
        with Demo("passport", "five-star-2023") as demo:
            demo.reader_with_card("passport")
            demo.reader_with_card("five-star-2023")
            before = samples(demo.get("/metrics").body.decode())
            self.assertEqual(before["fivestard_reads_total", (("outcome", "genuine"),)], 0)
            mrz = simulator.mrz_of("passport")
            for access, status in (({"mrz": mrz}, 200), ({"mrz": mrz}, 200), ({"mrz": simulator.mrz_of("five-star-2023")}, 422)):
                self.assertEqual(demo.read({"reader": "passport", "access": access}).status, status)
            self.assertEqual(demo.get("/v1/reads/none").status, 404)
            # The end of a read is counted by its event, which may come after the client's answer.
            wait_until(lambda: 'fivestard_reads_total{outcome="access_denied"} 1' in demo.get("/metrics").body.decode(), "the last read's count")
            answer = demo.get("/metrics")
            self.assertEqual(answer.headers["Content-Type"], "text/plain; version=0.0.4; charset=utf-8")
            page = answer.body.decode()
            after = samples(page)
            self.assertEqual(after["fivestard_reads_total", (("outcome", "genuine"),)], 2)
            self.assertEqual(after["fivestard_reads_total", (("outcome", "access_denied"),)], 1)
            self.assertEqual(after["fivestard_read_duration_seconds_count", ()], 2)
            self.assertEqual(after["fivestard_read_step_duration_seconds_count", (("step", "read_dg1"),)], 2)
            self.assertGreater(after["fivestard_card_exchanges_total", ()], 20)
            self.assertEqual(after["fivestard_request_problems_total", (("code", "no_such_read"),)], 1)
            self.assertEqual(after["fivestard_readers", (("state", "card"),)], 2)
            self.assertEqual(after["fivestard_reads_queued", ()], 0)
            self.assertEqual(after["fivestard_reads_held", ()], 1)
            for personal in (*persona["mrz"], persona["mrz"][1][:9], "SPECIMEN", "ERIKSSON"):
                self.assertNotIn(personal, page)

            with tempfile.TemporaryDirectory() as folder:
                file = pathlib.Path(folder) / "fivestard.prom"
                subprocess.run([FIVESTARCTL, "--socket", demo.socket, "metrics", "--textfile", file], check=True, timeout=30)
                self.assertEqual(samples(file.read_text()).keys(), samples(demo.get("/metrics").body.decode()).keys())

            known = {name for name, _ in after} | {"fivestard_read_duration_seconds_bucket"}
            rules = (MONITORING / "alerts.yaml").read_text()
            dashboard = json.dumps(json.loads((MONITORING / "dashboard.json").read_text()))
            asked = set(re.findall(r"\bfivestard_\w+", re.sub(r"annotations:.*?(?=- alert|$)", "", rules, flags=re.S) + dashboard))
            self.assertGreater(len(asked), 10)
            self.assertEqual(asked - known - {"fivestard_read_step_duration_seconds_sum"}, set())


if __name__ == "__main__":
    not_run.main()
