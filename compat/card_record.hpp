// SPDX-License-Identifier: Apache-2.0
// The text record of a card, field by field, for interfaces that hand out fields.
#pragma once

#include "compat/gbk.hpp"
#include "identity/china/national_text_layout.hpp"

#include <span>

namespace fivestar::compat {

/// The number of appended addresses in the module's answer, and one of them: UTF-16LE without the blanks that fill it.
[[nodiscard]] std::size_t appended_addresses(std::span<const std::uint8_t> answer);
[[nodiscard]] std::span<const std::uint8_t> appended_address(std::span<const std::uint8_t> answer, std::size_t number);
/// The longest in GBK.
inline constexpr std::size_t longest_address = 70;

/// A view of the 256 octets of a record, which must outlive it. The kind decides where the fields are: the layouts of
/// citizens and of foreign permanent residents reuse each other's offsets.
class CardRecord {
  public:
    using Kind = identity::NationalTextKind;
    using Field = identity::TextField;

    /// Nothing for a kind of card that nobody knows.
    [[nodiscard]] static std::optional<CardRecord> of(std::span<const std::uint8_t> octets);

    [[nodiscard]] Kind kind() const { return layout_->kind; }
    /// Citizens, and residents from Hong Kong, Macao and Taiwan, whose records have the same fields at the same places.
    [[nodiscard]] bool is_of_citizen_form() const { return kind() == Kind::citizen || kind() == Kind::hmt; }
    [[nodiscard]] bool is_of_foreigner() const { return !is_of_citizen_form(); }

    /// UTF-16LE without the blanks that fill the field; empty if this kind has no such field.
    [[nodiscard]] std::span<const std::uint8_t> field(Field name) const;

    // Texts for programs, of at most `most` octets. False if the C library cannot convert them.

    [[nodiscard]] bool text(Field name, std::size_t most, Gbk& into) const;
    /// Male or female; the digit of any other code.
    [[nodiscard]] bool sex(std::size_t most, Gbk& into) const;
    /// The name of the ethnic group, without the last sign of its kind; the digits of a code that is not known. Of a
    /// foreigner the nationality.
    [[nodiscard]] bool nation(std::size_t most, Gbk& into) const;
    /// The name in Latin letters of a foreigner, whose parts are at two places.
    [[nodiscard]] bool english_name(std::size_t most, Gbk& into) const;
    /// Of foreign permanent residents the name of the authority, which is not in the record.
    [[nodiscard]] bool issuer(std::size_t most, Gbk& into) const;
    /// The number of 15 characters that a card of 2023 replaced; empty if there was none.
    [[nodiscard]] bool previous_number(Gbk& into) const;

  private:
    CardRecord(std::span<const std::uint8_t> octets, const identity::TextLayout& layout)
        : octets_{octets}, layout_{&layout} {}

    /// The characters of a field in ASCII, for codes; `?` for any other.
    [[nodiscard]] std::string_view ascii(Field name, std::span<char> into) const;

    std::span<const std::uint8_t> octets_;
    const identity::TextLayout* layout_;
};

}  // namespace fivestar::compat
