// SPDX-License-Identifier: Apache-2.0
#include "crypto/base/stack.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <sys/mman.h>
#include <unistd.h>

namespace fivestar {
namespace {

constexpr std::size_t depth = std::size_t{64} * 1024;

}  // namespace

[[gnu::noinline, gnu::no_sanitize_address]] void zeroize_unused_stack() noexcept {
    std::array<std::byte, depth> below;  // NOLINT(cppcoreguidelines-pro-type-member-init): it is overwritten
    ::explicit_bzero(below.data(), below.size());
}

[[gnu::noinline, gnu::no_sanitize_address]] void lock_stack() noexcept {
    std::array<std::byte, 2 * depth> below;  // NOLINT(cppcoreguidelines-pro-type-member-init): it is overwritten
    // The kernel maps the first thread's stack only when it is touched.
    ::explicit_bzero(below.data(), below.size());
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t skew = reinterpret_cast<std::uintptr_t>(below.data()) % page;
    std::byte* const lowest = below.data() - skew;
    const std::size_t size = skew + below.size() + page;  // this frame's own end, too
    ::mlock2(lowest, size, 0);                            // mlock, which the sanitizers make do nothing
    ::madvise(lowest, size, MADV_DONTDUMP);
}

}  // namespace fivestar
