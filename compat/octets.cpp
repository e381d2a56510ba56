// SPDX-License-Identifier: Apache-2.0
#include "compat/octets.hpp"

#include <algorithm>
#include <cerrno>
#include <sys/uio.h>
#include <unistd.h>

namespace fivestar::compat {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::optional<std::uint32_t> group_of(std::string_view letters) {
    std::uint32_t bits = 0;
    for (const char letter : letters) {
        const std::size_t value = alphabet.find(letter);
        if (value == std::string_view::npos) return std::nullopt;
        bits = bits << 6U | static_cast<std::uint32_t>(value);
    }
    return bits << 6U * (4 - letters.size());
}

}  // namespace

std::optional<std::size_t> decode_base64(std::string_view text, std::span<std::uint8_t> to) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::size_t size = 0;
    while (!text.empty()) {
        std::string_view letters = text.substr(0, 4);
        text.remove_prefix(4);
        // Padding is only in the last group.
        for (int pad = 0; text.empty() && pad < 2 && letters.ends_with('='); ++pad) letters.remove_suffix(1);
        const auto bits = group_of(letters);
        const std::size_t octets = letters.size() - 1;
        if (!bits || octets > to.size() - size) return std::nullopt;
        for (std::size_t at = 0; at < octets; ++at) {
            to[size++] = static_cast<std::uint8_t>(*bits >> 8U * (2 - at));
        }
        const std::uint32_t unused = octets == 3 ? 0 : *bits & ((1U << 8U * (3 - octets)) - 1U);
        if (unused != 0) return std::nullopt;
    }
    return size;
}

void encode_base64(std::span<const std::uint8_t> octets, std::span<std::uint8_t> to) {
    for (std::size_t at = 0, out = 0; at < octets.size(); at += 3, out += 4) {
        const std::size_t count = std::min<std::size_t>(3, octets.size() - at);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i) bits = bits << 8U | (i < count ? octets[at + i] : 0U);
        for (std::size_t letter = 0; letter < 4; ++letter) {
            to[out + letter] =
                letter > count ? '=' : static_cast<std::uint8_t>(alphabet[bits >> 6U * (3 - letter) & 0x3FU]);
        }
    }
}

bool copy_out(void* to, std::span<const std::uint8_t> octets) {
    if (to == nullptr) return false;
    if (octets.empty()) return true;
    // The kernel checks the address, where a plain copy would end the process with a signal.
    iovec from{.iov_base = const_cast<std::uint8_t*>(octets.data()), .iov_len = octets.size()};
    iovec into{.iov_base = to, .iov_len = octets.size()};
    const ssize_t written = ::process_vm_writev(::getpid(), &from, 1, &into, 1, 0);
    if (written >= 0) return static_cast<std::size_t>(written) == octets.size();
    if (errno == EFAULT) return false;
    std::memcpy(to, octets.data(), octets.size());  // a kernel or a sandbox without the system call
    return true;
}

bool copy_text(char* to, std::span<const std::uint8_t> text) {
    constexpr std::uint8_t nul = 0;
    return copy_out(to, text) && copy_out(to + text.size(), {&nul, 1});
}

bool copy_text(char* to, std::string_view text) {
    return copy_text(to, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

bool copy_in(void* to, const void* from, std::size_t size) {
    if (from == nullptr) return false;
    iovec into{.iov_base = to, .iov_len = size};
    iovec source{.iov_base = const_cast<void*>(from), .iov_len = size};
    const ssize_t came = ::process_vm_readv(::getpid(), &into, 1, &source, 1, 0);
    if (came >= 0) return static_cast<std::size_t>(came) == size;
    if (errno == EFAULT) return false;
    std::memcpy(to, from, size);  // a kernel or a sandbox without the system call
    return true;
}

bool copy_text_in(std::string& to, const char* from, std::size_t most) {
    to.clear();
    for (char letter = 0; copy_in(&letter, from, 1) && letter != 0; ++from) {
        if (to.size() == most) return false;
        to += letter;
    }
    char end = 0;
    return copy_in(&end, from, 1);
}

bool copy_out(unsigned* to, std::size_t number) {
    if (to == nullptr) return true;
    const auto value = static_cast<unsigned>(number);
    std::array<std::uint8_t, sizeof value> octets{};
    std::memcpy(octets.data(), &value, sizeof value);
    return copy_out(static_cast<void*>(to), octets);
}

}  // namespace fivestar::compat
