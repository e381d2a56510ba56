#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Swipe, lay down, done: waits for a card and for the key that fivestar-scan hands to the daemon, and prints the record; see README.md.
set -euo pipefail

socket=$1 reader=$2
readonly patience=60 # seconds for card and swipe

answer=$(jq --null-input --arg reader "$reader" --argjson patience "$patience" '{reader: $reader, access: {scanned: true},
        wait_seconds: $patience, fields: ["document.type", "document.number_masked", "document.currently_valid", "holder.names", "verification"]}' |
    curl --silent --show-error --unix-socket "$socket" --data-binary @- http://localhost/v1/read)
if jq --exit-status 'has("code")' >/dev/null <<<"$answer"; then
    jq --raw-output '"fivestard: \(.code): \(.title)"' <<<"$answer" >&2
    exit 1
fi
jq --raw-output '
    "\(.record.document.type) \(.record.document.number_masked), \(.verification.verdict)",
    "  name: \(.record.holder.names | if (.latin // "") == "" then .primary else .latin end)",
    "  valid today: \(.record.document.currently_valid)"' <<<"$answer"
curl --silent --show-error --unix-socket "$socket" --request DELETE "http://localhost/v1/reads/$(jq --raw-output .id <<<"$answer")"
jq --exit-status '.verification.verdict == "genuine"' >/dev/null <<<"$answer"
