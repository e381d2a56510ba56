#include "daemon/http/sam_problem.hpp"

#include <algorithm>
#include <array>

namespace fivestar::daemon {
namespace {

struct Explanation {
    std::uint8_t code;
    std::string_view text;
};

// GA/T 467, the status codes of the security module; what to do about them is ours.
constexpr std::array explanations{
    Explanation{0x10, "The line to the reader is disturbed: the security module received a wrong checksum."},
    Explanation{0x11, "The line to the reader is disturbed: the security module received a wrong length."},
    Explanation{0x21, "The security module refuses the command or its parameter: it may be too old for it."},
    Explanation{0x24, "The security module does not know the command: it may be too old for it."},
    Explanation{0x31, "The card did not accept the security module."},
    Explanation{0x32, "The security module did not accept the card: it is damaged, moved too soon, or a forgery."},
    Explanation{0x33, "What the card holds did not pass the security module's check."},
    Explanation{0x40, "The security module does not know this kind of card."},
    Explanation{0x41, "The card could not be read: lay it flat on the reader, keep it still, and read it once more."},
    Explanation{0x47, "The card gave no random number: lift it, present it again, and read it once more."},
    Explanation{0x60, "The security module failed its self-test: the reader needs repair."},
    Explanation{0x66, "The security module is not authorised: the reader's supplier must see to its licence."},
    Explanation{0x80, "The security module finds no card: lift it and present it again."},
    Explanation{0x81, "The security module could not select the card: lift it and present it again."},
    Explanation{0xFF, "The security module does not answer: check the reader's cable and power."},
};

}  // namespace

std::string_view explain_module_code(std::uint8_t code) {
    const auto* const found = std::ranges::find(explanations, code, &Explanation::code);
    return found == explanations.end() ? std::string_view{} : found->text;
}

}  // namespace fivestar::daemon
