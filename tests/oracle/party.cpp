// SPDX-License-Identifier: Apache-2.0
// This project's reader or simulated chip, connected to oracle_test.py by standard input and output: a line with a
// case, lines of APDUs in hexadecimal, a line with the result.
//
//   reader CARD_ACCESS can|mrz PASSWORD KEY|-     PACE; KEY: SubjectPublicKeyInfo that verifies the chip's data
//   reader-authentication DG14_INFOS              chip authentication in an existing session
//   chip MAPPING CIPHER PARAMETER CAN MRZ KEY|-   PACE, as numbers; KEY: static private key of the mapping
//   chip-authentication CIPHER PARAMETER KEY      chip authentication in an existing session
//   sign PRIVATE_KEY DIGEST FORM CHALLENGE        signs for active authentication with a PKCS #8 key; FORM: `whole`
//                                                 or `smaller` for RSA, `plain` or `der` for ECDSA
//   verify PUBLIC_KEY DIGEST|- CHALLENGE SIGNATURE  `true` and the hash function, or `false`
//
// A reader writes `command HEX` and reads a response, repeatedly, then writes `opened FILE true|false|-` or
// `refused ERROR STATUS`. A chip reads commands and writes responses until it reads `end`.
#include "apdu/chip_authentication.hpp"
#include "apdu/pace.hpp"
#include "crypto/base/text.hpp"
#include "identity/verification/active_authentication.hpp"
#include "sim/chip/active_authentication.hpp"
#include "sim/chip/chip.hpp"
#include "sim/chip/chip_channel.hpp"
#include "tests/support/vector_file.hpp"

#include <cstdio>
#include <exception>
#include <iostream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>

namespace {

using namespace fivestar;
using test::hex;

constexpr const char* application = "A0000002471001";
constexpr const char* file = "61055F1F024142";
const Bytes first_secret(20, 0x5A);  // of the session before chip authentication

class LineChannel final : public apdu::Channel {
  public:
    Result<apdu::Response> transmit(const apdu::Command& command) override {
        const auto octets = apdu::encode(command);
        if (!octets) return std::unexpected{octets.error()};
        std::cout << "command " << to_hex(*octets) << std::endl;
        std::string answer;
        if (!std::getline(std::cin, answer)) return fail(ErrorCode::card_removed);
        return apdu::decode_response(hex(answer));
    }
};

Bytes key_of(const std::string& word) {
    return word == "-" ? Bytes{} : hex(word);
}

void report(const Error& error) {
    std::cout << "refused " << to_string(error.code) << ' ' << error.sw << std::endl;
}

void read_file(apdu::Channel& channel, const apdu::SessionKeys& keys, std::string_view chip_data) {
    const auto session = apdu::SecureChannel::create(channel, keys).value();
    const auto selected = session->transmit({.ins = 0xA4, .p1 = 0x04, .p2 = 0x0C, .data = hex(application)});
    if (!selected) return report(selected.error());
    const auto content = session->transmit({.ins = 0xB0, .p1 = 0x81, .le = apdu::max_short_le});
    if (!content) return report(content.error());
    std::cout << "opened " << to_hex(content->data) << ' ' << chip_data << std::endl;
}

void read_with_pace(std::istream& words, Random& random) {
    std::string card_access;
    std::string kind;
    std::string text;
    std::string key;
    words >> card_access >> kind >> text >> key;
    const auto infos = crypto::SecurityInfos::parse(hex(card_access)).value();
    const auto password = kind == "mrz" ? apdu::PacePassword::mrz(as_bytes(text))
                                        : apdu::PacePassword::digits(apdu::PasswordKind::can, as_bytes(text));
    LineChannel channel;
    const auto result = apdu::pace(channel, infos.pace.at(0), password, random);
    if (!result) return report(result.error());
    std::string_view chip_data = "-";
    const auto& given = result->chip_authentication;
    if (given) {
        const auto verified = apdu::verify_chip_authentication_data(*given, key_of(key));
        chip_data = verified.value() ? "true" : "false";
    }
    read_file(channel, result->keys, chip_data);
}

void read_with_chip_authentication(std::istream& words, Random& random) {
    std::string dg14;
    words >> dg14;
    const auto choice = apdu::choose_chip_authentication(crypto::SecurityInfos::parse(hex(dg14)).value()).value();
    LineChannel channel;
    const auto before = apdu::SecureChannel::create(
                            channel, apdu::derive_session_keys(first_secret, crypto::BlockCipher::aes_128, Bytes(16)))
                            .value();
    const auto keys = apdu::authenticate_chip(*before, choice, random);
    if (!keys) return report(keys.error());
    read_file(channel, *keys, "-");
}

sim::Card card() {
    sim::Card made;
    made.extended_length = true;
    made.files.application_identifier = hex(application);
    made.files.application = {{0x0101, 0x01, sim::ReadAccess::secure_messaging, hex(file)}};
    return made;
}

void play(sim::Chip& chip) {
    std::string line;
    while (std::getline(std::cin, line) && line != "end") {
        std::cout << to_hex(chip.transmit(hex(line)).octets) << std::endl;
    }
}

void play_pace(std::istream& words, Random& random) {
    int mapping = 0;
    int cipher = 0;
    int parameter = 0;
    std::string can;
    std::string mrz;
    std::string key;
    words >> mapping >> cipher >> parameter >> can >> mrz >> key;
    sim::Card made = card();
    made.security.pace.offers = {{static_cast<sim::Mapping>(mapping), static_cast<crypto::BlockCipher>(cipher),
                                  static_cast<std::uint8_t>(parameter)}};
    made.security.pace.passwords.emplace(sim::password_reference::can, SecretBytes{as_bytes(can)});
    made.security.pace.passwords.emplace(sim::password_reference::mrz, sim::encode_mrz_password(mrz));
    made.security.pace.mapping_key = SecretBytes{key_of(key)};
    sim::Chip chip{std::move(made), {}, random};
    chip.power_on();
    play(chip);
}

void play_chip_authentication(std::istream& words, Random& random) {
    int cipher = 0;
    int parameter = 0;
    std::string key;
    words >> cipher >> parameter >> key;
    sim::Card made = card();
    made.security.chip_authentication.push_back(
        {static_cast<std::uint8_t>(parameter), {static_cast<crypto::BlockCipher>(cipher)}, {}, SecretBytes{hex(key)}});
    sim::Chip chip{std::move(made), {}, random};
    chip.power_on();
    chip.start_session(sim::derive_session_keys(crypto::BlockCipher::aes_128, first_secret)).value();
    play(chip);
}

crypto::DigestAlgorithm digest_named(const std::string& name) {
    using enum crypto::DigestAlgorithm;
    for (const auto digest : {sha1, sha224, sha256, sha384, sha512}) {
        if (to_string(digest) == name) return digest;
    }
    throw std::runtime_error{"no hash function: " + name};
}

void sign(std::istream& words, Random& random) {
    std::string key;
    std::string digest;
    std::string form;
    std::string challenge;
    words >> key >> digest >> form >> challenge;
    const sim::ActiveAuthenticationKey signer{crypto::KeyPair::from_pkcs8_der(hex(key)).value(), digest_named(digest),
                                              form == "smaller" ? sim::RsaSignature::smaller : sim::RsaSignature::whole,
                                              form == "der" ? sim::EcdsaSignature::der : sim::EcdsaSignature::plain};
    std::cout << to_hex(sim::sign_challenge(signer, hex(challenge), random).value()) << std::endl;
}

void verify(std::istream& words) {
    std::string key;
    std::string digest;
    std::string challenge;
    std::string signature;
    words >> key >> digest >> challenge >> signature;
    const auto announced = digest == "-" ? std::nullopt : std::optional{digest_named(digest)};
    const auto verified = identity::verify_active_authentication(crypto::PublicKey::parse(hex(key)).value(), announced,
                                                                 hex(challenge), hex(signature));
    std::cout << (verified ? "true " + std::string{to_string(*verified)} : "false") << std::endl;
}

void run() {
    SystemRandom random;
    std::string line;
    while (std::getline(std::cin, line)) {
        std::istringstream words{line};
        std::string kind;
        words >> kind;
        if (kind == "reader") read_with_pace(words, random);
        if (kind == "reader-authentication") read_with_chip_authentication(words, random);
        if (kind == "chip") play_pace(words, random);
        if (kind == "chip-authentication") play_chip_authentication(words, random);
        if (kind == "sign") sign(words, random);
        if (kind == "verify") verify(words);
    }
}

}  // namespace

int main() {
    try {
        run();
    } catch (const std::exception& error) {
        std::fputs(error.what(), stderr);
        return 1;
    }
    return 0;
}
