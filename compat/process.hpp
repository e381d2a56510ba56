// SPDX-License-Identifier: Apache-2.0
// The state of the process that loaded the library, for the functions of every interface.
#pragma once

#include "compat/current_card.hpp"
#include "compat/desk.hpp"
#include "compat/gbk.hpp"

#include <utility>

namespace fivestar::compat {

// They are never destroyed: other threads may call while the process ends.

[[nodiscard]] Desk& desk();
[[nodiscard]] CurrentCard& current_card();
[[nodiscard]] GbkConverter& gbk_converter();

/// Runs `body` and turns its exceptions into a code: none may cross a C interface.
template <class Body>
[[nodiscard]] int answer(Body&& body) noexcept {
    try {
        return number_of(std::forward<Body>(body)());
    } catch (...) {
        return number_of(Code::transfer);
    }
}

/// The same for an interface whose functions return `on_exception` then.
template <class Body>
[[nodiscard]] int number(int on_exception, Body&& body) noexcept {
    try {
        return std::forward<Body>(body)();
    } catch (...) {
        return on_exception;
    }
}

}  // namespace fivestar::compat
