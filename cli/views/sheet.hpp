// SPDX-License-Identifier: Apache-2.0
// Text of labelled rows and aligned columns, in zeroized memory.
#pragma once

#include "crypto/base/phrase.hpp"
#include "crypto/base/zeroized.hpp"

#include <string_view>
#include <vector>

namespace fivestar::cli {

class Sheet {
  public:
    explicit Sheet(Language language) : language_(language) {}
    [[nodiscard]] Language language() const { return language_; }

    void heading(std::string_view text);
    void heading(Phrase text) { heading(text.in(language_)); }
    /// Adds a row; none for an empty value. `value` is printable text.
    void row(Phrase label, std::string_view value);
    /// Adds columns as wide as their widest cell. Cells are printable text.
    void table(const std::vector<std::vector<PersonalText>>& rows);

    [[nodiscard]] std::string_view text() const { return text_.view(); }

  private:
    void padded(std::string_view text, std::size_t width);
    Language language_;
    PersonalText text_;
};

}  // namespace fivestar::cli
