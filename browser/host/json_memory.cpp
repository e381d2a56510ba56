// SPDX-License-Identifier: Apache-2.0
#include "browser/host/json_memory.hpp"

#include "crypto/base/zeroized.hpp"

#include <new>

#include <boost/json/memory_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/storage_ptr.hpp>

namespace fivestar::browser {
namespace {

/// Ignores the alignment: Boost.JSON asks for no more than the default, and may name another one on release.
class ZeroizingMemory final : public boost::json::memory_resource {
    void* do_allocate(std::size_t size, std::size_t) override { return ::operator new(size); }
    void do_deallocate(void* memory, std::size_t size, std::size_t) override {
        zeroize(memory, size);
        ::operator delete(memory);
    }
    bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
};

}  // namespace

Result<boost::json::value> parse_json(std::string_view text, std::size_t max_depth) {
    boost::json::error_code error;
    boost::json::parse_options options;
    options.max_depth = max_depth;
    auto value = boost::json::parse({text.data(), text.size()}, error,
                                    boost::json::make_shared_resource<ZeroizingMemory>(), options);
    if (error) return fail(ErrorCode::malformed);
    return value;
}

}  // namespace fivestar::browser
