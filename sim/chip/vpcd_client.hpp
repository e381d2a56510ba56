// A simulated card in a virtual reader of vsmartcard's vpcd: the card's end of its TCP wire (vpcd_wire.hpp).
#pragma once

#include "crypto/base/error.hpp"
#include "sim/chip/virtual_card.hpp"
#include "sim/chip/vpcd_wire.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace fivestar::sim {

struct VpcdAddress {
    std::string host = "127.0.0.1";
    std::uint16_t port = 35963;

    /// `HOST:PORT` or `[IPv6]:PORT`; `invalid_argument` for anything else.
    static Result<VpcdAddress> parse(std::string_view text);
};

class VpcdClient {
  public:
    /// A card that comes back sooner can go unnoticed by the service, which looks every 400 ms.
    static constexpr std::chrono::milliseconds shortest_absence{900};

    /// The card outlives the client and is used by `run`'s thread alone. It is inserted.
    VpcdClient(VirtualCard& card, VpcdAddress address);

    /// Serves the reader until stopped: connects, answers, connects again when the reader goes away (50 ms later, then
    /// up to 1 s apart). A card that has left, by `remove` or by a fault, stays away until `insert`, and for
    /// `shortest_absence` at least. `invalid_argument` if the host has no address.
    Result<void> run(const std::stop_token& stop);

    /// From any thread.
    void insert();
    void remove();
    /// Lets a silent chip answer, beginning with the command it is silent about.
    void speak();

    /// Whether a connection to the reader stands.
    [[nodiscard]] bool connected() const { return connected_; }

  private:
    enum class Turn : std::uint8_t { next, leave };

    void serve(VpcdConnection& connection, const std::stop_token& stop);
    Turn handle(VpcdConnection& connection, ByteView frame, const std::stop_token& stop);
    Turn answer(VpcdConnection& connection, ByteView command, const std::stop_token& stop);
    /// False when the connection ended, the card was removed or the client stopped.
    bool wait_for_reader(VpcdConnection& connection, const std::stop_token& stop) const;
    bool wait_to_speak(VpcdConnection& connection, const std::stop_token& stop);
    void wait_for_insertion(const std::stop_token& stop) const;
    void pause(std::chrono::milliseconds time, const std::stop_token& stop) const;

    VirtualCard& card_;
    VpcdAddress address_;
    WakeUp wake_up_;
    std::atomic<bool> inserted_ = true;
    std::atomic<bool> told_to_speak_ = false;
    std::atomic<bool> connected_ = false;
};

}  // namespace fivestar::sim
