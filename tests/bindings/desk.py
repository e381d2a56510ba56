# SPDX-License-Identifier: Apache-2.0
"""A program that uses the Python package for what tests/bindings/daemon_test.py asks on standard input; desk.mjs does the same in Node.

desk.py [--async]; the answer is JSON on standard output."""

import asyncio
import hashlib
import json
import sys

import fivestar


def key_of(key):
    return {"scanned": True} if "scanned" in key else key


def portrait_of(portrait):
    return [portrait.media_type, hashlib.sha256(portrait.data).hexdigest()]


def problem_of(error):
    return [error.code, getattr(error, "status", None), bool(getattr(error, "title", ""))]


def plain(order):
    said = {"reads": {}}
    with fivestar.Client(order["socket"]) as client:
        said["health"] = sorted(client.health())
        said["readers"] = sorted(reader["id"] for reader in client.readers())
        said["anchors"] = len(client.trust()["anchors"])
        said["client"] = client.whoami()["client"]
        said["number"] = client.check_number("931586198001010028")["kind"]
        said["contract"] = client.request("GET", "/v1/openapi.json")["openapi"]
        pair = []
        for name, one in order["reads"].items():
            steps, early = [], []
            if "scanned" in one["key"]:
                client.push_key(one["reader"], one["key"]["scanned"])
            card = client.read(reader=one["reader"], wait_seconds=10, on_progress=lambda step: steps.append(step["step"]),
                               on_record=lambda answer: early.append(answer["id"]), **key_of(one["key"]))
            assert steps and early == [card.id]
            said["reads"][name] = {"record": card.record, "verdict": card.verdict, "checks": card.verification["checks"],
                                   "portrait": portrait_of(card.portrait(one["picture"])),
                                   "match": card.match(one["match"])["fields"] if one["match"] else {}}
            assert client.get_read(card.id).record == card.record
            if name in order["pair"]:
                pair.append(card)
            else:
                card.forget()
        if pair:
            said["cross_check"] = client.cross_check(*pair)["fields"]
        for card in pair:
            with card:
                pass
        for name, options in order["refused"].items():
            try:
                client.read(**options)
            except fivestar.Problem as problem:
                said[name] = problem_of(problem)
        with client.events() as events:
            said["event"] = next(events).name
    return said


async def with_asyncio(order):
    said = {"reads": {}}
    async with fivestar.AsyncClient(order["socket"]) as client:
        health, readers, trust, whoami = await asyncio.gather(client.health(), client.readers(), client.trust(), client.whoami())
        said["health"] = sorted(health)
        said["readers"] = sorted(reader["id"] for reader in readers)
        said["anchors"] = len(trust["anchors"])
        said["client"] = whoami["client"]
        said["number"] = (await client.check_number("931586198001010028"))["kind"]
        said["contract"] = (await client.request("GET", "/v1/openapi.json"))["openapi"]
        pair = []
        for name, one in order["reads"].items():
            steps, early = [], []
            if "scanned" in one["key"]:
                await client.push_key(one["reader"], one["key"]["scanned"])
            card = await client.read(reader=one["reader"], wait_seconds=10, on_progress=lambda step: steps.append(step["step"]),
                                     on_record=lambda answer: early.append(answer["id"]), **key_of(one["key"]))
            assert steps and early == [card.id]
            said["reads"][name] = {"record": card.record, "verdict": card.verdict, "checks": card.verification["checks"],
                                   "portrait": portrait_of(await card.portrait(one["picture"])),
                                   "match": (await card.match(one["match"]))["fields"] if one["match"] else {}}
            assert (await client.get_read(card.id)).record == card.record
            if name in order["pair"]:
                pair.append(card)
            else:
                await card.forget()
        if pair:
            said["cross_check"] = (await client.cross_check(*pair))["fields"]
        for card in pair:
            async with card:
                pass
        for name, options in order["refused"].items():
            try:
                await client.read(**options)
            except fivestar.Problem as problem:
                said[name] = problem_of(problem)
        async with client.events() as events:
            async for event in events:
                said["event"] = event.name
                break
    return said


if __name__ == "__main__":
    given = json.load(sys.stdin)
    json.dump(asyncio.run(with_asyncio(given)) if "--async" in sys.argv else plain(given), sys.stdout)
