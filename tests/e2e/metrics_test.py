# SPDX-License-Identifier: Apache-2.0
"""GET /metrics, parsed by the Prometheus project's library: it counts events at the readers, contains no personal data, and has every series
that the installed alert rules and dashboard use. promtool finds no fault in it, and node_exporter serves it beside its own metrics."""

import json
import pathlib
import re
import socket
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request

import not_run
import simulator
from daemon import Demo, FIVESTARCTL, PATIENCE, SOURCE, wait_until
from prometheus_client.parser import text_string_to_metric_families

MONITORING = SOURCE / "docs" / "monitoring"


def samples(page):
    return {(sample.name, tuple(sorted(sample.labels.items()))): sample.value
            for family in text_string_to_metric_families(page) for sample in family.samples}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def scraped(url):
    """The page, or None until somebody listens."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError:
        raise
    except urllib.error.URLError:
        return None


class Beside(unittest.TestCase):
    """prometheus/node_exporter#1885: a family that another file, or node_exporter itself, has in another form spoils each scrape."""

    def test_promtool_finds_no_fault(self):
        with Demo("passport") as demo:
            demo.reader_with_card("passport")
            self.assertEqual(demo.read({"reader": "passport", "access": {"mrz": simulator.mrz_of("passport")}}).status, 200)
            page = demo.get("/metrics").body
        self.assertIn(b"fivestard_read_duration_seconds_count 1", page)
        done = subprocess.run(["promtool", "check", "metrics"], input=page, capture_output=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, b""))
        done = subprocess.run(["promtool", "check", "rules", MONITORING / "alerts.yaml"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_alerts_fire_when_they_should_and_not_before(self):
        done = subprocess.run(["promtool", "test", "rules", pathlib.Path(__file__).with_name("alerts_test.yaml")], capture_output=True, text=True,
                              timeout=60)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_node_exporter_serves_the_text_file(self):
        with Demo("passport") as demo, tempfile.TemporaryDirectory() as folder:
            demo.reader_with_card("passport")
            file = pathlib.Path(folder) / "fivestard.prom"
            subprocess.run([FIVESTARCTL, "--socket", demo.socket, "metrics", "--textfile", file], check=True, timeout=30)
            port = free_port()
            log = pathlib.Path(folder) / "node_exporter.log"
            with log.open("w") as errors:
                exporter = subprocess.Popen(["prometheus-node-exporter", f"--web.listen-address=127.0.0.1:{port}", "--collector.disable-defaults",
                                             "--collector.textfile", f"--collector.textfile.directory={folder}"], stderr=errors)
            try:
                page = wait_until(lambda: scraped(f"http://127.0.0.1:{port}/metrics"), "page of node_exporter")
                page = scraped(f"http://127.0.0.1:{port}/metrics")  # errors of the first scrape are counted in the second
            finally:
                exporter.terminate()
                exporter.wait(PATIENCE)
            together = samples(page)
            self.assertEqual(together["node_textfile_scrape_error", ()], 0)
            self.assertEqual(together["promhttp_metric_handler_errors_total", (("cause", "gathering"),)], 0, log.read_text())
            self.assertIn(("process_start_time_seconds", ()), together, "node_exporter's own")
            self.assertEqual(set(samples(file.read_text())) - set(together), set())
            self.assertNotIn("level=error", log.read_text())


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
            # The demonstration has no master list.
            no_samples = {"fivestard_read_step_duration_seconds_sum", "fivestard_master_list_signed_timestamp_seconds"}
            self.assertEqual(asked - known - no_samples, set())


if __name__ == "__main__":
    not_run.main()
