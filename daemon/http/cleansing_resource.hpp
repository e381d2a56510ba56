// Memory for JSON that holds keys or personal data: every block is cleansed when it is given back.
#pragma once

#include "crypto/base/cleansed.hpp"

#include <cstddef>
#include <new>

#include <boost/json/memory_resource.hpp>
#include <boost/json/storage_ptr.hpp>

namespace fivestar::daemon {

class CleansingResource final : public boost::json::memory_resource {
    void* do_allocate(std::size_t size, std::size_t alignment) override {
        return ::operator new(size, std::align_val_t{alignment});
    }
    void do_deallocate(void* memory, std::size_t size, std::size_t alignment) override {
        cleanse(memory, size);
        ::operator delete(memory, size, std::align_val_t{alignment});
    }
    [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override {
        return dynamic_cast<const CleansingResource*>(&other) != nullptr;
    }
};

/// A shared owner of such memory, to construct JSON values with.
[[nodiscard]] inline boost::json::storage_ptr cleansing_storage() {
    return boost::json::make_shared_resource<CleansingResource>();
}

}  // namespace fivestar::daemon
