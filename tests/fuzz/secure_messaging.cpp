// SPDX-License-Identifier: Apache-2.0
// Hostile protected responses. The first octet selects the cipher, and whether a right MAC is added, which reaches the
// code after its verification. The keys are those of ICAO Doc 9303-11 Appendix D.4.
#include "apdu/secure_messaging.hpp"

#include "tests/apdu/chip_session.hpp"
#include "tests/fuzz/fuzzed_channel.hpp"
#include "tests/support/vector_file.hpp"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace fivestar;
using crypto::BlockCipher;

apdu::SessionKeys keys_for(BlockCipher cipher) {
    if (cipher != BlockCipher::triple_des) {
        return apdu::derive_session_keys(test::hex("0036D272F5C350ACAC50C3F572D23600"), cipher, Bytes(16));
    }
    return {cipher, SecretBytes{test::hex("979EC13B1CBFE9DCD01AB0FED307EAE5")},
            SecretBytes{test::hex("F1CB1F1FB5ADF208806B89DC579DC1F8")}, SecretBytes{test::hex("887022120C06C226")}};
}

/// Adds a right MAC to the fuzzer's octets.
class SigningChip final : public apdu::Channel {
  public:
    SigningChip(const apdu::SessionKeys& keys, test::FuzzedChannel& input)
        : session_(keys.cipher, keys.encryption, keys.mac, keys.send_sequence_counter), input_(input) {}

    Result<apdu::Response> transmit(const apdu::Command& command) override {
        ++input_.exchanges;
        (void)session_.unprotect(command);
        const auto said = input_.next();
        if (!said) return std::unexpected{said.error()};
        return apdu::decode_response(session_.sign(*said, 0x9000));
    }

  private:
    test::ChipSession session_;
    test::FuzzedChannel& input_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto cipher = static_cast<BlockCipher>(data[0] & 3);
    const bool with_mac = (data[0] & 4) != 0;
    const apdu::SessionKeys keys = keys_for(cipher);
    test::FuzzedChannel input{{data + 1, size - 1}};
    SigningChip signing{keys, input};
    const auto channel =
        apdu::SecureChannel::create(with_mac ? static_cast<apdu::Channel&>(signing) : input, keys).value();
    const apdu::Command commands[] = {{0x00, 0xA4, 0x02, 0x0C, {0x01, 0x1E}},
                                      {.ins = 0xB0, .le = 4},
                                      {.ins = 0xB0, .p2 = 4, .le = 18},
                                      {.ins = 0xB1, .data = {0x54, 0x01, 0x00}, .le = 65'536}};
    for (const apdu::Command& command : commands) {
        const std::size_t before = input.exchanges;
        const bool alive = channel->alive();
        const auto response = channel->transmit(command);
        if (response && response->data.size() > size) std::abort();
        if (response.has_value() != channel->alive()) std::abort();
        if (input.exchanges - before != (alive ? 1U : 0U)) std::abort();
    }
    return 0;
}
