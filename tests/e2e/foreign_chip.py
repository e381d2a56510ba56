# SPDX-License-Identifier: Apache-2.0
"""A passport that shares no code with this project: a chip by ICAO Doc 9303-10 and -11 in a virtual reader, with quirks of real
chips, and an issuer made by the openssl command line. The cryptography is that of tests/oracle."""

import hashlib
import math
import pathlib
import secrets
import socket
import struct
import subprocess
import sys
import tempfile
import threading

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests" / "oracle"))

import ciphers  # noqa: E402
import chip  # noqa: E402
from suite import AES_128, GENERIC, TRIPLE_DES, Password, Session, Suite, derive, objects_of, tlv  # noqa: E402

APPLICATION = bytes.fromhex("a0000002471001")
COM, SOD, CARD_ACCESS = 0x011e, 0x011d, 0x011c
DATA_GROUP_TAGS = {1: 0x61, 2: 0x75, 14: 0x6e}
SUCCESS, NOT_FOUND, CLOSED = 0x9000, 0x6a82, 0x6982
MRZ = ("P<UTOSPECIMEN<<FOREIGN<<<<<<<<<<<<<<<<<<<<<<", "FGN1234561UTO8001014F3501014<<<<<<<<<<<<<<00")
MRZ_INFORMATION = MRZ[1][:10] + MRZ[1][13:20] + MRZ[1][21:28]
PACE = Suite(GENERIC, AES_128, 13)
CARD_ACCESS_FILE = tlv(0x31, tlv(0x30, tlv(0x06, PACE.protocol) + bytes.fromhex("02010202010d")))


class Issuer:
    """A country's signer and its authority; `trust` is laid out as the daemon's configuration has it."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="fivestar-foreign-")
        self.trust = pathlib.Path(self.folder.name)
        for name in ("csca", "crl", "csca-lds"):
            (self.trust / name).mkdir()
        subject = "/C=UT/CN=SPECIMEN foreign "
        self.openssl("req", "-x509", "-newkey", "rsa:3072", "-nodes", "-keyout", "csca.key", "-out", "csca/csca.pem", "-days",
                     "4000", "-subj", subject + "CSCA", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
        self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "signer.key", "-out", "signer.csr", "-subj",
                     subject + "signer")
        (self.trust / "signer.cnf").write_text("keyUsage=critical,digitalSignature\nauthorityKeyIdentifier=keyid\n")
        self.openssl("x509", "-req", "-in", "signer.csr", "-CA", "csca/csca.pem", "-CAkey", "csca.key", "-CAcreateserial", "-out",
                     "signer.pem", "-days", "3000", "-sha256", "-extfile", "signer.cnf")

    def openssl(self, *arguments, octets=None):
        return subprocess.run(["openssl", *arguments], cwd=self.trust, input=octets, capture_output=True, check=True).stdout

    def security_object(self, groups):
        """EF.SOD (Doc 9303-10 §4.6.2) over the data groups."""
        sha256 = tlv(0x30, bytes.fromhex("0609608648016503040201"))
        hashes = b"".join(tlv(0x30, tlv(0x02, bytes([number])) + tlv(0x04, hashlib.sha256(file).digest()))
                          for number, file in sorted(groups.items()))
        content = tlv(0x30, bytes.fromhex("020100") + sha256 + tlv(0x30, hashes))
        signed = self.openssl("cms", "-sign", "-binary", "-nodetach", "-nosmimecap", "-econtent_type", "2.23.136.1.1.1",
                              "-signer", "signer.pem", "-inkey", "signer.key", "-md", "sha256", "-outform", "DER", octets=content)
        return tlv(0x77, signed)

    def document(self, pace):
        """The files of the application, by identifier, with or without a DG14 that lists PACE."""
        image = (SOURCE / "tests" / "vectors" / "images" / "pattern.jpg").read_bytes()
        # ISO/IEC 19794-5: facial record data without feature points, and its header.
        face = bytes(16) + struct.pack(">BBHHBBHH", 1, 0, 16, 16, 1, 2, 0, 0) + image
        record = b"FAC\x00010\x00" + struct.pack(">IHI", 18 + len(face), 1, 4 + len(face)) + face
        header = tlv(0xa1, bytes.fromhex("870201018802000881010282010080020101"))
        groups = {1: tlv(0x61, tlv(0x5f1f, "".join(MRZ).encode())),
                  2: tlv(0x75, tlv(0x7f61, b"\x02\x01\x01" + tlv(0x7f60, header + tlv(0x5f2e, record))))}
        if pace:
            groups[14] = tlv(0x6e, CARD_ACCESS_FILE)
        files = {0x0100 | number: file for number, file in groups.items()}
        files[COM] = tlv(0x60, tlv(0x5f01, b"0107") + tlv(0x5f36, b"040000")
                         + tlv(0x5c, bytes(DATA_GROUP_TAGS[number] for number in sorted(groups))))
        files[SOD] = self.security_object(groups)
        return files


def expected(le):
    """The number of octets that an Le field requests."""
    return int.from_bytes(le, "big") or 256 ** len(le) if le else 0


def parted(octets):
    """Header, data and Le of a command APDU (ISO/IEC 7816-4 §5.2)."""
    header, rest = octets[:4], octets[4:]
    extended = len(rest) > 2 and rest[0] == 0
    width = 2 if extended else 1
    rest = rest[1:] if extended else rest
    if len(rest) <= width:
        return header, b"", expected(rest)
    end = width + int.from_bytes(rest[:width], "big")
    return header, rest[width:end], expected(rest[end:])


class ForeignChip(chip.Chip):
    """Habits, by name: `lacks` (a file), `bac` and `pace` (offered), `open` (no access control), `default_application` (selected
    after a reset), `no_short_identifier`, `no_bare_selection` (SELECT with P2=0C), `warning` (to SELECT), `authenticate_le`,
    `closed` (READ BINARY and SELECT of files, before access control), `wrong_key`, `most` and `over_most` (octets that a READ BINARY brings, and what it says to more): status words, numbers."""

    def __init__(self, files, **habits):
        super().__init__(PACE, [Password(1, MRZ_INFORMATION)])
        self.files = {name: file for name, file in files.items() if name != habits.get("lacks")}
        self.commands = []
        self.habits = {"bac": True, "pace": False, "wrong_key": 0x6300, "most": 65536, **habits}
        self.reset()

    def reset(self):
        self.session = self.next_session = self.step = self.challenge = self.file = None
        self.in_application = self.habits.get("default_application", False)
        self.opened = self.habits.get("open", False)

    def answer(self, octets):
        header, data, wanted = parted(octets)
        if header[0] & 0x0c:
            return self.protected(octets, data)
        self.session = None
        content, status = self.execute(header, data, wanted)
        return content + status.to_bytes(2, "big")

    def protected(self, octets, data):
        if self.session is None:
            return bytes.fromhex("6988")
        wanted = expected(objects_of(data).get(0x97, b""))
        header, plain = self.session.open_command(octets)
        return self.session.protect_response(*self.execute(header, plain, wanted))

    def execute(self, header, data, wanted):
        self.commands.append(header[1:3] + data)
        by_name = header[1] == 0xa4 and header[2] == 0x04
        if "closed" in self.habits and not self.opened and header[1] in (0xa4, 0xb0) and not by_name:
            return b"", self.habits["closed"]
        if header[1] == 0xa4:
            return b"", self.select(header, data)
        if header[1] == 0xb0:
            return self.read(header, wanted)
        if header[1] == 0x84 and self.habits["bac"]:
            self.challenge = secrets.token_bytes(8)
            return self.challenge, SUCCESS
        if header[1] == 0x82 and self.habits["bac"]:
            return self.authenticate_mutually(data, wanted)
        if self.habits["pace"] and header[1] in (0x22, 0x86):
            content, status = self.plain(header, data)
            self.opened = self.opened or self.session is not None
            return content, status
        return b"", 0x6d00

    def select(self, header, data):
        if header[3] == 0x0c and "no_bare_selection" in self.habits:
            return self.habits["no_bare_selection"]
        if header[2] == 0x04:
            if data != APPLICATION:
                return NOT_FOUND
            self.in_application, self.file = True, None
        elif header[2] == 0x00 and data in (b"", b"\x3f\x00"):
            self.in_application, self.file = False, None
        else:
            status, self.file = self.find(int.from_bytes(data, "big"))
            if status != SUCCESS:
                return status
        return self.habits.get("warning", SUCCESS)

    def find(self, identifier):
        if not self.in_application:
            offered = self.habits["pace"] and identifier == CARD_ACCESS
            return (SUCCESS, CARD_ACCESS_FILE) if offered else (NOT_FOUND, None)
        if not self.opened:
            return CLOSED, None
        return (SUCCESS, self.files[identifier]) if identifier in self.files else (NOT_FOUND, None)

    def read(self, header, wanted):
        offset = header[2] << 8 | header[3]
        if header[2] & 0x80:
            if "no_short_identifier" in self.habits:
                return b"", self.habits["no_short_identifier"]
            status, self.file = self.find(0x0100 | header[2] & 0x1f)
            if status != SUCCESS:
                return b"", status
            offset = header[3]
        if self.file is None:
            return b"", 0x6986
        if wanted > self.habits["most"] and "over_most" in self.habits:
            return b"", self.habits["over_most"]
        if offset >= len(self.file):
            return b"", 0x6b00
        return self.file[offset:offset + min(wanted, self.habits["most"])], SUCCESS

    def authenticate_mutually(self, data, wanted):
        if wanted != self.habits.get("authenticate_le", wanted):
            return b"", 0x6700
        seed = hashlib.sha1(MRZ_INFORMATION.encode()).digest()[:16]
        cipher, key = ciphers.TripleDes(derive(TRIPLE_DES, seed, 1)), derive(TRIPLE_DES, seed, 2)
        token = ciphers.cbc_decrypt(cipher, bytes(8), data[:32])
        if ciphers.retail_mac(key, ciphers.padded(data[:32], 8)) != data[32:] or token[8:16] != self.challenge:
            return b"", self.habits["wrong_key"]
        keying = secrets.token_bytes(16)
        sealed = ciphers.cbc_encrypt(cipher, bytes(8), self.challenge + token[:8] + keying)
        self.session = Session(TRIPLE_DES, bytes(left ^ right for left, right in zip(token[16:], keying)))
        self.session.counter = int.from_bytes(self.challenge[4:] + token[4:8], "big")
        self.opened = True
        return sealed + ciphers.retail_mac(key, ciphers.padded(sealed, 8)), SUCCESS


class Inserted:
    """The chip in the virtual reader at a port of vpcd, until the block ends. vpcd may refuse or drop a card that follows another
    at once, and pcscd may overlook it, so it is inserted again."""

    LOOKS = 5  # how often vpcd looks for a card before pcscd surely powers it on
    AWAY = 0.5  # seconds; pcscd notices in this time that there is no card
    ATR = bytes.fromhex("3b888001") + b"SPECIMEN"

    def __init__(self, card, port):
        self.card = card
        self.atr = self.ATR + bytes([self.check_octet(self.ATR[1:])])
        self.address = ("127.0.0.1", port)
        self.socket = socket.socket()
        self.leaving = threading.Event()
        self.thread = threading.Thread(target=self.stay, daemon=True)
        self.thread.start()

    @staticmethod
    def check_octet(octets):
        result = 0
        for octet in octets:
            result ^= octet
        return result

    def stay(self):
        while not self.leaving.is_set():
            try:
                # vpcd asks for the ATR every 400 ms.
                self.socket = socket.create_connection(self.address, timeout=5)
                self.serve()
            except OSError:
                self.socket.close()
                self.leaving.wait(self.AWAY)

    def serve(self):
        looks = 0  # since it came, until it is powered on
        while not self.leaving.is_set():
            frame = self.receive(int.from_bytes(self.receive(2), "big"))
            if len(frame) == 1 and frame[0] != 4:  # power off, power on, reset
                if frame[0] != 0:
                    looks = -math.inf
                self.card.reset()
                continue
            looks += 1
            if looks > self.LOOKS:
                raise ConnectionError
            answer = self.atr if len(frame) == 1 else self.card.answer(frame)
            self.socket.sendall(len(answer).to_bytes(2, "big") + answer)

    def receive(self, size):
        octets = b""
        while len(octets) < size:
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            part = self.socket.recv(size - len(octets))
            if not part:
                raise ConnectionError
            octets += part
        return octets

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.leaving.set()
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:  # between two connections
            pass
        self.thread.join()
