// SPDX-License-Identifier: Apache-2.0
// Secure messaging, the terminal's side: payloads of 4,096 octets, encrypted and authenticated, in one direction at a
// time, against OpenSSL's bare cipher over the same octets. The chip's answers are recorded. Prints rows of a table.

#include "apdu/secure_messaging.hpp"
#include "sim/chip/card_session.hpp"
#include "tests/bench/figures.hpp"

#include <array>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>
#include <openssl/evp.h>

namespace {

using namespace fivestar;
using namespace fivestar::bench;
using crypto::BlockCipher;

constexpr std::size_t payload = 4096;
constexpr std::size_t exchanges = 64;
constexpr double megabytes = payload * exchanges / 1e6;
constexpr int pairs = 200;

/// Which way the payload goes.
enum class Direction : std::uint8_t { answers, commands };

Bytes counted(std::size_t size, std::uint8_t first) {
    Bytes octets(size);
    for (std::uint8_t& octet : octets) octet = first++;
    return octets;
}

template <class Keys>
Keys keys_of(BlockCipher cipher) {
    const std::size_t size = crypto::key_size(cipher);
    return {cipher, SecretBytes{ByteView{counted(size, 0x20)}}, SecretBytes{ByteView{counted(size, 0x60)}},
            SecretBytes(crypto::block_size(cipher))};
}

apdu::Command command_of(Direction direction) {
    if (direction == Direction::answers) return {.ins = 0xB0, .le = payload};
    return {.ins = 0xD6, .data = counted(payload, 0)};
}

/// The chip: answers, and keeps its answers.
class RecordingChip final : public apdu::Channel {
  public:
    explicit RecordingChip(BlockCipher cipher)
        : session_(sim::CardSession::create(keys_of<sim::SessionKeys>(cipher)).value()) {}

    Result<apdu::Response> transmit(const apdu::Command& command) override {
        const auto plain = session_.unwrap(command).value();
        auto answer =
            session_.wrap({.data = PersonalBytes{ByteView{counted(plain.le, 0)}}, .sw = apdu::sw::success}).value();
        answers.push_back(copy(answer.data));
        return answer;
    }

    std::vector<Bytes> answers = {};

  private:
    sim::CardSession session_;
};

/// The answers, once more.
class PlayedChip final : public apdu::Channel {
  public:
    explicit PlayedChip(const std::vector<Bytes>& answers) : answers_(answers) {}
    Result<apdu::Response> transmit(const apdu::Command& /*command*/) override {
        return apdu::Response{PersonalBytes{ByteView{answers_.at(next_++)}}, apdu::sw::success};
    }

  private:
    const std::vector<Bytes>& answers_;
    std::size_t next_ = 0;
};

void exchange_all(apdu::SecureChannel& channel, const apdu::Command& command) {
    for (std::size_t exchange = 0; exchange < exchanges; ++exchange) {
        if (!channel.transmit(command)) throw std::runtime_error{"an exchange failed"};
    }
}

class Session {
  public:
    Session(BlockCipher cipher, Direction direction) : cipher_(cipher), command_(command_of(direction)) {
        RecordingChip chip{cipher};
        exchange_all(*open(chip), command_);
        answers_ = std::move(chip.answers);
    }

    /// All exchanges, without making the session.
    double time() {
        PlayedChip chip{answers_};
        const auto channel = open(chip);
        return milliseconds_of([&] { exchange_all(*channel, command_); });
    }

  private:
    [[nodiscard]] std::unique_ptr<apdu::SecureChannel> open(apdu::Channel& chip) const {
        return apdu::SecureChannel::create(chip, keys_of<apdu::SessionKeys>(cipher_), true).value();
    }

    BlockCipher cipher_;
    apdu::Command command_;
    std::vector<Bytes> answers_;
};

class BareCipher {
  public:
    BareCipher(const EVP_CIPHER* cipher, Direction direction) : context_(EVP_CIPHER_CTX_new()) {
        const Bytes key = counted(static_cast<std::size_t>(EVP_CIPHER_get_key_length(cipher)), 0x20);
        if (EVP_CipherInit_ex(context_.get(), cipher, nullptr, key.data(), nullptr,
                              direction == Direction::commands ? 1 : 0) != 1) {
            throw std::bad_alloc{};
        }
        EVP_CIPHER_CTX_set_padding(context_.get(), 0);
    }

    double time() {
        return milliseconds_of([&] {
            for (std::size_t exchange = 0; exchange < exchanges; ++exchange) {
                int written = 0;
                if (EVP_CipherInit_ex(context_.get(), nullptr, nullptr, nullptr, vector_.data(), -1) != 1 ||
                    EVP_CipherUpdate(context_.get(), out_.data(), &written, in_.data(), static_cast<int>(payload)) !=
                        1) {
                    throw std::bad_alloc{};
                }
            }
        });
    }

  private:
    struct Release {
        void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
    };
    std::unique_ptr<EVP_CIPHER_CTX, Release> context_;
    std::array<std::uint8_t, EVP_MAX_IV_LENGTH> vector_{};
    Bytes in_ = counted(payload, 0);
    Bytes out_ = Bytes(payload);
};

void measure(const char* name, BlockCipher cipher, const EVP_CIPHER* bare_cipher, Direction direction,
             const char* target) {
    Session session{cipher, direction};
    BareCipher bare{bare_cipher, direction};
    const auto compared = compare_in_pairs(pairs, [&] { return session.time(); }, [&] { return bare.time(); });
    fmt::print(
        "| secure messaging with {}, {} of 4,096 octets | {:.0f} MB/s against {:.0f} MB/s: ratio {:.2f} | {} |\n", name,
        direction == Direction::answers ? "answers" : "commands", 1e3 * megabytes / compared.one,
        1e3 * megabytes / compared.other, 1 / compared.ratio, target);
}

}  // namespace

int main() {
    try {
        for (const Direction direction : {Direction::answers, Direction::commands}) {
            measure("AES-128", BlockCipher::aes_128, EVP_aes_128_cbc(), direction, "at least 100 MB/s");
            measure("3DES", BlockCipher::triple_des, EVP_des_ede_cbc(), direction, "at least 0.45");
        }
        return EXIT_SUCCESS;
    } catch (const std::exception& error) {
        std::cerr << "bench_secure_messaging: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
