// SPDX-License-Identifier: Apache-2.0
// A simulated card in a virtual reader of vsmartcard's vpcd: the card's end of the TCP connection (vpcd_wire.hpp).
#pragma once

#include "crypto/base/error.hpp"
#include "sim/chip/virtual_card.hpp"
#include "sim/chip/vpcd_wire.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

namespace fivestar::sim {

struct VpcdAddress {
    std::string host = "127.0.0.1";
    std::uint16_t port = 35963;

    /// Parses `HOST:PORT` or `[IPv6]:PORT`. Returns `invalid_argument` for anything else.
    static Result<VpcdAddress> parse(std::string_view text);
};

class VpcdClient {
  public:
    /// pcscd polls every 400 ms and can miss a shorter absence.
    static constexpr std::chrono::milliseconds shortest_absence{900};

    /// The card must outlive the client and is used only by the thread in `run`. It starts inserted.
    /// `on_nobody` is called by `run`, once, if nothing listens at the address yet.
    VpcdClient(VirtualCard& card, VpcdAddress address, std::function<void()> on_nobody = {});

    /// Serves the reader until stopped: connects, responds, and reconnects when the reader disappears (after 50 ms,
    /// then at most every 1 s). A card that was removed, by `remove` or by a fault, stays away until `insert` and for
    /// at least `shortest_absence`. Returns `invalid_argument` if the host has no address.
    Result<void> run(const std::stop_token& stop);

    /// Thread-safe.
    void insert();
    void remove();
    /// Lets a silent chip respond, also to the pending command.
    void speak();

    /// `connected()` is true while a connection to the reader exists.
    [[nodiscard]] bool connected() const { return connected_; }

  private:
    enum class Turn : std::uint8_t { next, leave };

    void serve(VpcdConnection& connection, const std::stop_token& stop);
    Turn handle(VpcdConnection& connection, ByteView frame, const std::stop_token& stop);
    Turn answer(VpcdConnection& connection, ByteView command, const std::stop_token& stop);
    /// False if the connection ended, the card was removed or the client stopped.
    bool wait_for_reader(VpcdConnection& connection, const std::stop_token& stop) const;
    bool wait_to_speak(VpcdConnection& connection, const std::stop_token& stop);
    void wait_for_insertion(const std::stop_token& stop) const;
    void pause(std::chrono::milliseconds time, const std::stop_token& stop) const;

    VirtualCard& card_;
    VpcdAddress address_;
    std::function<void()> on_nobody_;
    WakeUp wake_up_;
    std::atomic<bool> inserted_ = true;
    std::atomic<bool> told_to_speak_ = false;
    std::atomic<bool> connected_ = false;
};

}  // namespace fivestar::sim
