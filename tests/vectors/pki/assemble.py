# SPDX-License-Identifier: Apache-2.0
"""What the openssl command line cannot put together (3.0): SM2 signed data, master lists, PKD files. Signatures, certificates
and keys are openssl's; only the encoding around them is made here. Called by make.sh.

    assemble.py sm2-sod OUT CONTENT CERTIFICATE KEY IDENTIFIER [OPTION...]     IDENTIFIER - is none
    assemble.py list OUT CERTIFICATE...                                        a CscaMasterList, unsigned
    assemble.py ldif OUT ATTRIBUTE=FILE...                                     an LDIF file as the ICAO PKD ships it
    assemble.py generator OUT CURVE POINT                                      a key 1 whose generator is POINT"""

import base64
import pathlib
import subprocess
import sys

SM2_WITH_SM3 = "1.2.156.10197.1.501"
SM3 = "1.2.156.10197.1.401"


def tlv(tag, *parts):
    value = b"".join(parts)
    size = len(value)
    length = bytes([size]) if size < 128 else (lambda n: bytes([0x80 | len(n)]) + n)(
        size.to_bytes((size.bit_length() + 7) // 8, "big"))
    return bytes([tag]) + length + value


def oid(text):
    arcs = [int(arc) for arc in text.split(".")]
    octets = b""
    for arc in [arcs[0] * 40 + arcs[1], *arcs[2:]]:
        group = [arc & 0x7F]
        while arc := arc >> 7:
            group.insert(0, 0x80 | (arc & 0x7F))
        octets += bytes(group)
    return tlv(0x06, octets)


def elements(octets):
    """The data objects side by side, as (tag, value, whole)."""
    while octets:
        size, start = octets[1], 2
        if size & 0x80:
            start = 2 + (size & 0x7F)
            size = int.from_bytes(octets[2:start], "big")
        yield octets[0], octets[start:start + size], octets[:start + size]
        octets = octets[start + size:]


def openssl(*arguments, stdin=b""):
    return subprocess.run(["openssl", *arguments], input=stdin, stdout=subprocess.PIPE, check=True).stdout


def sm2_sod(out, content, certificate, key, identifier, *options):
    """Options: no-attributes, gm (the content types of GM/T 0010), card-security (EF.CardSecurity's content type), and the
    number of the signature algorithm."""
    content = pathlib.Path(content).read_bytes()
    certificate = openssl("x509", "-in", certificate, "-outform", "DER")
    gm = "gm" in options
    signed_type = "1.2.156.10197.6.1.4.2.2" if gm else "1.2.840.113549.1.7.2"
    content_type = "1.2.156.10197.6.1.4.2.1" if gm else "2.23.136.1.1.1"
    if "card-security" in options:
        content_type = "0.4.0.127.0.7.3.2.1"
    algorithm = next((option for option in options if option[0] == "1"), SM2_WITH_SM3)
    attributes = b"".join(sorted([
        tlv(0x30, oid("1.2.840.113549.1.9.3"), tlv(0x31, oid(content_type))),
        tlv(0x30, oid("1.2.840.113549.1.9.4"), tlv(0x31, tlv(0x04, openssl("dgst", "-sm3", "-binary", stdin=content)))),
        tlv(0x30, oid("1.2.840.113549.1.9.5"), tlv(0x31, tlv(0x17, b"261101120000Z")))]))
    signed = content if "no-attributes" in options else tlv(0x31, attributes)
    pathlib.Path("to-be-signed").write_bytes(signed)
    chosen = [] if identifier == "-" else ["-sigopt", f"distid:{identifier}"]
    signature = openssl("dgst", "-sm3", "-sign", key, *chosen, "to-be-signed")
    tbs = list(elements(next(elements(next(elements(certificate))[1]))[1]))
    first = 1 if tbs[0][0] == 0xA0 else 0  # the version
    serial, issuer = tbs[first][2], tbs[first + 2][2]
    signer = tlv(0x30, tlv(0x02, b"\x01"), tlv(0x30, issuer, serial), tlv(0x30, oid(SM3)),
                 b"" if "no-attributes" in options else tlv(0xA0, attributes), tlv(0x30, oid(algorithm)),
                 tlv(0x04, signature))
    data = tlv(0x30, tlv(0x02, b"\x03"), tlv(0x31, tlv(0x30, oid(SM3))),
               tlv(0x30, oid(content_type), tlv(0xA0, tlv(0x04, content))), tlv(0xA0, certificate), tlv(0x31, signer))
    pathlib.Path(out).write_bytes(tlv(0x30, oid(signed_type), tlv(0xA0, data)))


def master_list(out, *certificates):
    ders = sorted(pathlib.Path(file).read_bytes() for file in certificates)
    pathlib.Path(out).write_bytes(tlv(0x30, tlv(0x02, b"\x00"), tlv(0x31, *ders)))


def ldif(out, *values):
    """Folded after 76 characters, with the plain attributes that stand around the others, each in its branch of the PKD."""
    branches = {"userCertificate;binary": "dsc", "cACertificate;binary": "csca", "certificateRevocationList;binary": "crl"}
    lines = ["version: 1", "", "dn: dc=data,dc=download,dc=pkd,dc=icao,dc=int", "objectClass: top", ""]
    for number, value in enumerate(values):
        attribute, file = value.split("=")
        text = f"{attribute}:: {base64.b64encode(pathlib.Path(file).read_bytes()).decode()}"
        branch = branches.get(attribute, "ml")
        lines += [f"dn: cn=SPECIMEN {number},o={branch},c=XU,dc=data,dc=download,dc=pkd,dc=icao,dc=int", "pkdVersion: 1"]
        lines += [text[:76], *(" " + text[at:at + 75] for at in range(76, len(text), 75))]
        lines += ["objectClass: top", "objectClass: inetOrgPerson", ""]
    pathlib.Path(out).write_text("\n".join(lines))


def generator(out, curve, point):
    """An EC private key on the curve's numbers but for the generator, which is the point; the key is then 1 (CVE-2020-0601)."""
    group = openssl("ecparam", "-name", curve, "-param_enc", "explicit", "-outform", "DER")
    parts = list(elements(next(elements(group))[1]))
    point = bytes.fromhex(pathlib.Path(point).read_text())
    changed = tlv(0x30, *(tlv(0x04, point) if at == 3 else part[2] for at, part in enumerate(parts)))
    size = (len(point) - 1) // 2
    key = tlv(0x30, tlv(0x02, b"\x01"), tlv(0x04, (1).to_bytes(size, "big")), tlv(0xA0, changed),
              tlv(0xA1, tlv(0x03, b"\x00" + point)))
    pathlib.Path(out).write_bytes(key)


if __name__ == "__main__":
    {"sm2-sod": sm2_sod, "list": master_list, "ldif": ldif, "generator": generator}[sys.argv[1]](*sys.argv[2:])
