// An owned file descriptor, and an event that wakes a thread in poll(2).
#pragma once

#include <utility>

namespace fivestar::sim {

/// Owns a file descriptor.
class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();
    [[nodiscard]] int number() const { return number_; }
    explicit operator bool() const { return number_ >= 0; }

  private:
    int number_;
};

/// Wakes a thread that waits in poll(2): an eventfd.
class WakeUp {
  public:
    WakeUp();
    void signal() const;
    /// Resets the event.
    void drain() const;
    [[nodiscard]] int number() const { return descriptor_.number(); }

  private:
    Descriptor descriptor_;
};

}  // namespace fivestar::sim
