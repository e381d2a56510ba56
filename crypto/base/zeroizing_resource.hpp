// SPDX-License-Identifier: Apache-2.0
// Memory for parsed JSON that holds keys or personal data.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <new>
#include <utility>
#include <vector>

#include <boost/json/memory_resource.hpp>
#include <boost/json/storage_ptr.hpp>

namespace fivestar {

/// Hands out memory piece by piece, and zeroizes and frees all of it when it is destroyed: the values of a body are
/// released together.
class ZeroizingResource final : public boost::json::memory_resource {
  public:
    ZeroizingResource() = default;
    ZeroizingResource(const ZeroizingResource&) = delete;
    ZeroizingResource& operator=(const ZeroizingResource&) = delete;
    ~ZeroizingResource() override {
        zeroize(first_.data(), first_.size() - (chunks_.empty() ? left_ : 0));
        for (const auto& [chunk, size] : chunks_) {
            zeroize(chunk, size);
            ::operator delete(chunk, size);
        }
    }

  private:
    static constexpr std::size_t alignment = alignof(std::max_align_t);

    /// All pieces have the alignment of plain `new`, which is enough for JSON.
    void* do_allocate(std::size_t size, std::size_t) override {
        const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
        if (rounded > left_) {
            const std::size_t room = std::max(rounded, first_.size() << std::min<std::size_t>(chunks_.size() + 1, 8));
            chunks_.reserve(chunks_.size() + 1);
            next_ = static_cast<std::byte*>(::operator new(room));
            chunks_.emplace_back(next_, room);
            left_ = room;
        }
        left_ -= rounded;
        return std::exchange(next_, next_ + rounded);
    }
    void do_deallocate(void*, std::size_t, std::size_t) override {}
    [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

    alignas(alignment) std::array<std::byte, 8192> first_;
    std::byte* next_ = first_.data();
    std::size_t left_ = first_.size();
    std::vector<std::pair<std::byte*, std::size_t>> chunks_ = {};
};

}  // namespace fivestar

/// Lets JSON skip the release of single pieces, where it does not share the ownership of the memory.
template <>
struct boost::json::is_deallocate_trivial<fivestar::ZeroizingResource> {
    static constexpr bool value = true;
};

namespace fivestar {

/// Returns a shared owner of such memory, to construct JSON values with. Parts of one value must share one owner: JSON
/// is copied, not moved, between different ones.
[[nodiscard]] inline boost::json::storage_ptr zeroizing_storage() {
    return boost::json::make_shared_resource<ZeroizingResource>();
}

}  // namespace fivestar
