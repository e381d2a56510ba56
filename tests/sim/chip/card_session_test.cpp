// SPDX-License-Identifier: Apache-2.0
// Published exchanges in tests/vectors: ICAO Doc 9303-11 Appendix D.4 (3DES), the worked example of BSI TR-03110
// (AES-128), and the key derivation of 9303-11 §9.7.1. AES-192 and AES-256 are tested against apdu/, the implementation
// of the terminal.
#include "sim/chip/card_session.hpp"

#include "apdu/channel.hpp"
#include "apdu/secure_messaging.hpp"
#include "tests/support/vector_file.hpp"

#include <initializer_list>

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

using crypto::BlockCipher;

CardSession session_of(const test::VectorGroup& keys, BlockCipher cipher) {
    return CardSession::create({cipher, SecretBytes{keys.bytes("KS.Enc")}, SecretBytes{keys.bytes("KS.MAC")},
                                SecretBytes{keys.bytes("SSC")}})
        .value();
}

/// All groups with a protected command, in order, in one session.
int play(const char* file, CardSession session) {
    int played = 0;
    for (const auto& group : test::read_vectors(file)) {
        if (!group.has("command.protected")) continue;
        SCOPED_TRACE(group.name());
        const auto command = session.unwrap(apdu::decode_command(group.bytes("command.protected")).value());
        EXPECT_EQ(command, apdu::decode_command(group.bytes("command.plain")));
        const auto answer = session.wrap(apdu::decode_response(group.bytes("response.plain")).value());
        EXPECT_EQ(copy(apdu::encode(answer.value())), group.bytes("response.protected"));
        ++played;
    }
    return played;
}

TEST(CardSession, PlaysAppendixD4) {
    const auto groups = test::read_vectors("bac_appendix_d.vec");
    const auto& keys = test::group(groups, "D.4: session keys of the secure messaging steps");
    EXPECT_EQ(play("bac_appendix_d.vec", session_of(keys, BlockCipher::triple_des)), 3);
}

TEST(CardSession, PlaysTheWorkedExampleWithAes) {
    const auto groups = test::read_vectors("sm_aes_eac.vec");
    EXPECT_EQ(play("sm_aes_eac.vec", session_of(test::group(groups, "session keys"), BlockCipher::aes_128)), 6);
}

/// A session of the card and a session of the terminal with the same keys.
class Loop final : public apdu::Channel {
  public:
    Loop(BlockCipher cipher, Bytes answer)
        : session_(CardSession::create(derive_session_keys(cipher, seed())).value()), answer_(std::move(answer)) {}

    static Bytes seed() { return test::hex("00112233445566778899AABBCCDDEEFF"); }
    Result<apdu::Response> transmit(const apdu::Command& command) override {
        auto plain = session_.unwrap(command);
        if (!plain) return std::unexpected{plain.error()};
        seen = std::move(*plain);
        return session_.wrap({PersonalBytes{answer_}, apdu::sw::success});
    }
    apdu::Command seen;

  private:
    CardSession session_;
    Bytes answer_;
};

/// The unprotected status word repeats DO'99', as ISO/IEC 7816-4 §10.2 wants it and real chips do: reported for gmrtd,
/// which refuses any other answer.
TEST(CardSession, RepeatsTheProtectedStatusWord) {
    for (const auto status :
         std::initializer_list<std::uint16_t>{0x9000, 0x6282, 0x6300, 0x6700, 0x6982, 0x6A82, 0x6B00, 0x6CE7}) {
        CardSession session = CardSession::create(derive_session_keys(BlockCipher::aes_128, Loop::seed())).value();
        const auto answer = session.wrap({{}, {status}});
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->sw.value, status);
        EXPECT_EQ(copy(answer->data.view().first(4)),
                  (Bytes{0x99, 0x02, static_cast<std::uint8_t>(status >> 8), static_cast<std::uint8_t>(status)}));
    }
}

class EveryCipher : public testing::TestWithParam<BlockCipher> {};

TEST_P(EveryCipher, UnderstandsTheTerminal) {
    Loop card{GetParam(), test::hex("61 03 02 01 00")};
    const Bytes counter(crypto::block_size(GetParam()));
    const auto terminal =
        apdu::SecureChannel::create(card, apdu::derive_session_keys(Loop::seed(), GetParam(), counter)).value();
    const std::vector<apdu::Command> commands{
        {0x00, 0xA4, 0x02, 0x0C, {0x01, 0x01}, 0},
        {0x00, 0xB0, 0x00, 0x00, {}, 256},
        {0x00, 0xB0, 0x81, 0x00, {}, 65536},
        {0x00, 0xB1, 0x00, 0x00, {0x54, 0x02, 0x80, 0x00}, 1000},
        {0x00, 0xDB, 0x3F, 0xFF, Bytes(300, 0xAA), 256},
    };
    for (const apdu::Command& command : commands) {
        const auto response = terminal->transmit(command);
        ASSERT_TRUE(response.has_value()) << int{command.ins};
        EXPECT_EQ(copy(response->data), test::hex("61 03 02 01 00"));
        EXPECT_EQ(card.seen, command);
    }
}

/// The terminal computes the same number with another formula.
TEST_P(EveryCipher, HasTheCapacityThatTheTerminalComputes) {
    CardSession session = CardSession::create(derive_session_keys(GetParam(), Loop::seed())).value();
    for (const std::size_t limit : {0U, 14U, 40U, 142U, 143U, 256U, 300U, 65533U}) {
        EXPECT_EQ(session.capacity(limit), apdu::max_plain_response(GetParam(), limit)) << limit;
    }
}

INSTANTIATE_TEST_SUITE_P(Ciphers, EveryCipher,
                         testing::Values(BlockCipher::triple_des, BlockCipher::aes_128, BlockCipher::aes_192,
                                         BlockCipher::aes_256));

struct BrokenCommand {
    const char* what;
    const char* command;
    std::uint16_t sw;
};

/// Variations of the first protected command of Appendix D.4.
TEST(CardSession, RefusesBrokenCommands) {
    const auto groups = test::read_vectors("bac_appendix_d.vec");
    const auto& keys = test::group(groups, "D.4: session keys of the secure messaging steps");
    const BrokenCommand commands[] = {
        {"no data objects", "0CA4020C00", 0x6987},
        {"no MAC", "0CA4020C0B8709016375432908C044F600", 0x6987},
        {"a bit of the MAC", "0CA4020C158709016375432908C044F68E08BF8B92D635FF24F900", 0x6988},
        {"a bit of the cryptogram", "0CA4020C158709016375432908C044F78E08BF8B92D635FF24F800", 0x6988},
        {"a bit of the header", "0CA4020D158709016375432908C044F68E08BF8B92D635FF24F800", 0x6988},
        {"a short MAC", "0CA4020C118709016375432908C044F68E04BF8B92D600", 0x6988},
        {"an empty MAC", "0CA4020C0D8709016375432908C044F68E0000", 0x6988},
        {"octets behind the MAC", "0CA4020C168709016375432908C044F68E08BF8B92D635FF24F80000", 0x6988},
        {"the MAC first", "0CA4020C158E08BF8B92D635FF24F88709016375432908C044F600", 0x6988},
        {"a length past the end", "0CA4020C15877F016375432908C044F68E08BF8B92D635FF24F800", 0x6988},
        {"DO'85' with an even instruction", "0CA4020C158509016375432908C044F68E08BF8B92D635FF24F800", 0x6988},
    };
    for (const BrokenCommand& broken : commands) {
        CardSession session = session_of(keys, BlockCipher::triple_des);
        const auto command = session.unwrap(apdu::decode_command(test::hex(broken.command)).value());
        ASSERT_FALSE(command.has_value()) << broken.what;
        EXPECT_EQ(command.error().sw, broken.sw) << broken.what;
    }
}

TEST(CardSession, RefusesAReplay) {
    const auto groups = test::read_vectors("bac_appendix_d.vec");
    CardSession session =
        session_of(test::group(groups, "D.4: session keys of the secure messaging steps"), BlockCipher::triple_des);
    const auto command =
        apdu::decode_command(test::group(groups, "D.4 step 1: SELECT EF.COM").bytes("command.protected")).value();
    ASSERT_TRUE(session.unwrap(command).has_value());
    ASSERT_TRUE(session.wrap({.sw = apdu::sw::success}).has_value());
    EXPECT_EQ(session.unwrap(command).error().sw, 0x6988);
}

TEST(CardSession, RefusesKeysOfTheWrongSize) {
    SessionKeys keys = derive_session_keys(BlockCipher::aes_128, Loop::seed());
    keys.send_sequence_counter.resize(8);
    EXPECT_EQ(CardSession::create(std::move(keys)).error().code, ErrorCode::invalid_key);
}

}  // namespace
}  // namespace fivestar::sim
