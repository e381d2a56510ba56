// SPDX-License-Identifier: Apache-2.0
// Access keys and other values from standard input. A terminal shows a prompt; keys are typed without echo.
#pragma once

#include "cli/interruption.hpp"
#include "cli/silent_prompt.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace fivestar::cli {

inline constexpr std::size_t max_key_line_octets = 512;  ///< as long as a name may be
inline constexpr std::size_t max_input_octets = std::size_t{64} * 1024;
inline constexpr std::size_t max_mrz_lines = 3;  // a TD1's (ICAO Doc 9303-5)

/// `off`: the terminal does not show the typed characters, as for keys.
enum class Echo : bool { off, on };

/// The printed values from which an access key is derived. The dates are without check digits.
struct KeyValues {
    SecretText document_number = {};
    SecretText birth_date = {};
    SecretText expiry_date = {};
};

class KeyInput {
  public:
    /// Reads from `input` and writes prompts to `prompt`. Owns neither descriptor.
    KeyInput(int input, int prompt, const Interruption& interruption);

    /// Asks for one line. `malformed` if it is empty, `limit_exceeded` if it is too long, `cancelled` by a signal,
    /// `io_failure`.
    [[nodiscard]] Result<SecretText> value(std::string_view question, Echo echo);

    /// Reads until the end of the input; `limit_exceeded` beyond `max_input_octets`, else errors as above.
    [[nodiscard]] Result<SecretText> everything();

    /// Reads the lines of a machine-readable zone and joins them with line feeds. The first line tells how many there
    /// are. A terminal tells a wrong check digit as soon as it is typed. Errors as above.
    [[nodiscard]] Result<SecretText> machine_readable_zone();

    /// Reads a document number, a birth date and an expiry date, a line each. A date of the machine-readable zone
    /// (YYMMDD) may be followed by its check digit, which must be right. `malformed` for what no document has, unless a
    /// person insists; else errors as above.
    [[nodiscard]] Result<KeyValues> document_values();

  private:
    /// Asks for one line; on a terminal without echo.
    [[nodiscard]] Result<SecretText> silent_line(std::string_view question, std::size_t most,
                                                 const SilentPrompt::Remark& remark);
    /// Reads one line without its end, or all that is left.
    [[nodiscard]] Result<SecretText> read(bool one_line, std::size_t most);

    int input_;
    int prompt_;
    const Interruption& interruption_;
    std::optional<SilentPrompt> silent_ = {};  ///< from the first silent line on: what is typed ahead is kept
};

}  // namespace fivestar::cli
