# SPDX-License-Identifier: Apache-2.0
"""The card's side of the transmission protocols of ISO/IEC 7816-3, for readers that leave them to the host: a card that speaks APDUs is seen as one
that speaks T=1 blocks, or the octets of T=0.

`execute(command)` is the card: it returns an answer, or None if the card is gone."""

# Plain commands with an answer and without data: GET CHALLENGE, READ BINARY, GET RESPONSE, GET DATA. P3 is their Le.
ANSWERING = {0x84, 0xB0, 0xC0, 0xCA}
SECURED = 0x0C
FIRST_IFSD = 32  # ISO/IEC 7816-3 §11.4.2
MORE, R_BLOCK, S_BLOCK, S_ANSWER = 0x20, 0x80, 0xC0, 0x20
RESYNCH, IFS = 0x00, 0x01
WRONG_CHECK = 0x01  # error in an R-block: redundancy code


class T0Card:
    """Takes any octets, gives any number of those that the card has sent (§10.3)."""

    def __init__(self, execute):
        self.execute, self.coming, self.sent, self.gone = execute, b"", b"", False

    def take(self, octets):
        self.coming += octets
        if len(self.coming) < 5:
            return
        header = self.coming[:5]
        if not self._has_data(header):
            self._run(header, header[1:2])
        elif len(self.coming) == 5:
            self.sent += header[1:2]  # the procedure byte that asks for all data
        elif len(self.coming) == 5 + header[4]:
            self._run(self.coming, b"")

    @staticmethod
    def _has_data(header):
        return header[4] != 0 and (header[0] & SECURED != 0 or header[1] not in ANSWERING) and header[1] != 0xC0

    def _run(self, command, acknowledgement):
        self.coming = b""
        answer = self.execute(command)
        if answer is None:
            self.gone = True
        else:
            self.sent += (acknowledgement if len(answer) > 2 else b"") + answer

    def give(self, count):
        given, self.sent = self.sent[:count], self.sent[count:]
        return given


class T1Card:
    """Answers each block with a block (§11). The check is the LRC."""

    def __init__(self, execute):
        self.execute, self.gone, self.sent = execute, False, b""
        self._resynchronise()

    def _resynchronise(self):
        self.expected, self.next_number, self.room = 0, 0, FIRST_IFSD
        self.command, self.answer, self.last = b"", b"", b""

    def take(self, octets):
        if octets:
            self.sent = self._answer_to(octets)

    def give(self, count):
        given, self.sent = self.sent[:count], self.sent[count:]
        return given

    def _block(self, control, information=b""):
        block = bytes([0, control, len(information)]) + information
        check = 0
        for octet in block:
            check ^= octet
        self.last = block + bytes([check])
        return self.last

    def _acknowledge(self, error=0):
        return self._block(R_BLOCK | self.expected << 4 | error)

    def _answer_to(self, block):
        check = 0
        for octet in block:
            check ^= octet
        if len(block) < 4 or len(block) != block[2] + 4 or check:
            return self._acknowledge(WRONG_CHECK)
        control, information = block[1], block[3:-1]
        if not control & R_BLOCK:
            return self._take_information(control, information)
        if control & S_BLOCK == S_BLOCK:
            return self._supervise(control, information)
        acknowledged = control >> 4 & 1
        return self._next_part() if self.answer and acknowledged == self.next_number else self.last

    def _take_information(self, control, information):
        if control >> 6 & 1 != self.expected:
            return self._acknowledge()
        self.expected ^= 1
        self.command += information
        if control & MORE:
            return self._acknowledge()
        command, self.command = self.command, b""
        answer = self.execute(command)
        if answer is None:
            self.gone = True
            return b""
        self.answer = answer
        return self._next_part()

    def _next_part(self):
        part, self.answer = self.answer[:self.room], self.answer[self.room:]
        control = self.next_number << 6 | (MORE if self.answer else 0)
        self.next_number ^= 1
        return self._block(control, part)

    def _supervise(self, control, information):
        if control & 0x1F == RESYNCH:
            self._resynchronise()
        elif control & 0x1F == IFS:
            self.room = information[0]
        return self._block(control | S_ANSWER, information)
