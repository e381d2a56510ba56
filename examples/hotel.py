#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A front desk reads a guest's card and passport, compares them and has both reads deleted; see README.md."""

import http.client
import json
import os
import socket
import sys

FIELDS = ["document.type", "document.number_masked", "document.currently_valid", "holder.names", "holder.birth_date", "holder.sex",
          "holder.nationality", "holder.over_18", "portrait", "verification"]


class Daemon(http.client.HTTPConnection):
    """HTTP over the daemon's Unix socket; one connection per request is fast enough for a desk."""

    def __init__(self, path):
        super().__init__("localhost", timeout=180)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Problem(Exception):
    """A refusal of the daemon with its stable code. `title` and `detail` are for people."""

    def __init__(self, members):
        super().__init__(": ".join(members[name] for name in ("code", "title", "detail") if name in members))
        self.code = members["code"]


def ask(path, method, target, body=None, accept="application/json"):
    """Returns the open response unless it is a problem."""
    connection = Daemon(path)
    headers = {"Accept": f"{accept}, application/problem+json", "Accept-Language": os.environ.get("LANG", "en").split(".")[0].replace("_", "-")}
    connection.request(method, target, json.dumps(body) if body is not None else None, headers)
    response = connection.getresponse()
    if response.status >= 400:
        raise Problem(json.loads(response.read()))
    return response


def events(response):
    """The events of a stream, as name and data."""
    name, data = "message", ""
    for line in response:
        line = line.decode("utf-8").rstrip("\r\n")
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data += value
        elif line == "":
            if data:
                yield name, json.loads(data)
            name, data = "message", ""


def wait_for_card(path, reader):
    for name, data in events(ask(path, "GET", f"/v1/events?reader={reader}", accept="text/event-stream")):
        if name in ("snapshot", "resync") and any("card" in known for known in data["readers"]):
            return
        if name == "card_inserted":
            return
    raise SystemExit("the daemon ended its events")


def read_card(path, reader, mrz):
    order = {"reader": reader, "wait_seconds": 30, "fields": FIELDS}
    if mrz:
        order["access"] = {"mrz": mrz}
    for name, data in events(ask(path, "POST", "/v1/read", order, "text/event-stream")):
        if name == "progress":
            print(f"{data['index']}/{data['of']} {data['step']}", file=sys.stderr)
        elif name == "problem":
            raise Problem(data)
        elif name == "result":
            return data
    raise SystemExit("the daemon ended the read without a result")


def save_portrait(path, read, file):
    response = ask(path, "GET", f"/v1/reads/{read['id']}/portrait", accept="image/jpeg")
    octets = response.read()
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as portrait:
        portrait.write(octets)
    return response.headers["Content-Type"]


def show(label, read):
    document, holder = read["record"]["document"], read["record"]["holder"]
    print(f"{label}: {document['type']} {document['number_masked']}, {read['verification']['verdict']}")
    print(f"  name: {holder['names']['latin'] or holder['names']['primary']}")
    print(f"  valid today: {str(document['currently_valid']).lower()}, over 18: {str(holder['over_18']).lower()}")


def main():
    path, card_reader, passport_reader, portrait_file = sys.argv[1:]
    card_mrz, _, passport_mrz = sys.stdin.read().strip("\n").partition("\n\n")
    reads = []
    try:
        wait_for_card(path, card_reader)
        reads.append(read_card(path, card_reader, card_mrz))
        show("card", reads[0])
        print(f"  portrait: {save_portrait(path, reads[0], portrait_file)}")
        reads.append(read_card(path, passport_reader, passport_mrz))
        show("passport", reads[1])
        answer = json.load(ask(path, "POST", "/v1/cross-check", {"reads": [read["id"] for read in reads]}))
        for field in sorted(answer["fields"]):
            print(f"{field}: {answer['fields'][field]['result']}")
        different = any(field["result"] == "different" for field in answer["fields"].values())
        genuine = all(read["verification"]["verdict"] == "genuine" for read in reads)
    except Problem as problem:
        raise SystemExit(f"fivestard: {problem}")
    finally:
        for read in reads:
            ask(path, "DELETE", f"/v1/reads/{read['id']}")
    print("forgotten")
    return 0 if genuine and not different else 1


if __name__ == "__main__":
    sys.exit(main())
