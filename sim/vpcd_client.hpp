// A simulated chip in a virtual reader of vsmartcard's vpcd: the card's end of its TCP wire. A frame is a length of two
// octets and as many octets; a frame of one octet from the reader is a control code.
#pragma once

#include "crypto/base/error.hpp"
#include "sim/chip.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>

namespace fivestar::sim {

struct VpcdAddress {
    std::string host = "127.0.0.1";
    std::uint16_t port = 35963;

    /// `HOST:PORT` or `[IPv6]:PORT`; `invalid_argument` for anything else.
    static Result<VpcdAddress> parse(std::string_view text);
};

class VpcdClient {
  public:
    /// The chip outlives the client and is used by `run`'s thread alone. Starts inserted.
    VpcdClient(Chip& chip, VpcdAddress address);
    VpcdClient(const VpcdClient&) = delete;
    VpcdClient& operator=(const VpcdClient&) = delete;
    ~VpcdClient();

    /// Serves the reader until stopped: connects, answers, connects again (after 50 ms, then up to 1 s apart) when the
    /// reader goes away. A card that has left, by `remove` or by a fault, stays away until `insert`, and for 0.9 s at
    /// least: a quicker return can go unnoticed by the service. `io_failure` if the address cannot be resolved.
    Result<void> run(std::stop_token stop);

    /// From any thread.
    void insert();
    void remove();
    /// Lets a silent chip answer, beginning with the command it is silent about.
    void speak();

    /// Whether a connection to the reader stands.
    [[nodiscard]] bool connected() const { return connected_; }

  private:
    class Connection;
    void wake() const;
    void serve(Connection& connection, const std::stop_token& stop);
    bool wait_for(std::chrono::milliseconds time, const std::stop_token& stop) const;

    Chip& chip_;
    VpcdAddress address_;
    int wake_;  ///< eventfd
    std::atomic<bool> inserted_ = true;
    std::atomic<bool> spoken_to_ = false;
    std::atomic<bool> connected_ = false;
};

}  // namespace fivestar::sim
