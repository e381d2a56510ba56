# SPDX-License-Identifier: Apache-2.0
"""Tests the audit log in the journal and on standard error: client, fields, reader and outcome of each request."""

import json
import os
import re
import signal
import unittest

import not_run
import people
import simulator
from daemon import Demo, SOURCE, UnixConnection, wait_until
from journal import Journal, NAMESPACES

MANUAL = (SOURCE / "docs" / "OPERATIONS.md").read_text()
MESSAGE_ID = re.search(r"`MESSAGE_ID` \| `([0-9a-f]{32})`", MANUAL)[1]
PERSONAS = ("five-star-2023", "passport-of-five-star")
FIELDS = ["document.type", "document.number", "holder.names", "holder.over_18", "portrait", "evidence", "compare.holder.birth_date"]
LEAVES = ["document.type", "document.number", "holder.names.latin", "holder.names.primary", "holder.names.secondary",
          "holder.names.chinese", "holder.names.chinese_omitted", "holder.names.truncated", "portrait", "holder.over_18", "compare.holder.birth_date"]
NUMBER = "931586198001010028"


def configuration(more="", **lists):
    rule = {"name": "hotel-desk", "uid": 0, "fields": FIELDS,
            "routes": ["read", "match", "cross-check", "number", "health", "readers", "metrics", "diagnosis"], **lists}
    return (f"[limits]\nrequests_per_minute = 600000\n{more}\n[[client]]\n"
            + "".join(f"{key} = {json.dumps(value)}\n" for key, value in rule.items()))


def order(persona, **more):
    return {"reader": persona, "access": {"mrz": simulator.mrz_of(persona)}, **more}


def is_audit(entry):
    return entry.get("MESSAGE_ID") == [MESSAGE_ID]


@not_run.skip_if(not_run.no_namespaces(*NAMESPACES))
class Audit(unittest.TestCase):
    def setUp(self):
        self.journal = Journal()
        self.addCleanup(self.journal.close)

    def start(self, *personas, **more):
        demo = Demo(*personas, wrapper=self.journal.wrapper(), configuration=configuration(**more))
        self.addCleanup(demo.folder.cleanup)
        for persona in personas:
            demo.reader_with_card(persona)
        return demo

    def next_audit(self):
        """The next entry of the audit, without the fields common to all entries, which are checked."""
        entry = self.journal.read_until(is_audit, "of the audit")[-1]
        for name in entry.keys() - {"MESSAGE", "PRIORITY", "SYSLOG_IDENTIFIER"}:
            self.assertIn(f"`{name}`", MANUAL)
        for name, value in {"MESSAGE_ID": MESSAGE_ID, "PRIORITY": "6", "SYSLOG_IDENTIFIER": "fivestard", "FIVESTAR_CLIENT": "hotel-desk",
                            "FIVESTAR_PEER_UID": "0", "FIVESTAR_PEER_GID": "0", "FIVESTAR_PEER_PID": str(os.getpid())}.items():
            self.assertEqual(entry.pop(name), [value])
        self.assertGreaterEqual(int(entry.pop("FIVESTAR_DURATION_USEC")[0]), 0)
        line = entry.pop("MESSAGE")[0]
        self.assertIn("client=hotel-desk", line)
        self.assertIn(f'request="{entry["FIVESTAR_REQUEST"][0]}"', line)
        self.assertIn(f'outcome={entry["FIVESTAR_OUTCOME"][0]}', line)
        return entry

    def test_every_request_for_a_cards_data_has_one_entry(self):
        demo = self.start(*PERSONAS)

        def expect(request, outcome="answered", fields=None, **more):
            expected = {"FIVESTAR_REQUEST": [request], "FIVESTAR_OUTCOME": [outcome]}
            if fields:
                expected["FIVESTAR_FIELD"] = fields
            expected |= {f"FIVESTAR_{name.upper()}": value if isinstance(value, list) else [value] for name, value in more.items()}
            self.assertEqual(self.next_audit(), expected)

        card = demo.read(order("five-star-2023")).json
        of_card = {"reader": "five-star-2023", "card": card["card"], "read": card["id"]}
        expect("POST /v1/read", fields=LEAVES, **of_card)
        path = "/v1/reads/" + card["id"]
        self.assertEqual(demo.get(path).status, 200)
        expect("GET /v1/reads/{id}", fields=LEAVES, **of_card)
        self.assertEqual(demo.get(path + "/portrait").status, 200)
        expect("GET /v1/reads/{id}/portrait", fields=["portrait"], **of_card)
        self.assertEqual(demo.get(path + "?view=citizen").status, 422)
        expect("GET /v1/reads/{id}", "failed", LEAVES, problem="not_representable", **of_card)
        answer = demo.request("POST", path + "/match", body={"fields": {"holder.birth_date": "1980-01-01"}})
        self.assertEqual(answer.json["fields"]["holder.birth_date"]["result"], "same")
        expect("POST /v1/reads/{id}/match", fields=["compare.holder.birth_date"], **of_card)
        answer = demo.request("POST", path + "/match", body={"fields": {"holder.sex": "F"}})
        self.assertEqual(answer.status, 403)
        expect("POST /v1/reads/{id}/match", "refused", ["compare.holder.sex"], problem="not_granted", refused_field="holder.sex")

        stream = demo.events(target="/v1/read", method="POST",
                             body=json.dumps(order("passport-of-five-star", fields=["holder.names.latin"], evidence=True)),
                             headers={"Accept": "text/event-stream"})
        passport = stream.wait_for("result")[1]
        of_passport = {"reader": "passport-of-five-star", "card": passport["card"], "read": passport["id"]}
        expect("POST /v1/read", fields=["holder.names.latin", "evidence"], **of_passport)
        answer = demo.request("POST", "/v1/cross-check", body={"reads": [card["id"], passport["id"]], "fields": ["holder.birth_date"]})
        self.assertEqual(answer.status, 200)
        expect("POST /v1/cross-check", fields=["compare.holder.birth_date"], **{**of_passport, "read": [card["id"], passport["id"]]})

        self.assertEqual(demo.request("POST", "/v1/number", body={"number": NUMBER}).status, 200)
        expect("POST /v1/number")
        self.assertEqual(demo.read(order("five-star-2023", fields=["holder.address"])).status, 403)
        expect("POST /v1/read", "refused", ["holder.address"], problem="not_granted", refused_field="holder.address")
        wrong = {"reader": "five-star-2023", "access": {"mrz": simulator.mrz_of("passport")}, "fields": ["document.type"]}
        self.assertEqual(demo.read(wrong).json["code"], "access_denied")
        expect("POST /v1/read", "failed", ["document.type"], problem="access_denied", reader="five-star-2023", card=card["card"])
        self.assertEqual(demo.read({"reader": "ERIKSSON", "access": {"can": "123456"}}).status, 404)
        expect("POST /v1/read", "failed", LEAVES, problem="no_such_reader")
        self.assertEqual(demo.get(f"/v1/reads/{NUMBER}").status, 404)
        expect("GET /v1/reads/{id}", "failed", problem="no_such_read")
        self.assertEqual(demo.request("DELETE", path).status, 204)
        expect("DELETE /v1/reads/{id}", **of_card)

        log = demo.log_text()
        self.assertEqual(demo.stop(), 0)
        last = self.journal.read_until(lambda entry: entry["MESSAGE"] == ["fivestard has ended"], "the end")
        self.assertFalse([entry for entry in last if is_audit(entry)], "reports and readers are not audited")
        self.assertEqual(self.journal.senders, {demo.process.pid})
        self.assertEqual(log, "", "the journal has all of it")
        everything = self.journal.octets.decode()
        self.assertEqual(people.traces_in(everything), [])
        for value in (NUMBER, "1980", "ERIKSSON", "123456", "genuine"):
            # Random ids and durations may contain the same digits.
            self.assertNotRegex(everything, rf"(?<![0-9a-f]){value}(?![0-9a-f])")

    def test_a_journal_that_does_not_read_holds_up_nobody_and_is_told_what_it_missed(self):
        demo = self.start("five-star-2023")
        read = demo.read(order("five-star-2023")).json["id"]
        self.journal.read_until(is_audit, "the read's")
        connection = UnixConnection(demo.socket)
        asked = 3000
        for _ in range(asked):
            connection.request("GET", f"/v1/reads/{read}")
            response = connection.getresponse()
            self.assertEqual((response.status, response.read()[:1]), (200, b"{"))
        connection.close()
        metrics = demo.get("/metrics").body.decode()
        lost = int(next(line for line in metrics.splitlines() if line.startswith("fivestard_log_entries_lost_total")).split()[1])
        self.assertGreater(lost, 0)
        told, taken = 0, 0
        while told < lost or taken < asked - lost:
            entry = self.journal.read()
            self.assertIsNotNone(entry, f"{taken} of {asked} were taken, {lost} lost, {told} told of")
            if is_audit(entry):
                taken += 1
            else:
                self.assertEqual(entry["PRIORITY"], ["4"])
                self.assertIn("lost", entry["MESSAGE"][0])
                told += int(entry["MESSAGE"][0].rpartition(" ")[2])
        self.assertEqual((taken, told), (asked - lost, lost))
        self.assertIsNone(self.journal.read(0.2))
        self.assertEqual(demo.get(f"/v1/reads/{read}").status, 200)
        self.assertTrue(is_audit(self.journal.read()))
        self.assertEqual(demo.stop(), 0)

    def test_a_journal_that_stays_away_does_not_keep_the_daemon_from_ending(self):
        demo = self.start("five-star-2023")
        read = demo.read(order("five-star-2023")).json["id"]
        for _ in range(100):
            demo.get(f"/v1/reads/{read}")
        self.assertEqual(demo.stop(), 0)

    def test_the_audit_can_be_switched_off_which_is_told(self):
        demo = self.start("five-star-2023", more="[log]\naudit = false\n")
        self.assertEqual(demo.read(order("five-star-2023")).status, 200)
        demo.write_configuration(configuration())
        demo.signal(signal.SIGHUP)
        entries = self.journal.read_until(lambda entry: entry["MESSAGE"] == ["configuration reloaded"], "the reload")
        self.assertEqual([entry for entry in entries if is_audit(entry)], [])
        self.assertIn((["nothing is audited: [log] audit is false"], ["4"]), [(entry["MESSAGE"], entry["PRIORITY"]) for entry in entries])
        self.assertEqual(demo.read(order("five-star-2023")).status, 200)
        self.assertEqual(self.next_audit()["FIVESTAR_OUTCOME"], ["answered"])
        self.assertEqual(demo.stop(), 0)


class StandardError(unittest.TestCase):
    def test_without_a_journal_each_entry_is_a_line(self):
        with Demo("five-star-2023", configuration=configuration(uid=os.getuid())) as demo:
            demo.reader_with_card("five-star-2023")
            read = demo.read(order("five-star-2023")).json
            self.assertEqual(demo.read(order("five-star-2023", fields=["raw"])).status, 403)
            mine = f"audit: client=hotel-desk uid={os.getuid()} gid={os.getgid()} pid={os.getpid()} request=\"POST /v1/read\" "
            where = f"reader=five-star-2023 card={read['card']} reads={read['id']} "
            fields = "fields=document.type,document.number,holder.names,portrait,holder.over_18,compare.holder.birth_date "
            lines = wait_until(lambda: [line.partition(" info: ")[2] for line in demo.log_text().splitlines() if "refused" in line
                                        or "answered" in line][1:] and demo.log_text().splitlines(), "two lines")
            said = [line.partition(" info: ")[2] for line in lines if " info: audit: " in line]
            self.assertEqual(len(said), 2)
            self.assertRegex(said[0], "^" + mine + "outcome=answered " + where + fields + r"usec=\d+$")
            self.assertRegex(said[1], "^" + mine + r"outcome=refused problem=not_granted refused=raw fields=raw usec=\d+$")


if __name__ == "__main__":
    not_run.main()
