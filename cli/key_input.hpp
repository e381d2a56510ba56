// SPDX-License-Identifier: Apache-2.0
// Access keys and other values from standard input. A terminal shows a prompt; keys are typed without echo.
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

/// `off`: the terminal does not show the typed characters, as for keys.
enum class Echo : bool { off, on };

class KeyInput {
  public:
    /// Reads from `input` and writes prompts to `prompt`. Owns neither descriptor.
    KeyInput(int input, int prompt, const Interruption& interruption);

    /// Asks for one line. `malformed` if it is empty, `limit_exceeded` if it is too long, `cancelled` by a signal,
    /// `io_failure`.
    [[nodiscard]] Result<SecretText> value(std::string_view question, Echo echo);

    /// Reads until the end of the input; `limit_exceeded` beyond `max_input_octets`, else errors as above.
    [[nodiscard]] Result<SecretText> everything();

    /// Reads two or three lines of a machine-readable zone and joins them with line feeds. Expects a third line if the
    /// first has the 30 characters of a TD1. Errors as above.
    [[nodiscard]] Result<SecretText> machine_readable_zone();

  private:
    class WithoutEcho;
    [[nodiscard]] Result<SecretText> line(std::string_view question, Echo echo);
    /// Reads one line without its end, or all that is left.
    [[nodiscard]] Result<SecretText> read(bool one_line, std::size_t most);

    int input_;
    int prompt_;
    const Interruption& interruption_;
};

}  // namespace fivestar::cli
