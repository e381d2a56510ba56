#include "sim/national_text_record.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace fivestar::sim {
namespace {

constexpr char16_t blank = u' ';
constexpr char16_t kind = u'Y';
constexpr std::size_t first_name_part = 35;
constexpr std::size_t second_name_part = 11;

/// UTF-16 of well-formed UTF-8 in the basic multilingual plane; nothing for anything else.
std::optional<std::u16string> to_utf16(std::string_view text) {
    std::u16string wide;
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<std::uint8_t>(text[at]);
        const std::size_t size = lead < 0x80 ? 1 : (lead & 0xE0U) == 0xC0 ? 2 : (lead & 0xF0U) == 0xE0 ? 3 : 0;
        if (size == 0 || at + size > text.size()) return std::nullopt;
        unsigned character = size == 1 ? lead : lead & (0x7FU >> size);
        for (std::size_t next = 1; next < size; ++next) {
            const auto octet = static_cast<std::uint8_t>(text[at + next]);
            if ((octet & 0xC0U) != 0x80) return std::nullopt;
            character = character << 6 | (octet & 0x3FU);
        }
        wide.push_back(static_cast<char16_t>(character));
        at += size;
    }
    return wide;
}

/// Writes fields one after another and remembers whether all of them fitted.
class FieldWriter {
  public:
    void add(std::string_view text, std::size_t width) {
        const auto wide = to_utf16(text);
        if (!wide) fits_ = false;
        add(wide.value_or(std::u16string{}), width);
    }
    void add(std::u16string text, std::size_t width) {
        if (text.size() > width) fits_ = false;
        text.resize(width, blank);
        for (const char16_t character : text) {
            octets_.push_back(static_cast<std::uint8_t>(character));
            octets_.push_back(static_cast<std::uint8_t>(character >> 8));
        }
    }
    [[nodiscard]] Result<Bytes> take() && {
        if (!fits_) return fail(ErrorCode::invalid_argument);
        return std::move(octets_);
    }

  private:
    Bytes octets_;
    bool fits_ = true;
};

}  // namespace

Result<Bytes> encode(const NationalTextRecord& record) {
    const auto latin = to_utf16(record.latin_name);
    if (!latin) return fail(ErrorCode::invalid_argument);
    const std::size_t split = std::min(first_name_part, latin->size());
    FieldWriter fields;
    fields.add(record.chinese_name, 15);
    fields.add(record.sex, 1);
    fields.add(record.renewal_count, 2);
    fields.add(record.birth_date, 8);
    fields.add(latin->substr(0, split), first_name_part);
    fields.add(record.number, 18);
    fields.add(std::u16string{}, 15);
    fields.add(record.valid_from, 8);
    fields.add(record.valid_until, 8);
    fields.add(latin->substr(split), second_name_part);
    fields.add(record.nationality, 3);
    fields.add(std::u16string{kind}, 1);
    fields.add(record.association, 3);
    return std::move(fields).take();
}

}  // namespace fivestar::sim
