// Memory for what the daemon answers and for keys on their way to it: overwritten whenever it is released or outgrown.
#pragma once

#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace fivestar::client {

template <class T>
struct CleansingAllocator {
    using value_type = T;

    CleansingAllocator() = default;
    template <class U>
    CleansingAllocator(const CleansingAllocator<U>&) noexcept {}  // NOLINT(google-explicit-constructor): allocator rule

    [[nodiscard]] T* allocate(std::size_t count) { return std::allocator<T>{}.allocate(count); }
    void deallocate(T* memory, std::size_t count) noexcept {
        ::explicit_bzero(memory, count * sizeof(T));
        std::allocator<T>{}.deallocate(memory, count);
    }
    friend bool operator==(const CleansingAllocator&, const CleansingAllocator&) { return true; }
};

/// Not a std::string: that keeps short texts inside itself, where no allocator cleanses them.
class CleansedBuffer {
  public:
    CleansedBuffer() = default;
    CleansedBuffer(CleansedBuffer&&) noexcept = default;
    CleansedBuffer& operator=(CleansedBuffer&&) noexcept = default;
    CleansedBuffer(const CleansedBuffer&) = delete;
    CleansedBuffer& operator=(const CleansedBuffer&) = delete;
    ~CleansedBuffer() = default;

    [[nodiscard]] std::string_view view() const { return {content_.data(), content_.size()}; }
    [[nodiscard]] const char* data() const { return content_.data(); }
    [[nodiscard]] std::size_t size() const { return content_.size(); }
    [[nodiscard]] bool empty() const { return content_.empty(); }

    void append(std::string_view more) { content_.insert(content_.end(), more.begin(), more.end()); }
    void push_back(char character) { content_.push_back(character); }
    void pop_back() { content_.pop_back(); }
    /// The content stays in memory until it is overwritten or released.
    void clear() { content_.clear(); }

  private:
    std::vector<char, CleansingAllocator<char>> content_;
};

}  // namespace fivestar::client
