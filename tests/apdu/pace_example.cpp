// SPDX-License-Identifier: Apache-2.0
#include "tests/apdu/pace_example.hpp"

#include "crypto/asn1/security_infos.hpp"
#include "crypto/tlv/writer.hpp"

#include <algorithm>

namespace fivestar::test {
namespace {

using Exchange = PaceExample::Exchange;

/// GENERAL AUTHENTICATE with one object in each direction; none for tag 0.
Exchange general_authenticate(std::uint8_t cla, tlv::Tag out, ByteView sent, tlv::Tag back, ByteView received) {
    const Bytes command_object = out == 0 ? Bytes{} : tlv::encode(out, sent);
    const Bytes data = tlv::encode(0x7C, command_object);
    Bytes command{cla, 0x86, 0x00, 0x00, static_cast<std::uint8_t>(data.size())};
    append(command, data);
    command.push_back(0x00);
    Bytes answer = tlv::encode(0x7C, tlv::encode(back, received));
    append(answer, Bytes{0x90, 0x00});
    return {command, answer};
}

}  // namespace

PaceExample::PaceExample(std::string_view file) : groups_(read_vectors(file)) {}

crypto::PaceInfo PaceExample::info() const {
    const VectorGroup& parameters = (*this)["domain parameters"];
    Bytes fields = tlv::encode(0x06, parameters.bytes("OID"));
    append(fields, hex("020102"));
    append(fields, tlv::encode(0x02, Bytes{static_cast<std::uint8_t>(std::stoi(parameters.text("parameter_id.n")))}));
    const Bytes entry = tlv::encode(0x30, fields);
    return crypto::SecurityInfos::parse(tlv::encode(0x31, entry)).value().pace.at(0);
}

apdu::PacePassword PaceExample::password() const {
    const VectorGroup& password = (*this)["password"];
    if (password.has("MRZ_information.text")) {
        return apdu::PacePassword::mrz(as_bytes(password.text("MRZ_information.text")));
    }
    const auto kind = password.has("password.text") ? apdu::PasswordKind::pin : apdu::PasswordKind::can;
    return apdu::PacePassword::digits(kind, password.bytes("K.encoded_password"));
}

bool PaceExample::integrated() const {
    return info().mapping == crypto::PaceMapping::integrated;
}

Bytes PaceExample::random() const {
    const VectorGroup& mapping = (*this)["map nonce"];
    Bytes octets = mapping.bytes(integrated() ? "t" : "SK.Map.IFD");
    Bytes secret = (*this)["key agreement"].bytes("SK.DH.IFD");
    if (const VectorGroup& parameters = (*this)["domain parameters"]; parameters.has("q")) {
        // Where the example's exponent is as long as the prime, ours is the same modulo the order.
        const auto order = crypto::Modulus::create(parameters.bytes("q")).value();
        secret = copy(order.reduce(secret).value());
    }
    append(octets, secret);
    return octets;
}

std::vector<Exchange> PaceExample::exchanges() const {
    std::vector<Exchange> published;
    for (const VectorGroup& step : groups_) {
        if (step.name().starts_with("APDU: ")) {
            Bytes answer = step.bytes("response.plain");
            // One answer is printed without its status bytes (tests/vectors/README.md).
            if (answer.size() < 2 || answer[answer.size() - 2] != 0x90) append(answer, Bytes{0x90, 0x00});
            published.push_back({step.bytes("command.plain"), answer});
        }
    }
    return published.empty() ? made_exchanges() : published;
}

std::vector<Exchange> PaceExample::made_exchanges() const {
    const VectorGroup& mapping = (*this)["map nonce"];
    const VectorGroup& agreement = (*this)["key agreement"];
    const VectorGroup& tokens = (*this)["mutual authentication"];
    Bytes objects = tlv::encode(0x80, (*this)["domain parameters"].bytes("OID"));
    append(objects, tlv::encode(0x83, Bytes{static_cast<std::uint8_t>(password().kind())}));
    Bytes select{0x00, 0x22, 0xC1, 0xA4, static_cast<std::uint8_t>(objects.size())};
    append(select, objects);
    const auto map =
        integrated() ? general_authenticate(0x10, 0x81, mapping.bytes("t"), 0x82, {})
                     : general_authenticate(0x10, 0x81, mapping.bytes("PK.Map.IFD"), 0x82, mapping.bytes("PK.Map.IC"));
    return {{select, hex("9000")},
            general_authenticate(0x10, 0, {}, 0x80, (*this)["encrypted nonce"].bytes("z")),
            map,
            general_authenticate(0x10, 0x83, agreement.bytes("PK.DH.IFD"), 0x84, agreement.bytes("PK.DH.IC")),
            general_authenticate(0x00, 0x85, tokens.bytes("T.IFD"), 0x86, tokens.bytes("T.IC"))};
}

}  // namespace fivestar::test
