// Buffers for secrets and personal data: move-only, cleansed when released, without a stream operator or comparison.
// Comparing secrets is crypto/constant_time.hpp's business alone.
#pragma once

#include "crypto/base/bytes.hpp"

#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace fivestar {

/// Overwrites memory in a way the compiler may not drop (explicit_bzero(3)).
inline void cleanse(void* memory, std::size_t size) noexcept {
    if (size != 0) ::explicit_bzero(memory, size);
}

/// Cleanses each block it gives back, so that a growing container leaves no copy behind.
template <class T>
struct CleansingAllocator {
    using value_type = T;

    CleansingAllocator() = default;
    template <class U>
    CleansingAllocator(const CleansingAllocator<U>&) noexcept {}  // NOLINT(google-explicit-constructor): allocator rule

    [[nodiscard]] T* allocate(std::size_t count) { return std::allocator<T>{}.allocate(count); }
    void deallocate(T* memory, std::size_t count) noexcept {
        cleanse(memory, count * sizeof(T));
        std::allocator<T>{}.deallocate(memory, count);
    }
    friend bool operator==(const CleansingAllocator&, const CleansingAllocator&) { return true; }
};

/// A growable buffer of octets or characters whose memory is cleansed when it is released, moved away or outgrown.
template <class T>
class Cleansed {
    static_assert(std::is_same_v<T, std::uint8_t> || std::is_same_v<T, char>);

  public:
    using View = std::conditional_t<std::is_same_v<T, char>, std::string_view, ByteView>;
    using value_type = T;

    Cleansed() = default;
    explicit Cleansed(std::size_t size) : content_(size) {}
    explicit Cleansed(View content) : content_(content.begin(), content.end()) {}
    Cleansed(Cleansed&&) noexcept = default;
    Cleansed& operator=(Cleansed&&) noexcept = default;
    Cleansed(const Cleansed&) = delete;
    Cleansed& operator=(const Cleansed&) = delete;
    ~Cleansed() = default;

    /// A second owner of the same content, asked for by name because copies of such data should be rare.
    [[nodiscard]] Cleansed clone() const { return Cleansed{view()}; }

    [[nodiscard]] View view() const { return {content_.data(), content_.size()}; }
    [[nodiscard]] const T* data() const { return content_.data(); }
    [[nodiscard]] T* data() { return content_.data(); }
    [[nodiscard]] std::size_t size() const { return content_.size(); }
    [[nodiscard]] bool empty() const { return content_.empty(); }
    [[nodiscard]] const T* begin() const { return data(); }
    [[nodiscard]] const T* end() const { return data() + size(); }
    [[nodiscard]] T* begin() { return data(); }
    [[nodiscard]] T* end() { return data() + size(); }
    [[nodiscard]] T& operator[](std::size_t index) { return content_[index]; }
    [[nodiscard]] const T& operator[](std::size_t index) const { return content_[index]; }

    void reserve(std::size_t size) { content_.reserve(size); }
    void resize(std::size_t size) {
        if (size < content_.size()) cleanse(content_.data() + size, (content_.size() - size) * sizeof(T));
        content_.resize(size);
    }
    void append(View more) { content_.insert(content_.end(), more.begin(), more.end()); }
    void push_back(T element) { content_.push_back(element); }
    void clear() { resize(0); }

    bool operator==(const Cleansed&) const = delete;

  private:
    std::vector<T, CleansingAllocator<T>> content_;
};

using SecretBytes = Cleansed<std::uint8_t>;    // keys, nonces, shared secrets
using SecretText = Cleansed<char>;             // access keys as a client typed them
using PersonalBytes = Cleansed<std::uint8_t>;  // what a card said, raw
using PersonalText = Cleansed<char>;           // what a card said, decoded (UTF-8)

}  // namespace fivestar
