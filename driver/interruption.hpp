// Ends the waits of a port early, when its reader is closed.
#pragma once

namespace fivestar::driver {

class Interruption {
  public:
    /// Throws std::bad_alloc where the process has no descriptor left.
    Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;
    ~Interruption();

    /// For good. From any thread.
    void request() noexcept;
    [[nodiscard]] bool requested() const noexcept;
    /// To be polled: readable once interrupted.
    [[nodiscard]] int descriptor() const { return event_; }

  private:
    int event_;
};

}  // namespace fivestar::driver
