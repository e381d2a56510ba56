#include "crypto/base/stack.hpp"

#include <array>
#include <cstddef>
#include <cstring>

namespace fivestar {
namespace {

constexpr std::size_t depth = std::size_t{64} * 1024;

}  // namespace

[[gnu::noinline, gnu::no_sanitize_address]] void cleanse_unused_stack() noexcept {
    std::array<std::byte, depth>
        below;  // NOLINT(cppcoreguidelines-pro-type-member-init): what was there is overwritten
    ::explicit_bzero(below.data(), below.size());
}

}  // namespace fivestar
