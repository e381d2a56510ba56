// SPDX-License-Identifier: Apache-2.0
#include "identity/sex.hpp"

namespace fivestar::identity {

std::string_view to_string(Sex sex) {
    switch (sex) {
        case Sex::female:
            return "female";
        case Sex::male:
            return "male";
        case Sex::unspecified:
            return "unspecified";
        case Sex::unknown:
            return "unknown";
    }
    return "unknown";
}

}  // namespace fivestar::identity
