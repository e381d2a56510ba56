// SPDX-License-Identifier: Apache-2.0
// Buffers for secrets and personal data: move-only, zeroized when released, without stream operator or comparison.
// Compare secrets with crypto/primitives/constant_time.hpp.
#pragma once

#include "crypto/base/bytes.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace fivestar {

/// Overwrites memory with zeros; the compiler does not drop it (explicit_bzero(3)).
inline void zeroize(void* memory, std::size_t size) noexcept {
    if (size != 0) ::explicit_bzero(memory, size);
}

/// Zeroizes each block that it deallocates, so that a growing container leaves no copy behind.
template <class T>
struct ZeroizingAllocator {
    using value_type = T;

    ZeroizingAllocator() = default;
    template <class U>
    ZeroizingAllocator(const ZeroizingAllocator<U>&) noexcept {}  // NOLINT(google-explicit-constructor): allocator rule

    [[nodiscard]] T* allocate(std::size_t count) { return std::allocator<T>{}.allocate(count); }
    void deallocate(T* memory, std::size_t count) noexcept {
        zeroize(memory, count * sizeof(T));
        std::allocator<T>{}.deallocate(memory, count);
    }
    friend bool operator==(const ZeroizingAllocator&, const ZeroizingAllocator&) { return true; }
};

/// A growable buffer of octets or characters whose memory is zeroized when it is released, moved away or outgrown.
template <class T>
class Zeroized {
    static_assert(std::is_same_v<T, std::uint8_t> || std::is_same_v<T, char>);

  public:
    using View = std::conditional_t<std::is_same_v<T, char>, std::string_view, ByteView>;
    using value_type = T;

    Zeroized() = default;
    /// Holds `size` zeros.
    explicit Zeroized(std::size_t size) { resize(size); }
    explicit Zeroized(View content) { append(content); }
    Zeroized(Zeroized&& other) noexcept
        : memory_(std::exchange(other.memory_, nullptr)),
          size_(std::exchange(other.size_, 0)),
          capacity_(std::exchange(other.capacity_, 0)) {}
    Zeroized& operator=(Zeroized&& other) noexcept {
        std::swap(memory_, other.memory_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
        other.release();
        return *this;
    }
    Zeroized(const Zeroized&) = delete;
    Zeroized& operator=(const Zeroized&) = delete;
    ~Zeroized() { release(); }

    /// Returns a copy. It is not a copy constructor because copies of such data should be rare.
    [[nodiscard]] Zeroized clone() const { return Zeroized{view()}; }

    [[nodiscard]] View view() const { return {data(), size_}; }
    [[nodiscard]] const T* data() const { return memory_; }
    [[nodiscard]] T* data() { return memory_; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] const T* begin() const { return data(); }
    [[nodiscard]] const T* end() const { return data() + size_; }
    [[nodiscard]] T* begin() { return data(); }
    [[nodiscard]] T* end() { return data() + size_; }
    [[nodiscard]] T& operator[](std::size_t index) { return std::span{data(), size_}[index]; }
    [[nodiscard]] const T& operator[](std::size_t index) const { return std::span{data(), size_}[index]; }

    void reserve(std::size_t size) {
        if (size <= capacity_) return;
        T* const fresh = ZeroizingAllocator<T>{}.allocate(size);
        const std::size_t kept = size_;
        if (kept != 0) std::memcpy(fresh, memory_, kept);
        release();
        memory_ = fresh;
        size_ = kept;
        capacity_ = size;
    }
    /// New elements are zeros.
    void resize(std::size_t size) {
        if (size > size_) {
            grow(size);
            std::memset(data() + size_, 0, size - size_);
        } else {
            zeroize(data() + size, size_ - size);
        }
        size_ = size;
    }
    /// `more` may be a part of this buffer.
    void append(View more) {
        if (more.empty()) return;
        if (more.size() > capacity_ - size_) {
            Zeroized longer;
            longer.reserve(std::max(size_ + more.size(), 2 * capacity_));
            longer.append(view());
            longer.append(more);
            *this = std::move(longer);
            return;
        }
        std::memmove(data() + size_, more.data(), more.size());
        size_ += more.size();
    }
    void push_back(T element) {
        grow(size_ + 1);
        memory_[size_++] = element;
    }
    void clear() { resize(0); }

    bool operator==(const Zeroized&) const = delete;

  private:
    void grow(std::size_t size) {
        if (size > capacity_) reserve(std::max(size, 2 * capacity_));
    }
    void release() {
        if (memory_ != nullptr) ZeroizingAllocator<T>{}.deallocate(memory_, capacity_);
        memory_ = nullptr;
        size_ = capacity_ = 0;
    }

    T* memory_ = nullptr;  ///< not a std::vector, which copies octet by octet with another allocator
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

using SecretBytes = Zeroized<std::uint8_t>;    // keys, nonces, shared secrets
using SecretText = Zeroized<char>;             // access keys as a client typed them
using PersonalBytes = Zeroized<std::uint8_t>;  // data of a card, raw
using PersonalText = Zeroized<char>;           // data of a card, decoded (UTF-8)

}  // namespace fivestar
