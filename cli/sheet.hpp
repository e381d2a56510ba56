// Lines of "label  value" and of aligned columns, whose text may be somebody's.
#pragma once

#include "crypto/base/cleansed.hpp"

#include <string_view>
#include <vector>

namespace fivestar::cli {

class Sheet {
  public:
    void heading(std::string_view text);
    /// `value` is printable text; an empty one makes no row.
    void row(std::string_view label, std::string_view value);
    /// Columns as wide as their widest cell; cells are printable text.
    void table(const std::vector<std::vector<PersonalText>>& rows);

    [[nodiscard]] std::string_view text() const { return text_.view(); }

  private:
    void padded(std::string_view text, std::size_t width);
    PersonalText text_;
};

}  // namespace fivestar::cli
