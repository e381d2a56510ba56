#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Makes the certificates, revocation lists and signed data of this directory with the openssl command line (3.0), so
# that our parsers and our verification are tested against another implementation. Keys are made anew and thrown away
# (but for key_pair/). Run it only to change the set; the tests read the committed files.
set -euo pipefail
umask 022
out=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
rm -rf "$out"/{csca,csca_untrusted,signer,sod,crl,card_security,master_list,key_pair,public_key} "$out"/facts.vec
mkdir -p "$out"/{csca,csca_untrusted,signer,sod,crl,card_security,master_list,key_pair,public_key}

cat > openssl.cnf <<'CONFIG'
[req]
distinguished_name = name
prompt = no
string_mask = ${ENV::STRINGS}
[name]
[ca]
default_ca = authority
[authority]
database = ${ENV::DATABASE}/index.txt
crlnumber = ${ENV::DATABASE}/crlnumber
serial = ${ENV::DATABASE}/serial
new_certs_dir = ${ENV::DATABASE}
unique_subject = no
default_md = sha256
policy = anything
preserve = yes
email_in_dn = no
[anything]
C = optional
O = optional
OU = optional
CN = optional
[csca]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[csca_root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[csca_forged_identifier]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = ${ENV::FORGED_IDENTIFIER}
[signer]
keyUsage = critical, digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
2.23.136.1.1.6.2 = ASN1:SEQUENCE:document_types
[document_types]
version = INTEGER:0
types = SET:document_type_set
[document_type_set]
type = PRINTABLESTRING:P
[signer_bare]
basicConstraints = CA:FALSE
subjectKeyIdentifier = none
authorityKeyIdentifier = none
[signer_authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, digitalSignature, keyCertSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[signer_tls]
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
authorityKeyIdentifier = keyid
[signer_encipherment]
keyUsage = critical, keyEncipherment
authorityKeyIdentifier = keyid
[signer_master_list]
keyUsage = critical, digitalSignature
extendedKeyUsage = 2.23.136.1.1.3
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[signer_critical]
keyUsage = critical, digitalSignature
1.2.3.4 = critical, ASN1:NULL
authorityKeyIdentifier = keyid
[crl]
authorityKeyIdentifier = keyid
[crl_partial]
authorityKeyIdentifier = keyid
issuingDistributionPoint = critical, @part
[part]
onlyuser = TRUE
CONFIG
export STRINGS=utf8only DATABASE=. FORGED_IDENTIFIER=00 OPENSSL_CONF=$work/openssl.cnf

# key NAME OPTIONS...: a private key in NAME.key
key() { local name=$1; shift; openssl genpkey -out "$name.key" "$@" 2>/dev/null; }
rsa() { key "$1" -algorithm RSA -pkeyopt rsa_keygen_bits:2048; }
ec() { key "$1" -algorithm EC -pkeyopt "ec_paramgen_curve:$2" -pkeyopt ec_param_enc:"${3:-named_curve}"; }
# Explicit parameters and a compressed public key.
ec_compressed() {
    openssl ecparam -name "$2" -genkey -noout |
        openssl ec -conv_form compressed -param_enc explicit -out "$1.key" 2>/dev/null
}

# database AUTHORITY: the directory of its records
database() {
    export DATABASE=$work/$1.db
    if [ ! -d "$DATABASE" ]; then
        mkdir "$DATABASE"; : > "$DATABASE/index.txt"; echo 01 > "$DATABASE/crlnumber"; echo "${2:-1000}" > "$DATABASE/serial"
    fi
}

# authority NAME SUBJECT EXTENSIONS DIGEST DIRECTORY OPTIONS...: a self-signed certificate from NAME.key
authority() {
    local name=$1 subject=$2 extensions=$3 digest=$4 directory=$5; shift 5
    database "$name"
    openssl req -new -key "$name.key" -subj "$subject" -utf8 -out "$name.req" -config openssl.cnf
    openssl ca -batch -notext -config openssl.cnf -selfsign -keyfile "$name.key" -in "$name.req" -md "$digest" \
        -startdate "${START:-20200101000000Z}" -enddate "${END:-20601231235959Z}" -extensions "$extensions" \
        -out "$name.pem" "$@" 2>/dev/null
    openssl x509 -in "$name.pem" -outform DER -out "$out/$directory/$name.der"
}

# signer NAME AUTHORITY EXTENSIONS DIGEST OPTIONS...: a certificate for NAME.key
signer() {
    local name=$1 authority=$2 extensions=$3 digest=$4; shift 4
    database "$authority"
    openssl req -new -key "$name.key" -subj "${SUBJECT:-/C=XU/O=Utopia/CN=DS SPECIMEN $name}" -out "$name.req" \
        -config openssl.cnf
    openssl ca -batch -notext -config openssl.cnf -cert "$authority.pem" -keyfile "$authority.key" -in "$name.req" \
        -md "$digest" -startdate "${START:-20240101000000Z}" -enddate "${END:-20551231235959Z}" \
        -extensions "$extensions" -out "$name.pem" "$@" 2>/dev/null
    openssl x509 -in "$name.pem" -outform DER -out "$out/signer/$name.der"
}

# sod NAME SIGNER DIGEST OPTIONS...: signed data over an LDS security object
sod() {
    local name=$1 signer=$2 digest=$3; shift 3
    openssl cms -sign -binary -nodetach -nosmimecap -econtent_type 2.23.136.1.1.1 -md "$digest" -in content.der \
        -signer "$signer.pem" -inkey "$signer.key" -outform DER -out "$out/sod/$name.der" "$@"
}

# list NAME AUTHORITY THIS NEXT FORM EXTENSIONS: a revocation list
list() {
    database "$2"
    openssl ca -gencrl -config openssl.cnf -cert "$2.pem" -keyfile "$2.key" -md sha256 -crl_lastupdate "$3" \
        -crl_nextupdate "$4" -crlexts "${6:-crl}" -out "$1.crl" 2>/dev/null
    openssl crl -in "$1.crl" -outform "$5" -out "$out/crl/$1.${5,,}"
}

# --- what is signed: LDSSecurityObject (ICAO Doc 9303-10 4.6.2.3) of two made-up hashes
cat > content.cnf <<'CONTENT'
asn1 = SEQUENCE:object
[object]
version = INTEGER:0
algorithm = SEQUENCE:sha256
hashes = SEQUENCE:hashes
[sha256]
oid = OID:2.16.840.1.101.3.4.2.1
parameters = NULL
[hashes]
one = SEQUENCE:one
two = SEQUENCE:two
[one]
number = INTEGER:1
hash = FORMAT:HEX,OCTETSTRING:0101010101010101010101010101010101010101010101010101010101010101
[two]
number = INTEGER:2
hash = FORMAT:HEX,OCTETSTRING:0202020202020202020202020202020202020202020202020202020202020202
CONTENT
openssl asn1parse -genconf content.cnf -noout -out content.der
cp content.der "$out/sod/content.bin"

# --- country signing authorities
rsa csca_rsa; authority csca_rsa "/C=XU/O=Utopia/OU=SPECIMEN/CN=CSCA Utopia" csca sha256 csca
rsa csca_same_name; authority csca_same_name "/C=XU/O=Utopia/OU=SPECIMEN/CN=CSCA Utopia" csca sha256 csca
rsa csca_pss; authority csca_pss "/C=XP/O=Pessia/OU=SPECIMEN/CN=CSCA Pessia" csca sha256 csca -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32
ec csca_explicit brainpoolP384r1 explicit; authority csca_explicit "/C=xv/O=Explicia/OU=SPECIMEN/CN=CSCA Explicia" csca sha384 csca
ec_compressed csca_compressed prime256v1; END=99991231235959Z authority csca_compressed "/C=XC/O=Compressia/OU=SPECIMEN/CN=CSCA Compressia" csca sha256 csca
rsa csca_root; authority csca_root "/C=XR/O=Rootia/OU=SPECIMEN/CN=CSCA Rootia" csca_root sha512 csca
ec csca_expired prime256v1; START=20100101000000Z END=20250101000000Z authority csca_expired "/C=XE/O=Expiria/OU=SPECIMEN/CN=CSCA Expiria" csca sha256 csca
# No extension at all, and a negative serial number.
rsa csca_plain
openssl req -new -x509 -key csca_plain.key -subj "/C=XN/O=Plainia/OU=SPECIMEN/CN=CSCA Plainia" -days 12000 -sha1 \
    -set_serial -12345 -extensions none -config <(cat openssl.cnf; echo '[none]') -out csca_plain.pem
openssl x509 -in csca_plain.pem -outform DER -out "$out/csca/csca_plain.der"
# One key, its name once in UTF8String and once in PrintableString with other case and blanks; the latter is trusted.
rsa csca_strings; authority csca_strings "/C=XS/O=Stringia/OU=SPECIMEN/CN=CSCA Stringia" csca sha256 csca_untrusted
cp csca_strings.key csca_strings_printable.key
STRINGS=nombstr authority csca_strings_printable "/C=xs/O=STRINGIA/OU=Specimen/CN=CSCA   Stringia" csca sha256 csca
# The second key of csca_rsa's name, certified by its first.
cp csca_same_name.key csca_link.key; database csca_rsa
openssl req -new -key csca_link.key -subj "/C=XU/O=Utopia/OU=SPECIMEN/CN=CSCA Utopia" -out csca_link.req -config openssl.cnf
openssl ca -batch -notext -config openssl.cnf -cert csca_rsa.pem -keyfile csca_rsa.key -in csca_link.req -md sha256 \
    -startdate 20200101000000Z -enddate 20601231235959Z -extensions csca -out csca_link.pem 2>/dev/null
openssl x509 -in csca_link.pem -outform DER -out "$out/csca_untrusted/csca_link.der"
# Anchors that are not trusted: an unknown one, and two that call themselves csca_rsa, one with its key identifier too.
rsa csca_unknown; authority csca_unknown "/C=XX/O=Nowhere/OU=SPECIMEN/CN=CSCA Nowhere" csca sha256 csca_untrusted
rsa csca_impostor; authority csca_impostor "/C=XU/O=Utopia/OU=SPECIMEN/CN=CSCA Utopia" csca sha256 csca_untrusted
FORGED_IDENTIFIER=$(openssl x509 -in csca_rsa.pem -noout -ext subjectKeyIdentifier | tail -1 | tr -d ' :'); export FORGED_IDENTIFIER
rsa csca_forger; authority csca_forger "/C=XU/O=Utopia/OU=SPECIMEN/CN=CSCA Utopia" csca_forged_identifier sha256 csca_untrusted

# SM2, and ECDSA for mixed chains. Requests are signed without an identifier, which is what openssl then expects of them;
# the certificates have the usual one, another or none.
usual=1234567812345678
sm2() { key "$1" -algorithm SM2; }
sm2 csca_sm2; authority csca_sm2 "/C=XM/O=Emmia/OU=SPECIMEN/CN=CSCA Emmia SM2" csca sm3 csca -sigopt distid:$usual
ec csca_mixed prime256v1; authority csca_mixed "/C=XM/O=Emmia/OU=SPECIMEN/CN=CSCA Emmia ECDSA" csca sha256 csca

# --- document signers
sm2 ds_sm2; signer ds_sm2 csca_sm2 signer sm3 -sigopt distid:$usual
sm2 ds_sm2_revoked; signer ds_sm2_revoked csca_sm2 signer sm3 -sigopt distid:$usual
sm2 ds_sm2_empty_id; signer ds_sm2_empty_id csca_sm2 signer sm3
sm2 ds_sm2_wrong_id; signer ds_sm2_wrong_id csca_sm2 signer sm3 -sigopt distid:8765432187654321
sm2 ds_sm2_of_ecdsa; signer ds_sm2_of_ecdsa csca_mixed signer sha256
ec ds_ecdsa_of_sm2 prime256v1; signer ds_ecdsa_of_sm2 csca_sm2 signer sm3 -sigopt distid:$usual
rsa ml_signer; signer ml_signer csca_rsa signer_master_list sha256
rsa ml_signer_unknown; signer ml_signer_unknown csca_unknown signer_master_list sha256
key ds_rsa1024 -algorithm RSA -pkeyopt rsa_keygen_bits:1024; signer ds_rsa1024 csca_rsa signer sha256
rsa ds_rsa; signer ds_rsa csca_rsa signer sha256
rsa ds_same_name; signer ds_same_name csca_same_name signer sha256
rsa ds_pss; signer ds_pss csca_pss signer sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32
ec ds_p256 prime256v1; signer ds_p256 csca_rsa signer sha256
ec ds_p521 secp521r1; signer ds_p521 csca_rsa signer sha512
ec ds_bp256 brainpoolP256r1; signer ds_bp256 csca_explicit signer sha384
ec ds_bp512 brainpoolP512r1; signer ds_bp512 csca_explicit signer sha384
ec ds_explicit brainpoolP384r1 explicit; signer ds_explicit csca_explicit signer sha384
ec ds_p192 prime192v1 explicit; signer ds_p192 csca_plain signer_bare sha1
ec ds_p224 secp224r1 explicit; signer ds_p224 csca_explicit signer sha384
ec_compressed ds_compressed prime256v1; signer ds_compressed csca_compressed signer sha256
ec ds_expired prime256v1; START=20200101000000Z END=20230101000000Z signer ds_expired csca_rsa signer sha256
ec ds_of_expired prime256v1; START=20200101000000Z signer ds_of_expired csca_expired signer sha256
ec ds_revoked prime256v1; signer ds_revoked csca_rsa signer sha256
ec ds_unknown prime256v1; signer ds_unknown csca_unknown signer sha256
ec ds_impostor prime256v1; signer ds_impostor csca_impostor signer sha256
ec ds_forger prime256v1; signer ds_forger csca_forger signer sha256
ec ds_authority prime256v1; signer ds_authority csca_rsa signer_authority sha256
ec ds_tls prime256v1; signer ds_tls csca_rsa signer_tls sha256
ec ds_encipherment prime256v1; signer ds_encipherment csca_rsa signer_encipherment sha256
ec ds_critical prime256v1; signer ds_critical csca_rsa signer_critical sha256
ec ds_strings prime256v1; signer ds_strings csca_strings signer sha256
# The same key, name and serial number, but issued under the other encoding of the issuer's name; and without
# identifiers.
cp ds_strings.key ds_strings_printable.key; SUBJECT="/C=XU/O=Utopia/CN=DS SPECIMEN ds_strings" signer ds_strings_printable csca_strings_printable signer sha256
cp ds_rsa.key ds_bare.key; signer ds_bare csca_plain signer_bare sha256
# Through an intermediate authority, and below an end entity that plays authority.
rsa intermediate; signer intermediate csca_root csca sha256
ec ds_intermediate prime256v1; signer ds_intermediate intermediate signer sha256
cp ds_p256.key not_an_authority.key; cp ds_p256.pem not_an_authority.pem
ec ds_below_signer prime256v1; signer ds_below_signer not_an_authority signer sha256
# Below an authority that its own issuer's path length forbids.
rsa too_deep; signer too_deep csca_rsa csca sha256
ec ds_too_deep prime256v1; signer ds_too_deep too_deep signer sha256
# Signed with key 1 on csca_explicit's curve with another generator: csca_explicit's own public key (CVE-2020-0601). The
# certificate of that "authority" has its name, key identifier and public key.
openssl ec -in csca_explicit.key -pubout -conv_form uncompressed -param_enc named_curve -outform DER 2>/dev/null | tail -c 97 | xxd -p -c 200 > point
python3 "$out/assemble.py" generator generator.der brainpoolP384r1 point
openssl pkcs8 -topk8 -nocrypt -inform DER -in generator.der -out generator.key
FORGED_IDENTIFIER=$(openssl x509 -in csca_explicit.pem -noout -ext subjectKeyIdentifier | tail -1 | tr -d ' :'); export FORGED_IDENTIFIER
authority generator "/C=xv/O=Explicia/OU=SPECIMEN/CN=CSCA Explicia" csca_forged_identifier sha384 csca_untrusted
rm "$out/csca_untrusted/generator.der" # travels with its document alone
ec ds_generator prime256v1; signer ds_generator generator signer sha384
# A negative serial number.
ec ds_negative prime256v1
openssl req -new -key ds_negative.key -subj "/C=XU/O=Utopia/CN=DS SPECIMEN ds_negative" -out ds_negative.req -config openssl.cnf
openssl x509 -req -in ds_negative.req -CA csca_rsa.pem -CAkey csca_rsa.key -set_serial -200 -days 10000 -sha256 \
    -extfile openssl.cnf -extensions signer -out ds_negative.pem 2>/dev/null
openssl x509 -in ds_negative.pem -outform DER -out "$out/signer/ds_negative.der"

# --- signed data
for digest in sha1 sha224 sha256 sha384 sha512; do
    sod "rsa_$digest" ds_rsa $digest
    sod "ecdsa_$digest" ds_p256 $digest
    sod "pss_$digest" ds_pss $digest -keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:-1
done
sod pss_mixed ds_pss sha256 -keyopt rsa_padding_mode:pss -keyopt rsa_mgf1_md:sha1 -keyopt rsa_pss_saltlen:11
sod p521 ds_p521 sha512
sod bp256 ds_bp256 sha256
sod bp512 ds_bp512 sha512
sod explicit ds_explicit sha384
sod p192 ds_p192 sha1
sod p224 ds_p224 sha224
sod compressed ds_compressed sha256
sod no_attributes ds_p256 sha256 -noattr
sod no_attributes_rsa ds_rsa sha256 -noattr
sod key_identifier ds_p256 sha256 -keyid
sod key_identifier_computed ds_rsa sha256 -keyid -nocerts -certfile ds_bare.pem
sod no_certificate ds_p256 sha256 -nocerts
sod other_certificate ds_p256 sha256 -nocerts -certfile ds_p521.pem
sod other_strings ds_strings sha256 -nocerts -certfile ds_strings_printable.pem
sod negative ds_negative sha256
sod expired ds_expired sha256
sod indefinite ds_p256 sha256 -indef -stream
openssl cms -sign -binary -nodetach -nosmimecap -md sha256 -in content.der -signer ds_p256.pem -inkey ds_p256.key \
    -outform DER -out "$out/sod/id_data.der"
# One of each shape that docs/TRUST.md lists, named as its signer.
for signer in same_name bare of_expired revoked unknown impostor forger authority tls encipherment critical rsa1024 ecdsa_of_sm2; do
    sod "$signer" "ds_$signer" sha256
done
sod link ds_same_name sha256 -certfile csca_link.pem
sod intermediate ds_intermediate sha256 -certfile intermediate.pem
sod too_deep ds_too_deep sha256 -certfile too_deep.pem
sod generator ds_generator sha256 -certfile generator.pem
sm2_sod() { local name=$1 signer=$2; shift 2; python3 "$out/assemble.py" sm2-sod "$out/sod/$name.der" content.der "$signer.pem" "$signer.key" "$@"; }
sm2_sod sm2 ds_sm2 $usual
sm2_sod sm2_301_1 ds_sm2 $usual 1.2.156.10197.1.301.1
sm2_sod sm2_301 ds_sm2 $usual 1.2.156.10197.1.301
sm2_sod sm2_no_attributes ds_sm2 $usual no-attributes
sm2_sod sm2_gm ds_sm2 $usual gm
sm2_sod sm2_empty_id ds_sm2 -
sm2_sod sm2_wrong_id ds_sm2 8765432187654321
sm2_sod sm2_revoked ds_sm2_revoked $usual
sm2_sod sm2_certificate_empty_id ds_sm2_empty_id $usual
sm2_sod sm2_certificate_wrong_id ds_sm2_wrong_id $usual
sm2_sod sm2_of_ecdsa ds_sm2_of_ecdsa $usual
sod two_signers ds_p256 sha256 -signer ds_rsa.pem -inkey ds_rsa.key

# --- revocation lists: an older one without the entry, the newer one with it, a stale one, those that do not count
list csca_rsa_older csca_rsa 20250101000000Z 20450101000000Z DER
database csca_rsa; openssl ca -config openssl.cnf -cert csca_rsa.pem -keyfile csca_rsa.key -revoke ds_revoked.pem 2>/dev/null
list csca_rsa csca_rsa 20260101000000Z 20460101000000Z DER
list csca_rsa_partial csca_rsa 20260201000000Z 20460101000000Z DER crl_partial
list csca_explicit_stale csca_explicit 20240101000000Z 20250101000000Z PEM
list csca_compressed_early csca_compressed 20400101000000Z 20450101000000Z PEM
list csca_pss csca_pss 20260101000000Z 20460101000000Z PEM
list csca_unknown csca_unknown 20260101000000Z 20460101000000Z DER
list csca_impostor csca_impostor 20260601000000Z 20460101000000Z DER

list_sm2() {
    openssl ca -gencrl -config openssl.cnf -cert csca_sm2.pem -keyfile csca_sm2.key -md sm3 -crl_lastupdate 20260101000000Z \
        -crl_nextupdate 20460101000000Z -crlexts crl -out list_sm2.crl "${@:2}" 2>/dev/null
    openssl crl -in list_sm2.crl -outform DER -out "$out/crl/$1.der"
}
database csca_sm2; openssl ca -config openssl.cnf -cert csca_sm2.pem -keyfile csca_sm2.key -revoke ds_sm2_revoked.pem 2>/dev/null
list_sm2 csca_sm2 -sigopt distid:$usual
list_sm2 csca_sm2_empty_id

# --- EF.CardSecurity: the SecurityInfos of Doc 9303-11 Appendix I, signed; the anchor and the revocation list beside them
sed -n 's/^ChipAuthenticationPublicKeyInfo = //p' "$out/../pace_cam_i.vec" | xxd -r -p > infos.content
{ printf '\x31\x64'; cat infos.content; } > infos.der
card_security() {
    openssl cms -sign -binary -nodetach -nosmimecap -econtent_type 0.4.0.127.0.7.3.2.1 -md "$3" -in infos.der \
        -signer "$2.pem" -inkey "$2.key" -outform DER -out "$out/card_security/$1.der"
}
for signer in p256 revoked unknown impostor forger rsa1024 p192; do card_security "$signer" "ds_$signer" sha256; done
card_security sha1 ds_p256 sha1
card_security_sm2() {
    python3 "$out/assemble.py" sm2-sod "$out/card_security/$1.der" infos.der "$2.pem" "$2.key" "$3" card-security
}
card_security_sm2 sm2 ds_sm2 $usual
card_security_sm2 sm2_empty_id ds_sm2 -
card_security_sm2 sm2_wrong_id ds_sm2 8765432187654321
card_security_sm2 sm2_certificate_empty_id ds_sm2_empty_id $usual
for anchor in rsa plain sm2; do cp "$out/csca/csca_$anchor.der" "$out/card_security/anchor_$anchor.der"; done
cp "$out/crl/csca_rsa.der" "$out/card_security/revocation_list.der"

# --- master lists, and PKD files
# master_list NAME SIGNER CERTIFICATES...
master_list() {
    local name=$1 signer=$2; shift 2
    python3 "$out/assemble.py" list list.der "$@"
    openssl cms -sign -binary -nodetach -nosmimecap -econtent_type 2.23.136.1.1.2 -md sha256 -in list.der \
        -signer "$signer.pem" -inkey "$signer.key" -certfile csca_rsa.pem -outform DER -out "$out/master_list/$name.ml"
}
master_list good ml_signer "$out"/csca/csca_{pss,explicit,compressed,sm2}.der
master_list unknown ml_signer_unknown "$out"/csca/csca_pss.der
master_list document_signer ds_rsa "$out"/csca/csca_pss.der
master_list signer_inside ml_signer "$out"/csca/csca_pss.der "$out"/signer/ds_pss.der
python3 "$out/assemble.py" ldif "$out/master_list/lists.ldif" "CscaMasterListData=$out/master_list/good.ml" \
    "pkdMasterListContent=$out/master_list/unknown.ml"
python3 "$out/assemble.py" ldif "$out/master_list/signers.ldif" "userCertificate;binary=$out/signer/ds_p256.der" \
    "cACertificate;binary=$out/csca/csca_rsa.der" "certificateRevocationList;binary=$out/crl/csca_rsa.der" \
    "userCertificate;binary=$out/signer/ds_pss.der"

# --- key pairs, for reading and writing PKCS #8
for name in ds_rsa ds_p256 ds_explicit; do
    openssl pkcs8 -topk8 -nocrypt -in "$name.key" -out "$out/key_pair/$name.pem"
    openssl pkcs8 -topk8 -nocrypt -in "$name.key" -outform DER -out "$out/key_pair/$name.der"
done

# --- keys of active authentication, in every size that is usual
for bits in 1024 1280 1536 2048 3072 4096; do
    openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:$bits -out active.key 2>/dev/null
    openssl pkcs8 -topk8 -nocrypt -in active.key -outform DER -out "$out/key_pair/active_rsa_$bits.der"
done

# --- public keys alone: every curve by name and spelt out, a generator and a key in each form of point, RSA sizes
for curve in prime192v1 secp224r1 prime256v1 secp384r1 secp521r1 brainpoolP{160,192,224,256,320,384,512}r1 secp256k1; do
    openssl ecparam -name $curve -genkey -noout -out $curve.key
    for form in named_curve explicit; do
        openssl ec -in $curve.key -pubout -param_enc $form -outform DER -out "$out/public_key/${curve}_$form.der" 2>/dev/null
    done
done
for form in compressed hybrid; do
    openssl ec -in secp384r1.key -pubout -param_enc explicit -conv_form $form -outform DER \
        -out "$out/public_key/secp384r1_explicit_$form.der" 2>/dev/null
done
for bits in 512 1024 4096; do
    openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:$bits 2>/dev/null |
        openssl pkey -pubout -outform DER -out "$out/public_key/rsa_$bits.der"
done
openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_pss_keygen_md:sha256 \
    -pkeyopt rsa_pss_keygen_mgf1_md:sha256 -pkeyopt rsa_pss_keygen_saltlen:32 -out pss.key 2>/dev/null
openssl pkey -in pss.key -pubout -outform DER -out "$out/public_key/rsa_pss.der"
for salt in 32 40; do
    openssl dgst -sha256 -sign pss.key -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:$salt \
        -out "$out/public_key/rsa_pss_salt_$salt.sig" content.der
done
openssl genpkey -algorithm ED25519 | openssl pkey -pubout -outform DER -out "$out/public_key/ed25519.der"

# --- what openssl reads in the certificates
{
    echo "# Output of \`openssl x509\` for the certificates of this directory; made by make.sh."
    echo "# format: ../README.md"
    for file in "$out"/{csca,csca_untrusted,signer}/*.der; do
        echo
        echo "case = $(basename "$(dirname "$file")")/$(basename "$file" .der)"
        echo "fingerprint = $(openssl x509 -inform DER -in "$file" -noout -fingerprint -sha256 | sed 's/.*=//; s/://g')"
        echo "not_before.text = $(openssl x509 -inform DER -in "$file" -noout -startdate -dateopt iso_8601 | sed 's/.*=//')"
        echo "not_after.text = $(openssl x509 -inform DER -in "$file" -noout -enddate -dateopt iso_8601 | sed 's/.*=//')"
        echo "serial.text = $(openssl x509 -inform DER -in "$file" -noout -serial | sed 's/.*=//')"
        echo "subject_key_identifier = $(openssl x509 -inform DER -in "$file" -noout -ext subjectKeyIdentifier 2>/dev/null | tail -n +2 | tr -d ' :')"
        echo "authority_key_identifier = $(openssl x509 -inform DER -in "$file" -noout -ext authorityKeyIdentifier 2>/dev/null | tail -n +2 | grep -v -E 'DirName|serial' | sed 's/keyid://' | tr -d ' :')"
        echo "ca.text = $(openssl x509 -inform DER -in "$file" -noout -ext basicConstraints 2>/dev/null | grep -o 'CA:[A-Z]*' || echo none)"
        echo "key_bits.n = $(openssl x509 -inform DER -in "$file" -noout -text | grep -o 'Public-Key: ([0-9]*' | grep -o '[0-9]*$')"
        echo "key_sha1 = $(openssl x509 -inform DER -in "$file" -noout -ocspid | grep key | sed 's/.*: //')"
    done
} > "$out/facts.vec"
{
    echo
    echo "case = signing_time"
    echo "ecdsa_sha256.text = $(openssl cms -inform DER -in "$out/sod/ecdsa_sha256.der" -cmsout -print -noout | grep -m1 UTCTIME | sed 's/.*UTCTIME://')"
} >> "$out/facts.vec"
