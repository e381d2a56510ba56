# SPDX-License-Identifier: Apache-2.0
"""The three kinds of SAM_V modules on USB: their ids and endpoints."""

BULK, INTERRUPT = 2, 3
# Endpoints with their types. Bit 7 means towards the host.
FORMS = {"two pipes": [(0x01, BULK), (0x82, BULK)],
         "four pipes": [(0x02, BULK), (0x81, BULK), (0x06, BULK), (0x85, BULK)],
         "reports": [(0x04, INTERRUPT), (0x83, INTERRUPT)]}
IDS = {"two pipes": (0x0400, 0xC35A), "four pipes": (0x0400, 0xC35A), "reports": (0x2B8B, 0x2721)}
REPORT = 64
PACKET = {"two pipes": 512, "four pipes": 512, "reports": REPORT}  # octets; bulk at high speed (USB 2.0 5.8.3)
HEADER = 7  # octets of a frame that go through the first pair of four pipes
