// SPDX-License-Identifier: Apache-2.0
// Buffer for answers and keys. Its memory is zeroized when it is released or outgrown.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace fivestar::client {

template <class T>
struct ZeroizingAllocator {
    using value_type = T;

    ZeroizingAllocator() = default;
    template <class U>
    ZeroizingAllocator(const ZeroizingAllocator<U>&) noexcept {}  // NOLINT(google-explicit-constructor): allocator rule

    [[nodiscard]] T* allocate(std::size_t count) { return std::allocator<T>{}.allocate(count); }
    void deallocate(T* memory, std::size_t count) noexcept {
        ::explicit_bzero(memory, count * sizeof(T));
        std::allocator<T>{}.deallocate(memory, count);
    }
    friend bool operator==(const ZeroizingAllocator&, const ZeroizingAllocator&) { return true; }
};

/// Not a std::string, which keeps short texts inside itself, where no allocator zeroizes them.
class ZeroizedBuffer {
  public:
    ZeroizedBuffer() = default;
    ZeroizedBuffer(ZeroizedBuffer&&) noexcept = default;
    ZeroizedBuffer& operator=(ZeroizedBuffer&&) noexcept = default;
    ZeroizedBuffer(const ZeroizedBuffer&) = delete;
    ZeroizedBuffer& operator=(const ZeroizedBuffer&) = delete;
    ~ZeroizedBuffer() = default;

    [[nodiscard]] std::string_view view() const { return {content_.data(), content_.size()}; }
    [[nodiscard]] const char* data() const { return content_.data(); }
    [[nodiscard]] std::size_t size() const { return content_.size(); }
    [[nodiscard]] bool empty() const { return content_.empty(); }

    void reserve(std::size_t size) { content_.reserve(size); }
    void append(std::string_view more) { content_.insert(content_.end(), more.begin(), more.end()); }
    void push_back(char character) { content_.push_back(character); }
    void pop_back() { content_.pop_back(); }
    /// Sets the size to 0. The content stays in memory until it is overwritten or released.
    void clear() { content_.clear(); }

  private:
    std::vector<char, ZeroizingAllocator<char>> content_;
};

}  // namespace fivestar::client
