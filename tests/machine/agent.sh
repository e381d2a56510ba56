#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs in the guest: executes the host's commands, which come over a virtio port, one base64 line each. Answers each with one line,
# STATUS:OUTPUT:ERRORS, the last two in base64.
exec 3<>/dev/virtio-ports/agent
echo ready >&3
while read -r line <&3; do
    base64 -d <<<"$line" >/run/agent-command
    bash /run/agent-command </dev/null >/run/agent-output 2>/run/agent-errors 3>&-
    echo "$?:$(base64 -w0 /run/agent-output):$(base64 -w0 /run/agent-errors)" >&3
done
