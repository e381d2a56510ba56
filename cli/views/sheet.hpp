// Lines of "label  value" and of aligned columns, whose text may be somebody's.
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
    /// `value` is printable text; an empty one makes no row.
    void row(Phrase label, std::string_view value);
    /// Columns as wide as their widest cell; cells are printable text.
    void table(const std::vector<std::vector<PersonalText>>& rows);

    [[nodiscard]] std::string_view text() const { return text_.view(); }

  private:
    void padded(std::string_view text, std::size_t width);
    Language language_;
    PersonalText text_;
};

}  // namespace fivestar::cli
