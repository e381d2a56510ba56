# SPDX-License-Identifier: Apache-2.0
"""An issuer of master lists and revocation lists, and of certificates for TLS servers, all made by the openssl command line.

Keys are made anew for each issuer. The people and states are invented."""

import datetime
import os
import pathlib
import subprocess

CONFIGURATION = """
[req]
distinguished_name = name
prompt = no
[name]
[ca]
default_ca = authority
[authority]
database = ${ENV::DATABASE}/index.txt
crlnumber = ${ENV::DATABASE}/crlnumber
new_certs_dir = ${ENV::DATABASE}
rand_serial = yes
unique_subject = no
default_md = sha256
policy = anything
crl_extensions = crl
[anything]
C = optional
O = optional
CN = optional
[authority_certificate]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[list_signer]
keyUsage = critical, digitalSignature
extendedKeyUsage = 2.23.136.1.1.3
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[server]
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:${ENV::HOST}
authorityKeyIdentifier = keyid
[crl]
authorityKeyIdentifier = keyid
"""
MASTER_LIST_CONTENT = "2.23.136.1.1.2"  # id-icao-cscaMasterList, Doc 9303-12 §9


def der(tag, content):
    length = len(content)
    octets = bytes([length]) if length < 128 else b"\x83" + length.to_bytes(3, "big")
    return bytes([tag]) + octets + content


def day(days_from_now):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days_from_now)).strftime("%y%m%d%H%M%SZ")


class Issuer:
    """An authority whose files are in a folder of its own."""

    def __init__(self, folder: pathlib.Path, name="CSCA SPECIMEN"):
        self.folder = folder
        folder.mkdir(parents=True)
        (folder / "index.txt").write_text("")
        (folder / "crlnumber").write_text("01\n")
        (folder / "openssl.cnf").write_text(CONFIGURATION)
        self.certificate = folder / "authority.pem"
        self.key = self.new_key("authority")
        request = self.request("authority", name)
        self.openssl("ca", "-batch", "-notext", "-selfsign", "-keyfile", self.key, "-in", request, "-startdate", day(-3650),
                     "-enddate", day(3650), "-extensions", "authority_certificate", "-out", self.certificate)

    def openssl(self, *arguments, host="localhost", **more):
        environment = os.environ | {"OPENSSL_CONF": str(self.folder / "openssl.cnf"), "DATABASE": str(self.folder), "HOST": host}
        return subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, env=environment, **more).stdout

    def new_key(self, name):
        key = self.folder / f"{name}.key"
        self.openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key)
        return key

    def request(self, name, subject):
        request = self.folder / f"{name}.req"
        self.openssl("req", "-new", "-key", self.folder / f"{name}.key", "-subj", f"/C=XU/O=Utopia/CN={subject}", "-out", request)
        return request

    def issue(self, name, extensions, since=-30, until=30, host="localhost"):
        """A certificate of this authority and its key, as two files."""
        certificate = self.folder / f"{name}.pem"
        key = self.new_key(name)
        request = self.request(name, f"SPECIMEN {name}")
        self.openssl("ca", "-batch", "-notext", "-cert", self.certificate, "-keyfile", self.key, "-in", request, "-startdate", day(since),
                     "-enddate", day(until), "-extensions", extensions, "-out", certificate, host=host)
        return certificate, key

    def octets(self, certificate=None):
        return self.openssl("x509", "-in", certificate or self.certificate, "-outform", "DER")

    def master_list(self, *certificates):
        """A master list, signed now, of these certificates in DER."""
        name = f"list-signer-{len(list(self.folder.glob('list-signer-*.pem')))}"
        certificate, key = self.issue(name, "list_signer")
        content = self.folder / "list.der"
        content.write_bytes(der(0x30, b"\x02\x01\x00" + der(0x31, b"".join(certificates))))
        return self.openssl("cms", "-sign", "-binary", "-nodetach", "-nosmimecap", "-econtent_type", MASTER_LIST_CONTENT, "-md", "sha256",
                            "-in", content, "-signer", certificate, "-inkey", key, "-certfile", self.certificate, "-outform", "DER")

    def revocation_list(self, since=-1, until=30):
        """A revocation list whose thisUpdate and nextUpdate are so many days from now."""
        pem = self.folder / "crl.pem"
        self.openssl("ca", "-gencrl", "-cert", self.certificate, "-keyfile", self.key, "-crl_lastupdate", day(since),
                     "-crl_nextupdate", day(until), "-out", pem)
        return self.openssl("crl", "-in", pem, "-outform", "DER")
