// SPDX-License-Identifier: Apache-2.0
#include "browser/host/frame.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <span>
#include <unistd.h>

namespace fivestar::browser {
namespace {

/// Fills `to`; returns the number of octets, which is smaller only at the end of the input.
Result<std::size_t> read_fully(int descriptor, std::span<char> to) {
    std::size_t done = 0;
    while (done < to.size()) {
        const ssize_t count = ::read(descriptor, to.data() + done, to.size() - done);
        if (count == 0) break;
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return fail(ErrorCode::io_failure);
        done += static_cast<std::size_t>(count);
    }
    return done;
}

Result<void> write_fully(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(descriptor, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return fail(ErrorCode::io_failure);
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

}  // namespace

Result<std::optional<SecretText>> read_message(int descriptor) {
    std::array<char, sizeof(std::uint32_t)> prefix{};
    const auto prefix_size = read_fully(descriptor, prefix);
    if (!prefix_size) return std::unexpected{prefix_size.error()};
    if (*prefix_size == 0) return std::nullopt;
    if (*prefix_size < prefix.size()) return fail(ErrorCode::malformed);
    std::uint32_t size = 0;
    std::memcpy(&size, prefix.data(), sizeof size);
    if (size > max_incoming_size) return fail(ErrorCode::limit_exceeded);
    SecretText message{size};
    const auto message_size = read_fully(descriptor, {message.data(), message.size()});
    if (!message_size) return std::unexpected{message_size.error()};
    if (*message_size < size) return fail(ErrorCode::malformed);
    return message;
}

Result<void> MessageWriter::write(std::string_view json) {
    if (json.size() > max_outgoing_size) return fail(ErrorCode::limit_exceeded);
    const auto size = static_cast<std::uint32_t>(json.size());
    std::array<char, sizeof size> prefix{};
    std::memcpy(prefix.data(), &size, sizeof size);
    const std::scoped_lock lock{mutex_};
    if (const auto written = write_fully(descriptor_, {prefix.data(), prefix.size()}); !written) return written;
    return write_fully(descriptor_, json);
}

}  // namespace fivestar::browser
