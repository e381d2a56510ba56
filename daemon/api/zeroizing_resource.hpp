// Memory for JSON that holds keys or personal data: every block is zeroized when it is given back.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <cstddef>
#include <new>

#include <boost/json/memory_resource.hpp>
#include <boost/json/storage_ptr.hpp>

namespace fivestar::daemon {

/// JSON needs no stricter alignment than that of plain `new`, which is used whatever is asked: Boost 1.81 gives the
/// names of members back with another alignment than it asked for.
class ZeroizingResource final : public boost::json::memory_resource {
    void* do_allocate(std::size_t size, std::size_t) override { return ::operator new(size); }
    void do_deallocate(void* memory, std::size_t size, std::size_t) override {
        zeroize(memory, size);
        ::operator delete(memory, size);
    }
    [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override {
        return dynamic_cast<const ZeroizingResource*>(&other) != nullptr;
    }
};

/// A shared owner of such memory, to construct JSON values with.
[[nodiscard]] inline boost::json::storage_ptr zeroizing_storage() {
    return boost::json::make_shared_resource<ZeroizingResource>();
}

}  // namespace fivestar::daemon
