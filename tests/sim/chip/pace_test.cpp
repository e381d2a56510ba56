// SPDX-License-Identifier: Apache-2.0
// The chip's PACE against the worked examples of ICAO Doc 9303-11 (Appendices G, H, I) and of the BSI (EAC), octet by
// octet if the exchanges are published.
#include "sim/chip/pace.hpp"

#include "apdu/command.hpp"
#include "crypto/base/text.hpp"
#include "crypto/tlv/writer.hpp"
#include "sim/chip/chip.hpp"
#include "sim/chip/integrated_mapping.hpp"
#include "tests/support/scripted_random.hpp"
#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

using crypto::BlockCipher;
using test::VectorGroup;

struct WorkedExample {
    const char* file;
    Mapping mapping;
    std::uint8_t parameter;
    std::uint8_t password;
};

void PrintTo(const WorkedExample& example, std::ostream* out) {
    *out << example.file;
}

Card card_of(const std::vector<VectorGroup>& groups, const WorkedExample& example) {
    Card card;
    card.files.application_identifier = test::hex("A0000002471001");
    card.security.pace.offers = {{example.mapping, BlockCipher::aes_128, example.parameter}};
    card.security.pace.passwords.emplace(example.password,
                                         SecretBytes{test::group(groups, "password").bytes("K.encoded_password")});
    if (example.mapping == Mapping::chip_authentication) {
        card.security.pace.mapping_key =
            SecretBytes{test::group(groups, "static private key of the chip (derived, not printed in the standard)")
                            .bytes("SK.IC")};
    }
    return card;
}

/// The chip's random values: nonce and private keys. Some published keys exceed the order; reduced, they are
/// equivalent.
Bytes drawn(const std::vector<VectorGroup>& groups, const WorkedExample& example) {
    const crypto::Modulus order = AgreementGroup::standardized(example.parameter).value().order();
    Bytes octets = test::group(groups, "encrypted nonce").bytes("s");
    if (example.mapping != Mapping::integrated) {
        append(octets, order.reduce(test::group(groups, "map nonce").bytes("SK.Map.IC")).value());
    }
    append(octets, order.reduce(test::group(groups, "key agreement").bytes("SK.DH.IC")).value());
    return octets;
}

std::string file_name(const testing::TestParamInfo<WorkedExample>& example) {
    const std::string name = example.param.file;
    return name.substr(0, name.size() - 4);
}

class PrintedExchange : public testing::TestWithParam<WorkedExample> {
  protected:
    const std::vector<VectorGroup> groups_ = test::read_vectors(GetParam().file);
    [[nodiscard]] Bytes value(std::string_view group, std::string_view key) const {
        return test::group(groups_, group).bytes(key);
    }
};

TEST_P(PrintedExchange, IsPlayedOctetByOctet) {
    test::ScriptedRandom random{drawn(groups_, GetParam())};
    Chip chip{card_of(groups_, GetParam()), {}, random};
    chip.power_on();
    int exchanges = 0;
    for (const VectorGroup& group : groups_) {
        if (!group.name().starts_with("APDU: ") || !group.has("response.plain")) continue;
        Bytes expected = group.bytes("response.plain");
        if (group.name().ends_with("mutual authentication") &&
            std::string_view{GetParam().file} == "pace_dh_gm_g2.vec") {
            // The published response also names a certification authority, which the table of the standard omits.
            expected = test::hex("7C0A8608");
            append(expected, value("mutual authentication", "T.IC"));
            append(expected, test::hex("9000"));
        }
        EXPECT_EQ(to_hex(chip.transmit(group.bytes("command.plain")).octets), to_hex(expected)) << group.name();
        ++exchanges;
    }
    EXPECT_EQ(exchanges, 5);
}

INSTANTIATE_TEST_SUITE_P(Standards, PrintedExchange,
                         testing::Values(WorkedExample{"pace_ecdh_gm_g1.vec", Mapping::generic, 13, 1},
                                         WorkedExample{"pace_dh_gm_g2.vec", Mapping::generic, 0, 1},
                                         WorkedExample{"pace_cam_i.vec", Mapping::chip_authentication, 13, 1}),
                         file_name);

/// Examples without APDUs: the same exchange, its values put into the standard's data objects.
class PrintedValues : public PrintedExchange {};

TEST_P(PrintedValues, ArePlayedStepByStep) {
    test::ScriptedRandom random{drawn(groups_, GetParam())};
    Chip chip{card_of(groups_, GetParam()), {}, random};
    chip.power_on();
    const auto send = [&chip](Bytes command) { return to_hex(chip.transmit(command).octets); };
    const auto step = [&](bool last, tlv::Tag tag, std::optional<Bytes> value) {
        const Bytes data = tlv::encode(0x7C, value ? tlv::encode(tag, *value) : Bytes{});
        return send(
            apdu::encode(apdu::Command{static_cast<std::uint8_t>(last ? 0x00 : 0x10), 0x86, 0, 0, data, 256}).value());
    };
    const auto answer = [](tlv::Tag tag, ByteView value) {
        return to_hex(tlv::encode(0x7C, tlv::encode(tag, value))) + "9000";
    };
    Bytes chosen = tlv::encode(0x80, value("domain parameters", "OID"));
    append(chosen, tlv::encode(0x83, Bytes{GetParam().password}));
    EXPECT_EQ(send(apdu::encode(apdu::Command{0x00, 0x22, 0xC1, 0xA4, chosen}).value()), "9000");
    EXPECT_EQ(step(false, 0, {}), answer(0x80, value("encrypted nonce", "z")));
    if (GetParam().mapping == Mapping::integrated) {
        EXPECT_EQ(step(false, 0x81, value("map nonce", "t")), answer(0x82, {}));
    } else {
        EXPECT_EQ(step(false, 0x81, value("map nonce", "PK.Map.IFD")), answer(0x82, value("map nonce", "PK.Map.IC")));
    }
    EXPECT_EQ(step(false, 0x83, value("key agreement", "PK.DH.IFD")), answer(0x84, value("key agreement", "PK.DH.IC")));
    EXPECT_EQ(step(true, 0x85, value("mutual authentication", "T.IFD")),
              answer(0x86, value("mutual authentication", "T.IC")));
}

INSTANTIATE_TEST_SUITE_P(Standards, PrintedValues,
                         testing::Values(WorkedExample{"pace_ecdh_im_h1.vec", Mapping::integrated, 13, 2},
                                         WorkedExample{"pace_dh_im_h2.vec", Mapping::integrated, 0, 2},
                                         WorkedExample{"pace_ecdh_gm_eac.vec", Mapping::generic, 13, 3}),
                         file_name);

}  // namespace
}  // namespace fivestar::sim
