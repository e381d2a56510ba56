// Where the program writes: results to one descriptor, everything said to a person to the other. Unbuffered, so that no
// copy of a record stays in a buffer of the C library.
#pragma once

#include <cstddef>
#include <string_view>

namespace fivestar::cli {

class Console {
  public:
    /// Neither is owned.
    Console(int results, int messages) : results_{results}, messages_{messages} {}

    /// False, once and for all, when the results can no longer be written.
    bool print(std::string_view text);
    /// With the program's name in front and a line feed behind.
    void complain(std::string_view text) const;

    /// The columns of the terminal that shows messages; 0 where there is none.
    [[nodiscard]] std::size_t message_columns() const;
    /// Of the terminal that shows results; 0 where there is none.
    [[nodiscard]] std::size_t result_columns() const;
    /// Replaces the terminal's last line; empty: clears it.
    void show_line(std::string_view text) const;

    [[nodiscard]] bool is_broken() const { return is_broken_; }
    [[nodiscard]] int messages() const { return messages_; }
    [[nodiscard]] int results() const { return results_; }

  private:
    int results_;
    int messages_;
    bool is_broken_ = false;
};

}  // namespace fivestar::cli
