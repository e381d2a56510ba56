// SPDX-License-Identifier: Apache-2.0
// A reader of pcscd: a module on a port that can disappear and return, and a thread that polls for cards.
#pragma once

#include "crypto/base/clock.hpp"
#include "driver/card_slot.hpp"
#include "driver/port_source.hpp"
#include "driver/pseudo_apdu.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

namespace fivestar::driver {

/// Writes messages about the module to pcscd's log. They never contain card data.
using Log = std::function<void(const std::string&)>;

struct ReaderTimings {
    std::chrono::milliseconds between_polls{350};   ///< GA/T 467: more than 300 ms between two finds
    std::chrono::milliseconds between_opens{1000};  ///< while the port is missing or no module answers
};

/// All members are thread-safe.
class Reader {
  public:
    /// Starts to look for port and card. `clock` must outlive the reader.
    Reader(std::unique_ptr<PortSource> source, const Clock& clock, Log log, ReaderTimings timings = {});
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    /// Interrupts the running exchange and zeroizes card data.
    ~Reader();

    /// The card thread's last result; does not wait for it. Returns false at least once between two cards.
    [[nodiscard]] bool card_present();

    /// Waits until card_present() would return another value than last time, at most until `timeout`. True if it would.
    bool wait_for_change(std::chrono::milliseconds timeout);
    /// Ends the current wait_for_change(), or the next one if there is none.
    void stop_waiting();

    /// Writes the response to a command APDU to `answer` and returns its size; 0 if `answer` is too small. Returns
    /// nothing if the command needs a card and there is none. Asks the module only if necessary.
    std::optional<std::size_t> transmit(ByteView command, MutableByteView answer);

    /// The module's printed id; empty if unknown.
    [[nodiscard]] std::string printed_sam_id();

    /// As `PortSource::channel_id`.
    [[nodiscard]] std::optional<std::uint32_t> channel_id() const { return source_->channel_id(); }

  private:
    /// An open port and its module.
    struct Connection {
        Connection(std::unique_ptr<samv::Port> opened, const Clock& clock);
        std::unique_ptr<samv::Port> port;
        samv::Module module;
        CardSlot slot;
    };

    void run();
    std::chrono::milliseconds cycle();
    void open_port();
    void ask_sam_id();
    void close_port(const Error& reason);
    void publish(bool present);
    void say_once(const std::string& what);
    Answer answer(const PseudoApdu& apdu);

    std::unique_ptr<PortSource> source_;
    const Clock& clock_;
    Log log_;
    ReaderTimings timings_;
    Interruption interruption_;

    std::mutex module_mutex_;  ///< taken before state_mutex_
    std::unique_ptr<Connection> connection_;
    unsigned failed_polls_ = 0;
    std::set<std::string> said_;  ///< since a module was found or lost; one line a status at most

    std::mutex state_mutex_;
    std::condition_variable changed_;
    bool present_ = false;
    bool reported_ = false;  ///< the last result of card_present()
    bool stop_waiting_ = false;
    bool stop_ = false;
    std::string printed_sam_id_;

    std::thread thread_;
};

}  // namespace fivestar::driver
