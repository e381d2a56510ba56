// SPDX-License-Identifier: Apache-2.0
// Expected values: ICAO Doc 9303-11 Appendices G, H, I and the BSI's worked example, in tests/vectors/pace_*.vec.
#include "apdu/pace.hpp"

#include "crypto/base/text.hpp"
#include "crypto/keys/agreement_key.hpp"
#include "crypto/tlv/writer.hpp"
#include "tests/apdu/pace_example.hpp"
#include "tests/support/scripted_random.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <gtest/gtest.h>

namespace fivestar::apdu {
namespace {

using crypto::BlockCipher;
using crypto::EllipticCurve;
using crypto::PaceInfo;
using crypto::PaceMapping;
using test::hex;
using test::PaceExample;
using test::ScriptedChannel;
using test::ScriptedRandom;

constexpr std::array examples{"pace_ecdh_gm_g1.vec", "pace_dh_gm_g2.vec", "pace_ecdh_im_h1.vec",
                              "pace_dh_im_h2.vec",   "pace_cam_i.vec",    "pace_ecdh_gm_eac.vec"};

Result<PaceResult> play(const PaceExample& example, const std::vector<PaceExample::Exchange>& exchanges,
                        const PaceOptions& options = {}) {
    ScriptedChannel card;
    for (const auto& [command, answer] : exchanges) card.expect(command, answer);
    ScriptedRandom random{example.random()};
    return pace(card, example.info(), example.password(), random, options);
}

TEST(Pace, FollowsEveryPublishedExchange) {
    for (const char* const file : examples) {
        const PaceExample example{file};
        const auto result = play(example, example.exchanges());
        ASSERT_TRUE(result) << file << ' ' << result.error().step << ' ' << to_string(result.error().code);
        const auto& agreement = example["key agreement"];
        EXPECT_EQ(to_hex(result->keys.encryption), agreement.text("KS.Enc")) << file;
        EXPECT_EQ(to_hex(result->keys.mac), agreement.text("KS.MAC")) << file;
        EXPECT_EQ(to_hex(result->keys.send_sequence_counter), std::string(32, '0')) << file;
        EXPECT_EQ(result->chip_authentication.has_value(), std::string_view{file} == "pace_cam_i.vec");
    }
}

TEST(Pace, DerivesTheKeysOfItsPasswords) {
    for (const char* const file : examples) {
        const PaceExample example{file};
        EXPECT_EQ(to_hex(example.password().key(BlockCipher::aes_128)), example["password"].text("K.pi")) << file;
    }
}

TEST(Pace, VerifiesTheChipOfAppendixI) {
    const PaceExample example{"pace_cam_i.vec"};
    auto result = play(example, example.exchanges());
    ASSERT_TRUE(result && result->chip_authentication);
    ChipAuthenticationData& data = *result->chip_authentication;
    const auto& chip = example["chip authentication"];
    EXPECT_EQ(to_hex(data.data), chip.text("CA.IC"));
    EXPECT_EQ(to_hex(data.mapping_key), chip.text("PK.Map.IC"));
    EXPECT_EQ(data.key_id, 13U);
    const auto infos = crypto::SecurityInfos::parse(tlv::encode(0x31, chip.bytes("ChipAuthenticationPublicKeyInfo")));
    const Bytes& key = infos.value().chip_authentication_keys.at(0).subject_public_key_info;
    EXPECT_EQ(infos->chip_authentication_keys[0].key_id, 13U);
    EXPECT_EQ(verify_chip_authentication_data(data, key), true);
    // Another chip's key, and data that another key made.
    const auto other = crypto::parse_agreement_key(key).value();
    Bytes foreign = key;
    const auto at = std::ranges::search(foreign, other.public_value).begin();
    std::ranges::copy(example["key agreement"].bytes("PK.DH.IC"), at);
    EXPECT_EQ(verify_chip_authentication_data(data, foreign), false);
    data.data[0] ^= 1U;
    EXPECT_EQ(verify_chip_authentication_data(data, key), false);
}

/// The published exchange with the answer at `step` replaced.
Error error_with(const PaceExample& example, std::size_t step, ByteView answer) {
    auto exchanges = example.exchanges();
    exchanges.resize(step + 1);
    exchanges[step].answer = copy(answer);
    const auto result = play(example, exchanges);
    EXPECT_FALSE(result);
    return result ? Error{} : result.error();
}

TEST(Pace, ReportsTheRefusal) {
    const PaceExample example{"pace_ecdh_gm_g1.vec"};
    struct Case {
        std::size_t step;
        const char* answer;
        Error expected;
    };
    const std::array cases{
        Case{0, "6985", {ErrorCode::unsupported, 0x6985, "pace_select"}},
        Case{0, "6D00", {ErrorCode::unsupported, 0x6D00, "pace_select"}},
        Case{0, "63C0", {ErrorCode::access_denied, 0x63C0, "pace_select"}},
        Case{0, "6983", {ErrorCode::access_denied, 0x6983, "pace_select"}},
        Case{1, "6A80", {ErrorCode::unexpected_status, 0x6A80, "pace_nonce"}},
        Case{1, "6983", {ErrorCode::access_denied, 0x6983, "pace_nonce"}},
        Case{2, "6985", {ErrorCode::unexpected_status, 0x6985, "pace_map"}},
        Case{3, "6A80", {ErrorCode::unexpected_status, 0x6A80, "pace_agree"}},
        Case{3, "6300", {ErrorCode::access_denied, 0x6300, "pace_agree"}},
        Case{4, "6300", {ErrorCode::access_denied, 0x6300, "pace_authenticate"}},
        Case{4, "63C2", {ErrorCode::access_denied, 0x63C2, "pace_authenticate"}},
        Case{4, "6982", {ErrorCode::access_denied, 0x6982, "pace_authenticate"}},
        Case{4, "6D00", {ErrorCode::unexpected_status, 0x6D00, "pace_authenticate"}},
    };
    for (const Case& refused : cases) {
        EXPECT_EQ(error_with(example, refused.step, hex(refused.answer)), refused.expected)
            << refused.step << ' ' << refused.answer;
    }
}

TEST(Pace, RefusesDynamicAuthenticationDataOfAnotherForm) {
    for (const char* const file : {"pace_ecdh_gm_g1.vec", "pace_ecdh_im_h1.vec", "pace_cam_i.vec"}) {
        const PaceExample example{file};
        const auto exchanges = example.exchanges();
        for (std::size_t step = 1; step < exchanges.size(); ++step) {
            const Bytes whole = exchanges[step].answer;
            const ByteView data = ByteView{whole}.first(whole.size() - 2);
            for (std::size_t size = 0; size < data.size(); ++size) {
                Bytes shorter = copy(data.first(size));
                append(shorter, Bytes{0x90, 0x00});
                EXPECT_EQ(error_with(example, step, shorter).code, ErrorCode::malformed) << file << step << ' ' << size;
            }
            Bytes longer = copy(data);
            append(longer, Bytes{0x00, 0x90, 0x00});
            EXPECT_EQ(error_with(example, step, longer).code, ErrorCode::malformed) << file << step;
            const bool data_may_be_absent = std::string_view{file} == "pace_ecdh_im_h1.vec" && step == 2;
            if (!data_may_be_absent) {
                EXPECT_EQ(error_with(example, step, hex("7C009000")).code, ErrorCode::malformed) << file << step;
            }
        }
    }
}

/// An answer with one data object.
Bytes answer_with(tlv::Tag tag, ByteView value) {
    Bytes answer = tlv::encode(0x7C, tlv::encode(tag, value));
    append(answer, Bytes{0x90, 0x00});
    return answer;
}

TEST(Pace, RefusesInvalidPublicValues) {
    const PaceExample example{"pace_ecdh_gm_g1.vec"};
    const auto& parameters = example["domain parameters"];
    Bytes off_curve = parameters.bytes("G");
    off_curve.back() ^= 1U;
    const Bytes other_curve = crypto::EcGroup{EllipticCurve::p256}.generator().encode();
    for (const auto& [step, tag] : {std::pair{2U, 0x82U}, std::pair{3U, 0x84U}}) {
        EXPECT_EQ(error_with(example, step, answer_with(tag, off_curve)).code, ErrorCode::invalid_key);
        EXPECT_EQ(error_with(example, step, answer_with(tag, other_curve)).code, ErrorCode::invalid_key);
        EXPECT_EQ(error_with(example, step, answer_with(tag, Bytes{0})).code, ErrorCode::malformed);  // infinity
    }
    // Our own values.
    EXPECT_EQ(error_with(example, 2, answer_with(0x82, example["map nonce"].bytes("PK.Map.IFD"))).code,
              ErrorCode::invalid_key);
    EXPECT_EQ(error_with(example, 3, answer_with(0x84, example["key agreement"].bytes("PK.DH.IFD"))).code,
              ErrorCode::invalid_key);
}

TEST(Pace, RefusesValuesOfSmallSubgroups) {
    for (const char* const file : {"pace_dh_gm_g2.vec", "pace_dh_im_h2.vec"}) {
        const PaceExample example{file};
        const auto prime = crypto::Modulus::create(example["domain parameters"].bytes("p")).value();
        const Bytes one = copy(prime.reduce(Bytes{1}).value());
        const Bytes minus_one = copy(prime.subtract({}, Bytes{1}).value());
        const Bytes zero(prime.size());
        const Bytes two = copy(prime.reduce(Bytes{2}).value());  // outside the subgroup of order q
        for (const Bytes& bad : {zero, one, minus_one, two, prime.octets()}) {
            EXPECT_EQ(error_with(example, 3, answer_with(0x84, bad)).code, ErrorCode::invalid_key) << file;
            if (example.info().mapping != PaceMapping::generic) continue;
            EXPECT_EQ(error_with(example, 2, answer_with(0x82, bad)).code, ErrorCode::invalid_key) << file;
        }
    }
}

TEST(Pace, RefusesAWrongTokenOfTheChip) {
    const PaceExample example{"pace_ecdh_gm_g1.vec"};
    Bytes token = example["mutual authentication"].bytes("T.IC");
    for (std::size_t bit = 0; bit < 8 * token.size(); ++bit) {
        Bytes wrong = token;
        wrong[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        EXPECT_EQ(error_with(example, 4, answer_with(0x86, wrong)),
                  (Error{ErrorCode::access_denied, 0, "pace_authenticate"}));
    }
    token.pop_back();
    EXPECT_EQ(error_with(example, 4, answer_with(0x86, token)).code, ErrorCode::malformed);
    // The terminal's own token.
    EXPECT_EQ(error_with(example, 4, answer_with(0x86, example["mutual authentication"].bytes("T.IFD"))).code,
              ErrorCode::access_denied);
}

TEST(Pace, RequiresTheChipAuthenticationDataOfItsMapping) {
    const PaceExample example{"pace_cam_i.vec"};
    const Bytes token = tlv::encode(0x86, example["mutual authentication"].bytes("T.IC"));
    EXPECT_EQ(error_with(example, 4, answer_with(0x86, example["mutual authentication"].bytes("T.IC"))).code,
              ErrorCode::malformed);
    for (const std::size_t size : {0U, 1U, 15U, 16U, 48U}) {  // none of them decrypts to padded data
        Bytes objects = token;
        append(objects, tlv::encode(0x8A, Bytes(size, 0x55)));
        Bytes answer = tlv::encode(0x7C, objects);
        append(answer, Bytes{0x90, 0x00});
        EXPECT_EQ(error_with(example, 4, answer).code, ErrorCode::malformed) << size;
    }
}

TEST(Pace, NamesTheParametersIfTheyAreAmbiguous) {
    const PaceExample example{"pace_ecdh_gm_g1.vec"};
    ScriptedChannel card;
    card.expect("0022C1A412800A04007F0007020204020283010184010D", "6A80");
    ScriptedRandom random{{}};
    EXPECT_FALSE(pace(card, example.info(), example.password(), random, {.name_parameters = true}));
}

TEST(Pace, NamesTheParametersIfTheChipRequiresThem) {
    const PaceExample example{"pace_ecdh_gm_g1.vec"};
    auto exchanges = example.exchanges();
    exchanges.insert(exchanges.begin() + 1, {hex("0022C1A412800A04007F0007020204020283010184010D"), hex("9000")});
    for (const char* refusal : {"6A80", "6A88", "6A87"}) {
        exchanges[0].answer = hex(refusal);
        EXPECT_TRUE(play(example, exchanges)) << refusal;
    }
    exchanges[1].answer = hex("6A87");
    exchanges.resize(2);
    const auto refused = play(example, exchanges);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), (Error{ErrorCode::unsupported, 0x6A87, "pace_select"}));
}

TEST(Pace, ReportsSlowModeOnce) {
    const PaceExample example{"pace_ecdh_gm_g1.vec"};
    auto exchanges = example.exchanges();
    exchanges[0].answer = hex("63C1");
    int told = 0;
    EXPECT_TRUE(play(example, exchanges, {.on_slow_mode = [&] { ++told; }}));
    EXPECT_EQ(told, 1);
    EXPECT_TRUE(play(example, example.exchanges(), {.on_slow_mode = [&] { ++told; }}));
    EXPECT_EQ(told, 1);
}

PaceInfo offer(PaceMapping mapping, BlockCipher cipher, crypto::AgreementKind agreement, std::uint32_t parameter_id) {
    return {.protocol = {},
            .agreement = agreement,
            .mapping = mapping,
            .cipher = cipher,
            .parameter_id = parameter_id,
            .parameters = EllipticCurve::p256};
}

TEST(BestPaceInfo, PrefersChipAuthenticationAndStrongerCiphers) {
    using enum crypto::AgreementKind;
    const std::vector<PaceInfo> rising{offer(PaceMapping::integrated, BlockCipher::aes_256, ecdh, 12),
                                       offer(PaceMapping::generic, BlockCipher::triple_des, ecdh, 12),
                                       offer(PaceMapping::generic, BlockCipher::aes_128, dh, 2),
                                       offer(PaceMapping::generic, BlockCipher::aes_128, ecdh, 12),
                                       offer(PaceMapping::generic, BlockCipher::aes_256, dh, 2),
                                       offer(PaceMapping::chip_authentication, BlockCipher::aes_128, ecdh, 12)};
    for (std::size_t count = 1; count <= rising.size(); ++count) {
        EXPECT_EQ(best_pace_info(std::span{rising}.first(count)), &rising[count - 1]) << count;
    }
    EXPECT_EQ(best_pace_info({}), nullptr);
    EXPECT_TRUE(parameters_are_ambiguous(rising));
    EXPECT_FALSE(parameters_are_ambiguous(std::span{rising}.first(2)));
    EXPECT_FALSE(parameters_are_ambiguous({}));
}

}  // namespace
}  // namespace fivestar::apdu
