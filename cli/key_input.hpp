// Access keys from standard input: at a prompt without echo where that is a terminal, as they come where it is not.
#pragma once

#include "cli/interruption.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"

#include <cstddef>
#include <string_view>

namespace fivestar::cli {

inline constexpr std::size_t max_key_line_octets = 512;  ///< as long as a name may be
inline constexpr std::size_t max_input_octets = std::size_t{64} * 1024;
inline constexpr std::size_t max_mrz_lines = 3;  // a TD1's (ICAO Doc 9303-5)

class KeyInput {
  public:
    /// `input` is read; what the terminal is asked is written to `prompt`. Neither is owned.
    KeyInput(int input, int prompt, const Interruption& interruption);

    /// One line. `malformed` if there is nothing, `limit_exceeded` for a longer line, `cancelled` by a signal,
    /// `io_failure`.
    [[nodiscard]] Result<SecretText> card_access_number();

    /// One line, shown while it is typed: a number is no key. Errors as above.
    [[nodiscard]] Result<SecretText> number();

    /// One line, shown while it is typed, for the field of that name; errors as above.
    [[nodiscard]] Result<SecretText> value(std::string_view field);

    /// All that comes until the end of the input; `limit_exceeded` beyond `max_input_octets`, else as above.
    [[nodiscard]] Result<SecretText> everything();

    /// The two or three lines of a machine-readable zone, joined by line feeds; errors as above. A terminal is asked
    /// for a third line where the first has the 30 characters of a TD1; elsewhere the input ends after them.
    [[nodiscard]] Result<SecretText> machine_readable_zone();

  private:
    class WithoutEcho;
    enum class Echo : bool { off, on };
    [[nodiscard]] Result<SecretText> line(std::string_view question, Echo echo = Echo::off);

    int input_;
    int prompt_;
    const Interruption& interruption_;
};

}  // namespace fivestar::cli
