#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the signed fixtures of this directory (see README.md) with tools that share no code with the project: Python's
`cryptography` for certificates and the revocation list, `openssl cms` for the signatures, the DER below by hand.

    python3 generate.py        # writes into its own directory; every run makes new keys
"""
import datetime
import hashlib
import pathlib
import subprocess
import tempfile

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

HERE = pathlib.Path(__file__).parent
UTC = datetime.timezone.utc
SECURITY_OBJECT = "2.23.136.1.1.1"
OLD_SECURITY_OBJECT = "1.3.27.1.1.1"


def tlv(tag, value):
    size = len(value)
    octets = size.to_bytes((size.bit_length() + 7) // 8 or 1, "big")
    length = octets if size < 0x80 else bytes([0x80 | len(octets)]) + octets
    return bytes.fromhex(tag) + length + value


def name(country, common):
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, country),
                      x509.NameAttribute(NameOID.COMMON_NAME, "SPECIMEN " + common)])


def day(year, month, dom):
    return datetime.datetime(year, month, dom, tzinfo=UTC)


class Authority:
    def __init__(self, country):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = name(country, "CSCA " + country)
        self.certificate = (
            x509.CertificateBuilder().subject_name(self.name).issuer_name(self.name).serial_number(1)
            .public_key(self.key.public_key()).not_valid_before(day(2020, 1, 1)).not_valid_after(day(2045, 1, 1))
            .add_extension(x509.BasicConstraints(True, 0), True)
            .add_extension(x509.KeyUsage(False, False, False, False, False, True, True, False, False), True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()), False)
            .sign(self.key, hashes.SHA256()))

    def signer(self, country, serial, key, not_after):
        certificate = (
            x509.CertificateBuilder().subject_name(name(country, f"Document Signer {serial}")).issuer_name(self.name)
            .serial_number(serial).public_key(key.public_key()).not_valid_before(day(2020, 1, 1))
            .not_valid_after(not_after)
            .add_extension(x509.KeyUsage(True, False, False, False, False, False, False, False, False), True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), False)
            .sign(self.key, hashes.SHA256()))
        return key, certificate

    def revocation_list(self, serial):
        revoked = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(day(2025, 1, 1)).build()
        return (x509.CertificateRevocationListBuilder().issuer_name(self.name).last_update(day(2025, 1, 1))
                .next_update(day(2040, 1, 1)).add_revoked_certificate(revoked)
                .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), False)
                .add_extension(x509.CRLNumber(1), False).sign(self.key, hashes.SHA256()))


DIGESTS = {"sha1": "2B0E03021A", "sha256": "608648016503040201"}


def security_object(groups, digest="sha256", version=0):
    algorithm = tlv("30", tlv("06", bytes.fromhex(DIGESTS[digest])) + tlv("05", b""))
    listed = b"".join(tlv("30", tlv("02", bytes([number])) + tlv("04", hashlib.new(digest, octets).digest()))
                      for number, octets in sorted(groups.items()))
    info = tlv("30", tlv("13", b"0108") + tlv("13", b"040000")) if version else b""
    return tlv("30", tlv("02", bytes([version])) + algorithm + tlv("30", listed) + info)


def sod(content, signer, digest="sha256", content_type=SECURITY_OBJECT, by_key_identifier=False):
    key, certificate = signer
    with tempfile.TemporaryDirectory() as directory:
        room = pathlib.Path(directory)
        (room / "key").write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                                     serialization.NoEncryption()))
        (room / "certificate").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        (room / "content").write_bytes(content)
        command = ["openssl", "cms", "-sign", "-binary", "-nodetach", "-nosmimecap", "-in", room / "content", "-signer",
                   room / "certificate", "-inkey", room / "key", "-md", digest, "-econtent_type", content_type,
                   "-outform", "DER"] + (["-keyid"] if by_key_identifier else [])
        return tlv("77", subprocess.run(command, check=True, capture_output=True).stdout)


def main():
    mrz = b"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F3404159ZE184226B<<<<<16"
    german = b"P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4"
    groups = {1: tlv("61", tlv("5F1F", mrz)),
              11: tlv("6B", tlv("5C", bytes.fromhex("5F0E")) + tlv("5F0E", b"ERIKSSON<<ANNA<MARIA"))}
    with_key = groups | {15: tlv("6F", b"SPECIMEN: no key")}

    utopia, germany, unknown = Authority("UT"), Authority("DE"), Authority("UT")
    until = day(2040, 1, 1)
    fresh = lambda: ec.generate_private_key(ec.SECP256R1())
    good = utopia.signer("UT", 2, fresh(), until)
    revoked = utopia.signer("UT", 3, fresh(), until)
    expired = utopia.signer("UT", 4, fresh(), day(2026, 12, 1))
    weak = utopia.signer("UT", 5, rsa.generate_private_key(65537, 1024), until)
    foreign = germany.signer("DE", 2, fresh(), until)
    stranger = unknown.signer("UT", 2, fresh(), until)

    der = serialization.Encoding.DER
    files = {
        "csca_ut.der": utopia.certificate.public_bytes(der),
        "csca_de.der": germany.certificate.public_bytes(der),
        "crl_ut.der": utopia.revocation_list(3).public_bytes(der),
        "dg1.bin": groups[1], "dg11.bin": groups[11], "dg15.bin": with_key[15],
        "dg1_german.bin": tlv("61", tlv("5F1F", german)),
        "sod_good.bin": sod(security_object(groups), good),
        "sod_version_1.bin": sod(security_object(with_key, version=1), good),
        "sod_revoked.bin": sod(security_object(groups), revoked),
        "sod_expired.bin": sod(security_object(groups), expired),
        "sod_sha1.bin": sod(security_object(groups, "sha1"), good, "sha1"),
        "sod_rsa_1024.bin": sod(security_object(groups), weak),
        "sod_foreign.bin": sod(security_object(groups), foreign),
        "sod_german.bin": sod(security_object({1: tlv("61", tlv("5F1F", german))}), foreign),
        "sod_unknown_issuer.bin": sod(security_object(groups), stranger),
        "sod_old_content_type.bin": sod(security_object(groups), good, content_type=OLD_SECURITY_OBJECT,
                                        by_key_identifier=True),
        "sod_other_content_type.bin": sod(security_object(groups), good, content_type="1.2.3.4"),
        "sod_not_a_security_object.bin": sod(b"SPECIMEN", good),
    }
    for file, octets in files.items():
        (HERE / file).write_bytes(octets)


main()
