// SPDX-License-Identifier: Apache-2.0
#include "identity/mrz/gbk_name.hpp"

#include "crypto/base/utf8.hpp"

#include <array>
#include <memory>
#include <unicode/ucnv.h>

namespace fivestar::identity {
namespace {

constexpr std::string_view padding = "<<<<";

struct CloseConverter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};

/// ICU's GB 18030, whose pairs of octets are those of GBK and the few added later.
class GbkConverter {
  public:
    GbkConverter() {
        UErrorCode status = U_ZERO_ERROR;
        converter_.reset(ucnv_open("gb18030", &status));
        ucnv_setToUCallBack(converter_.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
        usable_ = U_SUCCESS(status) != 0;
    }

    /// nullopt if the octets are not exactly one character.
    std::optional<char32_t> character(const std::array<char, 2>& octets) {
        if (!usable_) return std::nullopt;
        UErrorCode status = U_ZERO_ERROR;
        const char* at = octets.data();
        ucnv_resetToUnicode(converter_.get());
        const UChar32 found = ucnv_getNextUChar(converter_.get(), &at, octets.data() + octets.size(), &status);
        const bool whole = U_SUCCESS(status) && at == octets.data() + octets.size();
        return whole ? std::optional{static_cast<char32_t>(found)} : std::nullopt;
    }

  private:
    std::unique_ptr<UConverter, CloseConverter> converter_;
    bool usable_ = false;
};

/// True for the areas of GBK that users fill as they like. The private characters behind them are of known meaning
/// (equivalent_ideographs.hpp).
bool is_user_defined(char32_t c) {
    return c >= 0xE000 && c <= 0xE765;
}

}  // namespace

std::optional<unsigned> gbk_letter_value(char letter) {
    if (letter < 'A' || letter > 'P') return std::nullopt;
    return static_cast<unsigned>(letter - 'A');
}

std::optional<PersonalText> gbk_name(std::string_view letters) {
    if (letters.size() % letters_of_a_character != 0) return std::nullopt;
    while (letters.ends_with(padding)) letters.remove_suffix(padding.size());
    if (letters.empty()) return std::nullopt;
    GbkConverter converter;
    PersonalText name;
    for (; !letters.empty(); letters.remove_prefix(letters_of_a_character)) {
        std::array<char, 2> octets{};
        for (std::size_t at = 0; at < letters_of_a_character; ++at) {
            const char c = letters[at];
            const auto value = gbk_letter_value(c == '0' || c == '<' ? 'O' : c);
            if (!value) return std::nullopt;
            const auto high = static_cast<unsigned>(static_cast<unsigned char>(octets[at / 2]));
            octets[at / 2] = static_cast<char>(high << 4U | *value);
        }
        const auto character = converter.character(octets);
        zeroize(octets.data(), octets.size());
        if (!character || is_user_defined(*character)) return std::nullopt;
        append_code_point(name, *character);
    }
    return name;
}

}  // namespace fivestar::identity
