// SPDX-License-Identifier: Apache-2.0
// The state of the process that loaded the library, for the functions of every interface.
#pragma once

#include "compat/desk.hpp"

#include <utility>

namespace fivestar::compat {

/// The desk of this process. It is never destroyed: other threads may call while the process ends.
[[nodiscard]] Desk& desk();

/// Runs `body` and turns its exceptions into a code: none may cross a C interface.
template <class Body>
[[nodiscard]] int answer(Body&& body) noexcept {
    try {
        return number_of(std::forward<Body>(body)());
    } catch (...) {
        return number_of(Code::transfer);
    }
}

}  // namespace fivestar::compat
