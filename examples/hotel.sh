#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A front desk reads a guest's card and passport, compares them and has both reads deleted; see README.md.
set -euo pipefail

socket=$1 card_reader=$2 passport_reader=$3 portrait_file=$4
readonly fields='["document.type", "document.number_masked", "document.currently_valid", "holder.names",
  "holder.birth_date", "holder.sex", "holder.nationality", "holder.over_18", "portrait", "verification"]'
language=${LANG:-en}
language=${language%%.*}
reads=()

# ask TARGET [CURL_OPTION...]: prints the answer; prints a problem on standard error and fails. Bodies come from standard input (-d @-),
# because they may contain keys.
ask() {
    local target=$1 answer
    shift
    answer=$(curl --silent --show-error --unix-socket "$socket" --header "Accept-Language: ${language//_/-}" "$@" "http://localhost$target")
    if [[ -n $answer ]] && jq --exit-status 'type == "object" and has("code")' >/dev/null 2>&1 <<<"$answer"; then
        jq --raw-output '"fivestard: " + ([.code, .title, .detail // empty] | join(": "))' <<<"$answer" >&2
        return 1
    fi
    printf '%s\n' "$answer"
}

forget() {
    local read
    for read in "${reads[@]}"; do ask "/v1/reads/$read" --request DELETE >/dev/null; done
    reads=()
}
trap forget EXIT

# Ends at the first event about a card. curl ends by itself at the next event.
wait_for_card() {
    grep --max-count=1 --quiet -E '^event: card_inserted|^data: .*"card":' \
        < <(curl --silent --no-buffer --unix-socket "$socket" "http://localhost/v1/events?reader=$1" 2>/dev/null)
}

# read_card READER MRZ: prints the result, and the progress on standard error.
read_card() {
    jq --null-input --arg reader "$1" --arg mrz "$2" --argjson fields "$fields" \
        '{reader: $reader, wait_seconds: 30, fields: $fields} + if $mrz == "" then {} else {access: {mrz: $mrz}} end' |
        curl --silent --show-error --no-buffer --unix-socket "$socket" --header "Accept-Language: ${language//_/-}" \
            --header 'Accept: text/event-stream, application/problem+json' --data-binary @- http://localhost/v1/read | {
        event=problem
        while IFS= read -r line; do
            case $line in
                event:*) event=${line#event: } ;;
                data:* | '{'*)
                    data=${line#data: }
                    case $event in
                        progress) jq --raw-output '"\(.index)/\(.of) \(.step)"' <<<"$data" >&2 ;;
                        result) printf '%s\n' "$data" && exit 0 ;;
                        problem)
                            jq --raw-output '"fivestard: " + ([.code, .title, .detail // empty] | join(": "))' <<<"$data" >&2
                            exit 1
                            ;;
                    esac
                    ;;
            esac
        done
        # A problem instead of the stream is one line without a line feed.
        [[ -z ${line:-} ]] || jq --raw-output '"fivestard: " + ([.code, .title, .detail // empty] | join(": "))' <<<"$line" >&2
        exit 1
    }
}

show() {
    jq --raw-output --arg title "$1" '
        "\($title): \(.record.document.type) \(.record.document.number_masked), \(.verification.verdict)",
        "  name: \(.record.holder.names | if (.latin // "") == "" then .primary else .latin end)",
        "  valid today: \(.record.document.currently_valid), over 18: \(.record.holder.over_18)"'
}

keys=$(cat)
card_mrz=${keys%%$'\n\n'*}
passport_mrz=''
if [[ $keys == *$'\n\n'* ]]; then passport_mrz=${keys#*$'\n\n'}; fi

wait_for_card "$card_reader"
card=$(read_card "$card_reader" "$card_mrz")
reads+=("$(jq --raw-output .id <<<"$card")")
show card <<<"$card"

umask 077
printf '  portrait: %s\n' "$(curl --silent --fail --unix-socket "$socket" --header 'Accept: image/jpeg' --output "$portrait_file" \
    --write-out '%{content_type}' "http://localhost/v1/reads/${reads[0]}/portrait")"

passport=$(read_card "$passport_reader" "$passport_mrz")
reads+=("$(jq --raw-output .id <<<"$passport")")
show passport <<<"$passport"

comparison=$(jq --null-input '{reads: $ARGS.positional}' --args "${reads[@]}" | ask /v1/cross-check --data-binary @-)
jq --raw-output '.fields | to_entries | sort_by(.key)[] | "\(.key): \(.value.result)"' <<<"$comparison"

forget
echo forgotten
jq --exit-status --slurp '.[0].verification.verdict == "genuine" and .[1].verification.verdict == "genuine"
    and ([.[2].fields[].result] | any(. == "different") | not)' <<<"$card$passport$comparison" >/dev/null
