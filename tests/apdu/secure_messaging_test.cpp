// SPDX-License-Identifier: Apache-2.0
// Published exchanges: ICAO Doc 9303-11 Appendix D.4 (3DES) and the worked example of BSI TR-03110 (AES-128), in
// tests/vectors. ChipSession, a second implementation, answers where no standard has an example.
#include "apdu/secure_messaging.hpp"

#include "apdu/response_chaining.hpp"
#include "crypto/base/text.hpp"
#include "crypto/primitives/key_derivation.hpp"
#include "crypto/tlv/writer.hpp"
#include "tests/apdu/chip_session.hpp"
#include "tests/support/scripted_channel.hpp"
#include "tests/support/vector_file.hpp"

#include <functional>
#include <initializer_list>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::apdu {
namespace {

using crypto::BlockCipher;
using test::ChipSession;
using test::hex;
using test::ScriptedChannel;

SessionKeys keys_of(const test::VectorGroup& group, BlockCipher cipher) {
    return {cipher, SecretBytes{group.bytes("KS.Enc")}, SecretBytes{group.bytes("KS.MAC")},
            SecretBytes{group.bytes("SSC")}};
}

/// Every group with a protected command, in order, over one session.
void play(const char* file, const SessionKeys& keys) {
    ScriptedChannel card;
    const auto channel = SecureChannel::create(card, keys).value();
    int played = 0;
    for (const auto& group : test::read_vectors(file)) {
        if (!group.has("command.protected")) continue;
        SCOPED_TRACE(group.name());
        card.expect(group.bytes("command.protected"), group.bytes("response.protected"));
        const auto response = channel->transmit(decode_command(group.bytes("command.plain")).value());
        ASSERT_TRUE(response);
        EXPECT_EQ(to_hex(encode(*response)), group.text("response.plain"));
        ++played;
    }
    EXPECT_GE(played, 3);
    EXPECT_TRUE(channel->alive());
}

TEST(SecureMessaging, MatchesAppendixD4) {
    const auto groups = test::read_vectors("bac_appendix_d.vec");
    play("bac_appendix_d.vec",
         keys_of(test::group(groups, "D.4: session keys of the secure messaging steps"), BlockCipher::triple_des));
}

TEST(SecureMessaging, MatchesTheWorkedExampleForAes) {
    const auto groups = test::read_vectors("sm_aes_eac.vec");
    play("sm_aes_eac.vec", keys_of(test::group(groups, "session keys"), BlockCipher::aes_128));
}

TEST(SecureMessaging, ComputesTheCapacityOfAnAnswer) {
    EXPECT_EQ(max_plain_response(BlockCipher::triple_des, 256), 231U);
    EXPECT_EQ(max_plain_response(BlockCipher::aes_128, 256), 223U);
    EXPECT_EQ(max_plain_response(BlockCipher::aes_256, 256), 223U);
    EXPECT_EQ(max_plain_response(BlockCipher::triple_des, 24), 0U);
    EXPECT_EQ(max_plain_response(BlockCipher::triple_des, 25), 7U);
}

/// Both ends of one session: ChipSession unprotects the commands, and the test chooses the answers.
class KeyedChip final : public Channel {
  public:
    using Answer = std::function<Bytes(ChipSession&, const Command& plain)>;
    KeyedChip(const SessionKeys& keys, Answer answer)
        : session_(keys.cipher, keys.encryption, keys.mac, keys.send_sequence_counter), answer_(std::move(answer)) {}

    Result<Response> transmit(const Command& command) override {
        ++exchanges;
        last = command;
        return decode_response(answer_(session_, session_.unprotect(command)));
    }

    int exchanges = 0;
    Command last;

  private:
    ChipSession session_;
    Answer answer_;
};

SessionKeys some_keys(BlockCipher cipher) {
    const Bytes counter(crypto::block_size(cipher), 0xFF);
    return derive_session_keys(hex("0036D272F5C350ACAC50C3F572D23600"), cipher, counter);
}

class EveryCipher : public testing::TestWithParam<BlockCipher> {};
INSTANTIATE_TEST_SUITE_P(SecureMessaging, EveryCipher,
                         testing::Values(BlockCipher::triple_des, BlockCipher::aes_128, BlockCipher::aes_192,
                                         BlockCipher::aes_256));

TEST_P(EveryCipher, ProtectsEveryCaseBothWays) {
    const SessionKeys keys = some_keys(GetParam());
    Command heard;
    Bytes said;
    KeyedChip chip{keys, [&](ChipSession& session, const Command& plain) {
                       heard = plain;
                       return session.protect(said, 0x9000, plain.ins % 2 == 1);
                   }};
    const auto channel = SecureChannel::create(chip, keys).value();
    for (const std::uint8_t ins : std::initializer_list<std::uint8_t>{0xB0, 0xB1}) {
        for (const std::size_t sent : {0U, 1U, 7U, 8U, 15U, 16U, 255U, 256U, 4000U}) {
            for (const std::uint32_t le : {0U, 1U, 223U, 256U, 257U, 65'536U}) {
                const Command command{0x00, ins, 0x01, 0x02, Bytes(sent, 0x80), le};
                said = Bytes(le % 300, 0x00);
                const auto response = channel->transmit(command);
                ASSERT_TRUE(response);
                EXPECT_EQ(heard, command);
                EXPECT_EQ(to_hex(response->data), to_hex(said));
            }
        }
    }
}

TEST_P(EveryCipher, FillsAShortAnswer) {
    const auto most = static_cast<std::uint32_t>(max_plain_response(GetParam(), 256));
    const SessionKeys keys = some_keys(GetParam());
    KeyedChip chip{keys, [&](ChipSession& session, const Command& plain) {
                       const Bytes answer = session.protect(Bytes(plain.le == 65'536 ? 1 : plain.le), 0x9000);
                       EXPECT_EQ(answer.size() - 2 <= 256, plain.le != most + 1);
                       return answer;
                   }};
    const auto channel = SecureChannel::create(chip, keys).value();
    ASSERT_TRUE(channel->transmit({.ins = 0xB0, .le = most}));
    EXPECT_EQ(chip.last.le, 256U);
    ASSERT_TRUE(channel->transmit({.ins = 0xB0, .le = most + 1}));
    EXPECT_EQ(chip.last.le, 65'536U);
}

TEST_P(EveryCipher, TakesAnLeOf256LiterallyWithExtendedLength) {
    for (const bool extended_length : {false, true}) {
        const SessionKeys keys = some_keys(GetParam());
        KeyedChip chip{keys, [](ChipSession& session, const Command& plain) {
                           EXPECT_EQ(plain.le, 256U);
                           return session.protect(Bytes(200), 0x9000);
                       }};
        const auto channel = SecureChannel::create(chip, keys, extended_length).value();
        ASSERT_TRUE(channel->transmit({.ins = 0xB0, .le = 256}));
        EXPECT_EQ(chip.last.le, extended_length ? 65'536U : 256U);
    }
}

constexpr std::size_t many = 40;
std::vector<Command> many_commands() {
    std::vector<Command> commands;
    for (std::size_t at = 0; at < many; ++at) {
        commands.push_back({.ins = 0xB0, .p2 = static_cast<std::uint8_t>(at), .le = 100});
    }
    return commands;
}
Bytes full_answer(ChipSession& session, const Command& plain) {
    return session.protect(Bytes(plain.le, plain.p2), 0x9000);
}

TEST_P(EveryCipher, OpensManyAnswersInOneSession) {
    const SessionKeys keys = some_keys(GetParam());
    auto commands = many_commands();
    commands.back().le = 50;
    KeyedChip chip{keys, full_answer};
    const auto channel = SecureChannel::create(chip, keys).value();
    for (const Command& command : commands) {
        const auto response = channel->transmit(command);
        ASSERT_TRUE(response);
        EXPECT_EQ(to_hex(response->data), to_hex(Bytes(command.le, command.p2)));
        EXPECT_EQ(response->sw, sw::success);
    }
    // The session continues.
    EXPECT_TRUE(channel->transmit(commands.front()));
}

TEST_P(EveryCipher, SendsNothingAfterAFailure) {
    const SessionKeys keys = some_keys(GetParam());
    struct Fault {
        const char* what;
        std::function<Bytes(ChipSession&, const Command&)> answer;
        ErrorCode code;
        std::uint16_t naked;
    };
    const Fault faults[] = {
        {"wrong MAC",
         [](ChipSession& session, const Command& plain) {
             Bytes answer = full_answer(session, plain);
             answer[answer.size() - 3] ^= 1;
             return answer;
         },
         ErrorCode::secure_messaging_failed, 0},
        {"data changed",
         [](ChipSession& session, const Command& plain) {
             Bytes answer = full_answer(session, plain);
             answer[20] ^= 1;
             return answer;
         },
         ErrorCode::secure_messaging_failed, 0},
        {"wrong padding",
         [](ChipSession& session, const Command& plain) {
             // A right MAC over an invalid cryptogram.
             Bytes cryptogram(1 + 16 * (plain.le / 16 + 1), 0x5A);
             cryptogram[0] = 0x01;
             Bytes objects = tlv::encode(0x87, cryptogram);
             append(objects, test::hex("99029000"));
             return session.sign(objects, 0x9000);
         },
         ErrorCode::secure_messaging_failed, 0},
        {"naked", [](ChipSession&, const Command&) { return test::hex("6B00"); }, ErrorCode::secure_messaging_failed,
         0x6B00},
        {"lost", [](ChipSession&, const Command&) { return Bytes{}; }, ErrorCode::transport_failure, 0},
    };
    for (const Fault& fault : faults) {
        for (const std::size_t at : {0U, 1U, 17U, 39U}) {
            SCOPED_TRACE(testing::Message() << fault.what << " at " << at);
            KeyedChip chip{keys, [&](ChipSession& session, const Command& plain) {
                               return plain.p2 == at ? fault.answer(session, plain) : full_answer(session, plain);
                           }};
            const auto channel = SecureChannel::create(chip, keys).value();
            std::size_t answered = 0;
            std::optional<Error> error;
            for (const Command& command : many_commands()) {
                const auto response = channel->transmit(command);
                if (response) {
                    ++answered;
                } else if (!error) {
                    error = response.error();
                }
            }
            ASSERT_TRUE(error.has_value());
            EXPECT_EQ(error.value_or(Error{}).code, fault.code);
            EXPECT_EQ(error.value_or(Error{}).sw, fault.naked);
            EXPECT_EQ(answered, at);
            EXPECT_FALSE(channel->alive());
            EXPECT_EQ(chip.exchanges, static_cast<int>(at) + 1);
        }
    }
}

TEST_P(EveryCipher, ContinuesAfterAnIncompleteAnswer) {
    const SessionKeys keys = some_keys(GetParam());
    const std::function<Bytes(ChipSession&)> others[] = {
        [](ChipSession& session) { return session.protect(Bytes(60, 0x11), 0x9000); },
        [](ChipSession& session) { return session.protect(Bytes(100, 0x11), 0x6282); },
        [](ChipSession& session) { return session.protect({}, 0x6C50); },
    };
    for (const auto& other : others) {
        KeyedChip chip{keys, [&](ChipSession& session, const Command& plain) {
                           return plain.p2 == 17 ? other(session) : full_answer(session, plain);
                       }};
        const auto channel = SecureChannel::create(chip, keys).value();
        for (const Command& command : many_commands()) EXPECT_TRUE(channel->transmit(command));
        EXPECT_TRUE(channel->alive());
    }
}

TEST(SecureMessaging, BelievesTheProtectedStatusWord) {
    const SessionKeys keys = some_keys(BlockCipher::aes_128);
    // The second octet pair is the outer status word: equal, or 9000 as after GET RESPONSE.
    for (const std::uint16_t outer : std::initializer_list<std::uint16_t>{0x6282, 0x9000}) {
        KeyedChip chip{keys,
                       [&](ChipSession& session, const Command&) { return session.sign(hex("99026282"), outer); }};
        const auto channel = SecureChannel::create(chip, keys).value();
        EXPECT_EQ(channel->transmit({.ins = 0xB0, .le = 8})->sw, sw::end_of_file);
        EXPECT_TRUE(channel->alive());
    }
}

/// A hostile or broken answer ends the session, with this unprotected status word in the error.
void expect_death(const char* what, const KeyedChip::Answer& answer, std::uint16_t naked = 0) {
    SCOPED_TRACE(what);
    for (const BlockCipher cipher : {BlockCipher::triple_des, BlockCipher::aes_128}) {
        const SessionKeys keys = some_keys(cipher);
        KeyedChip chip{keys, answer};
        const auto channel = SecureChannel::create(chip, keys).value();
        const auto response = channel->transmit({.ins = 0xB0, .le = 8});
        ASSERT_FALSE(response);
        EXPECT_EQ(response.error(), (Error{ErrorCode::secure_messaging_failed, naked, "secure_messaging"}));
        EXPECT_FALSE(channel->alive());
        EXPECT_EQ(channel->transmit({.ins = 0xB0, .le = 8}).error().code, ErrorCode::secure_messaging_failed);
        EXPECT_EQ(chip.exchanges, 1) << "a command went out after the session had failed";
    }
}

KeyedChip::Answer just(const char* octets) {
    return [octets](ChipSession&, const Command&) { return hex(octets); };
}

KeyedChip::Answer signed_objects(const char* objects, std::uint16_t outer = 0x9000) {
    return [=](ChipSession& session, const Command&) { return session.sign(hex(objects), outer); };
}

TEST(SecureMessaging, EndsWithAnUnprotectedStatusWord) {
    expect_death("success", just("9000"), 0x9000);
    expect_death("success with data", just("60145F01 9000"), 0x9000);
    expect_death("wrong length", just("6700"), 0x6700);
    expect_death("wrong offset", just("6B00"), 0x6B00);
    expect_death("status object without a MAC", just("99029000 9000"), 0x9000);
    expect_death("DO'8E' inside another object", just("300A 8E080102030405060708 9000"), 0x9000);
}

TEST(SecureMessaging, EndsWithAWrongMac) {
    expect_death("made up", just("99029000 8E080102030405060708 9000"));
    expect_death("one bit", [](ChipSession& session, const Command&) {
        Bytes answer = session.protect(hex("60145F01"), 0x9000);
        answer[answer.size() - 3] ^= 1;
        return answer;
    });
    expect_death("data changed", [](ChipSession& session, const Command&) {
        Bytes answer = session.protect(hex("60145F01"), 0x9000);
        answer[3] ^= 1;
        return answer;
    });
    expect_death("status changed", [](ChipSession& session, const Command&) {
        Bytes answer = session.sign(hex("99026982"), 0x9000);
        answer[2] = 0x90;
        answer[3] = 0x00;
        return answer;
    });
    expect_death("counter one too far", [](ChipSession& session, const Command&) {
        (void)session.protect({}, 0x9000);
        return session.protect({}, 0x9000);
    });
    expect_death("four octets", just("99029000 8E0401020304 9000"));
    expect_death("none", just("99029000 8E00 9000"));
    expect_death("nine octets", just("99029000 8E09010203040506070809 9000"));
}

TEST(SecureMessaging, EndsWithInvalidDataObjects) {
    expect_death("no DO'99'", signed_objects(""));
    expect_death("DO'99' of no octets", signed_objects("9900"));
    expect_death("DO'99' of one octet", signed_objects("990190"));
    expect_death("DO'99' of three octets", signed_objects("9903900000"));
    expect_death("DO'99' twice", signed_objects("9902900099029000"));
    expect_death("unknown object", signed_objects("810101 99029000"));
    expect_death("unknown object behind", signed_objects("99029000 810101"));
    expect_death("plain data for a cryptogram", signed_objects("8704 60145F01 99029000"));
    expect_death("cryptogram without padding indicator", signed_objects("8700 99029000"));
    expect_death("cryptogram of no blocks", signed_objects("870101 99029000"));
    expect_death("cryptogram of half a block", signed_objects("870501AABBCCDD 99029000"));
    expect_death("length beyond the end", just("8784FFFFFFFF01 99029000 8E080102030405060708 9000"), 0x9000);
    expect_death("indefinite length", just("8780 0000 99029000 8E080102030405060708 9000"), 0x9000);
    expect_death("wrong order", [](ChipSession& session, const Command&) {
        const Bytes answer = session.protect(hex("60145F01"), 0x9000);
        const Bytes status = hex("99029000");
        Bytes cryptogram(answer.begin(), answer.end() - 2 - 10 - 4);
        Bytes swapped = status;
        append(swapped, cryptogram);
        return session.sign(swapped, 0x9000);
    });
    expect_death("cryptogram twice", [](ChipSession& session, const Command&) {
        const Bytes answer = session.protect(hex("60145F01"), 0x9000);
        Bytes objects(answer.begin(), answer.end() - 2 - 10 - 4);
        append(objects, Bytes{objects});
        append(objects, hex("99029000"));
        return session.sign(objects, 0x9000);
    });
    expect_death("octets behind the MAC", [](ChipSession& session, const Command&) {
        Bytes answer = session.protect({}, 0x9000);
        answer.insert(answer.end() - 2, {0x81, 0x00});
        return answer;
    });
}

TEST(SecureMessaging, EndsIfTheStatusWordsContradict) {
    expect_death("success inside an error", signed_objects("99029000", 0x6982), 0x6982);
    expect_death("another error", signed_objects("99026A82", 0x6982), 0x6982);
}

TEST(SecureMessaging, EndsWithALostAnswer) {
    const SessionKeys keys = some_keys(BlockCipher::triple_des);
    for (const char* broken : {"", "90"}) {
        KeyedChip chip{keys, just(broken)};
        const auto channel = SecureChannel::create(chip, keys).value();
        EXPECT_EQ(channel->transmit({.ins = 0xB0, .le = 8}).error().code, ErrorCode::transport_failure);
        EXPECT_FALSE(channel->alive());
    }
}

TEST(SecureMessaging, RefusesUnprotectableCommandsWithoutEnding) {
    const SessionKeys keys = some_keys(BlockCipher::triple_des);
    KeyedChip chip{keys, [](ChipSession& session, const Command&) { return session.protect({}, 0x9000); }};
    const auto channel = SecureChannel::create(chip, keys).value();
    for (const std::uint8_t cla : std::initializer_list<std::uint8_t>{0x0C, 0x04, 0x10, 0x40, 0x80, 0xFF}) {
        EXPECT_EQ(channel->transmit({.cla = cla, .ins = 0xB0, .le = 8}).error().code, ErrorCode::invalid_argument);
    }
    EXPECT_EQ(channel->transmit({.ins = 0xD6, .data = Bytes(65'535)}).error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(channel->transmit({.ins = 0xB0, .le = 65'537}).error().code, ErrorCode::invalid_argument);
    EXPECT_TRUE(channel->transmit({.cla = 0x01, .ins = 0xB0, .le = 8}));
}

TEST(SecureMessaging, RefusesKeysOfAnotherSize) {
    ScriptedChannel card;
    const auto create = [&](std::size_t encryption, std::size_t mac, std::size_t counter) {
        const SessionKeys keys{BlockCipher::aes_256, SecretBytes(encryption), SecretBytes(mac), SecretBytes(counter)};
        return SecureChannel::create(card, keys);
    };
    EXPECT_TRUE(create(32, 32, 16));
    EXPECT_EQ(create(16, 32, 16).error().code, ErrorCode::invalid_key);
    EXPECT_EQ(create(32, 16, 16).error().code, ErrorCode::invalid_key);
    EXPECT_EQ(create(32, 32, 8).error().code, ErrorCode::invalid_key);
}

TEST(SecureMessaging, SupportsResponseChainingAboveIt) {
    const SessionKeys keys = some_keys(BlockCipher::aes_128);
    int said = 0;
    KeyedChip chip{keys, [&](ChipSession& session, const Command& plain) {
                       EXPECT_EQ(plain.ins, said == 0 ? 0x88 : 0xC0);
                       return ++said == 1 ? session.protect(Bytes(200, 0xA1), 0x6138)
                                          : session.protect(Bytes(56), 0x9000);
                   }};
    const auto secure = SecureChannel::create(chip, keys).value();
    ResponseChaining channel{*secure};
    EXPECT_EQ(channel.transmit({0x00, 0x88, 0x00, 0x00, Bytes(8), 256})->data.size(), 256U);
}

}  // namespace
}  // namespace fivestar::apdu
