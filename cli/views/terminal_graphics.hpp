// How the terminal in front of the user can show a picture.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace fivestar::cli {

enum class Graphics { half_blocks, sixel, kitty };

/// What the terminal answered so far to the questions of `ask_for_graphics`; nullopt until the last answer, its primary
/// device attributes (DA1), is complete. Anything may be in between: what somebody types.
[[nodiscard]] std::optional<Graphics> graphics_told_by(std::string_view answers);

/// Asks the terminal at `descriptor`: whether it takes kitty's graphics, and for its device attributes, which every
/// terminal answers and where 4 stands for sixel. `half_blocks` if it does not answer within `patience`, is none, or
/// belongs to another job. What is typed meanwhile is lost.
[[nodiscard]] Graphics ask_for_graphics(int descriptor, std::chrono::milliseconds patience);

}  // namespace fivestar::cli
