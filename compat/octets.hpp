// SPDX-License-Identifier: Apache-2.0
// Octets of a card: in zeroized memory here, and copied to the memory of the caller.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace fivestar::compat {

/// Up to `Capacity` octets, zeroized when they are replaced or destroyed.
template <std::size_t Capacity>
class Octets {
  public:
    Octets() = default;
    Octets(const Octets&) = delete;
    Octets& operator=(const Octets&) = delete;
    ~Octets() { clear(); }

    void clear() {
        ::explicit_bzero(content_.data(), content_.size());
        size_ = 0;
    }
    /// False, and empty, if there are more than `Capacity`.
    [[nodiscard]] bool assign(std::span<const std::uint8_t> octets) {
        clear();
        if (octets.size() > Capacity) return false;
        if (!octets.empty()) std::memcpy(content_.data(), octets.data(), octets.size());
        size_ = octets.size();
        return true;
    }
    /// Hands `size` zeroed octets to `write`. False, and empty, if there are more than `Capacity`.
    template <class Write>
    [[nodiscard]] bool fill(std::size_t size, Write&& write) {
        clear();
        if (size > Capacity) return false;
        write(std::span{content_}.first(size));
        size_ = size;
        return true;
    }
    /// False, and empty, unless `text` is Base64 (RFC 4648 §4) of at most `Capacity` octets.
    [[nodiscard]] bool assign_base64(std::string_view text);

    [[nodiscard]] std::span<const std::uint8_t> view() const { return {content_.data(), size_}; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }

  private:
    std::array<std::uint8_t, Capacity> content_{};
    std::size_t size_ = 0;
};

/// Decodes Base64 (RFC 4648 §4) into `to`; nothing unless it is valid and fits.
[[nodiscard]] std::optional<std::size_t> decode_base64(std::string_view text, std::span<std::uint8_t> to);

/// The length of so many octets in Base64.
[[nodiscard]] constexpr std::size_t base64_size(std::size_t octets) {
    return (octets + 2) / 3 * 4;
}
/// Encodes to Base64 (RFC 4648 §4). `to` has `base64_size` octets.
void encode_base64(std::span<const std::uint8_t> octets, std::span<std::uint8_t> to);

template <std::size_t Capacity>
bool Octets<Capacity>::assign_base64(std::string_view text) {
    clear();
    const auto size = decode_base64(text, content_);
    if (!size) clear();
    size_ = size.value_or(0);
    return size.has_value();
}

/// Copies to the memory of the caller. False, and no signal, if that cannot be written (NULL, unmapped, read only).
[[nodiscard]] bool copy_out(void* to, std::span<const std::uint8_t> octets);
/// The same with a NUL behind it.
[[nodiscard]] bool copy_text(char* to, std::span<const std::uint8_t> text);
[[nodiscard]] bool copy_text(char* to, std::string_view text);
/// Copies from the memory of the caller. False, and no signal, if it cannot be read.
[[nodiscard]] bool copy_in(void* to, const void* from, std::size_t size);
/// Copies a text that ends with NUL from there. False if it cannot be read, or has more than `most` characters.
[[nodiscard]] bool copy_text_in(std::string& to, const char* from, std::size_t most);
/// Copies a number out; NULL is a caller who does not want it.
[[nodiscard]] bool copy_out(unsigned* to, std::size_t number);

}  // namespace fivestar::compat
