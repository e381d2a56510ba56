// SPDX-License-Identifier: Apache-2.0
#include "compat/card_calls.hpp"

#include "compat/process.hpp"

#include <array>
#include <span>

namespace fivestar::compat {
namespace {

constexpr std::array<std::uint8_t, 4> four_zeros{};
constexpr std::array<std::uint8_t, portrait_size> no_photo{};

}  // namespace

Code find_card(int port, unsigned char* iin, int if_open) {
    if (iin == nullptr) return Code::parameter;
    const Code code = desk().find(port, if_open);
    if (code != Code::found) return code;
    return copy_out(iin, four_zeros) ? code : Code::parameter;
}

Code select_card(int port, unsigned char* serial_number, int if_open) {
    if (serial_number == nullptr) return Code::parameter;
    const Code code = desk().select(port, if_open);
    if (code != Code::success) return code;
    return copy_out(serial_number, four_zeros) ? code : Code::parameter;
}

Code read_card(int port, unsigned char* text, unsigned* text_length, unsigned char* photo, unsigned* photo_length,
               int if_open) {
    if (text == nullptr || photo == nullptr) return Code::parameter;
    const auto message = desk().read(port, if_open);
    if (!message) return message.error();
    const auto& portrait = (*message)->portrait;
    const auto shown = portrait.empty() ? std::span<const std::uint8_t>{no_photo} : portrait.view();
    const bool is_copied = copy_out(text, (*message)->text.view()) && copy_out(photo, shown) &&
                           copy_out(text_length, (*message)->text.size()) && copy_out(photo_length, portrait.size());
    return is_copied ? Code::success : Code::parameter;
}

}  // namespace fivestar::compat
