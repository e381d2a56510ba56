// SPDX-License-Identifier: Apache-2.0
// A PC/SC service inside the test, linked in place of libpcsclite. It behaves like pcscd 1.9.9, or as a test wants.
#pragma once

#include "crypto/base/bytes.hpp"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <winscard.h>

namespace fivestar::test {

enum class Call : std::uint8_t {
    establish,
    release,
    list,
    wait,
    cancel,
    connect,
    reconnect,
    disconnect,
    begin,
    end,
    status,
    transmit,
    control,
    attribute,
};

inline constexpr Call all_calls[]{Call::establish, Call::release,   Call::list,       Call::wait,     Call::cancel,
                                  Call::connect,   Call::reconnect, Call::disconnect, Call::begin,    Call::end,
                                  Call::status,    Call::transmit,  Call::control,    Call::attribute};

struct TransmitResult {
    LONG code = SCARD_S_SUCCESS;
    Bytes answer = {0x90, 0x00};
};

/// Only one exists at a time; the functions of winscard.h use it.
class FakeService {
  public:
    FakeService();
    FakeService(const FakeService&) = delete;
    FakeService& operator=(const FakeService&) = delete;
    ~FakeService();

    // Events of the hardware.
    void plug(const std::string& reader);
    void unplug(const std::string& reader);
    void insert(const std::string& reader, Bytes atr = {0x3B, 0x80, 0x80, 0x01, 0x01});
    void insert_mute(const std::string& reader);
    /// A mute card answers to reset, without having been moved.
    void revive(const std::string& reader);
    void remove(const std::string& reader);
    /// Removes and inserts the card between two waits.
    void swap(const std::string& reader);
    /// Unplugs the reader, with or without its card, and plugs it in again between two waits.
    void replug(const std::string& reader);
    /// Restarts the service: readers and cards stay, contexts and handles become invalid.
    void stop();
    void start();
    void deny(bool denied);

    // Behaviour of calls.
    void fail_next(Call call, LONG code);
    void block(Call call);  ///< until `unblock`
    void unblock();
    void await_blocked();  ///< until a call is blocked
    /// Another program is in a transaction with the card of this reader: connecting to it blocks until `vacate`.
    void occupy(const std::string& reader);
    void vacate(const std::string& reader);
    void lose_cancels(int count);
    /// Called by the next wait before it reads any state.
    void before_next_wait(std::function<void()> hook);
    void on_transmit(std::function<TransmitResult(const Bytes&)> answer);
    void on_control(std::function<std::optional<Bytes>(DWORD)> answer);
    void use_protocol(DWORD protocol);
    void tell_attribute(const std::string& reader, DWORD id, Bytes value);

    // Calls so far.
    [[nodiscard]] std::size_t count(Call call);
    void await_waiting();  ///< until a wait without timeout has begun
    [[nodiscard]] std::size_t open_contexts();
    [[nodiscard]] std::size_t open_cards();
    /// Returns the calls on cards (begin, end, connect, ...) with dispositions, since the last call.
    std::vector<std::string> card_log();

    // The functions of winscard.h.
    LONG establish(SCARDCONTEXT* context);
    LONG release(SCARDCONTEXT context);
    LONG list(SCARDCONTEXT context, char* names, DWORD* size);
    LONG wait(SCARDCONTEXT context, DWORD timeout, SCARD_READERSTATE* states, DWORD count);
    LONG cancel(SCARDCONTEXT context);
    LONG connect(SCARDCONTEXT context, const char* reader, DWORD mode, SCARDHANDLE* card, DWORD* protocol);
    LONG reconnect(SCARDHANDLE card, DWORD initialization, DWORD* protocol);
    LONG disconnect(SCARDHANDLE card, DWORD disposition);
    LONG begin(SCARDHANDLE card);
    LONG end(SCARDHANDLE card, DWORD disposition);
    LONG status(SCARDHANDLE card, BYTE* atr, DWORD* size);
    LONG transmit(SCARDHANDLE card, const SCARD_IO_REQUEST* request, const BYTE* octets, DWORD length, BYTE* answer,
                  DWORD* size);
    LONG control(SCARDHANDLE card, DWORD code, BYTE* answer, DWORD capacity, DWORD* size);
    LONG attribute(SCARDHANDLE card, DWORD id, BYTE* answer, DWORD* size);

  private:
    struct Reader {
        bool present = false;
        bool mute = false;
        std::uint16_t events = 0;
        Bytes atr = {};
        std::map<DWORD, Bytes> attributes = {};
    };
    struct OpenContext {
        bool waiting = false;
        bool cancelled = false;
    };
    struct OpenCard {
        std::string reader;
        std::uint16_t events = 0;
        bool direct = false;
    };

    LONG enter(Call call, std::unique_lock<std::mutex>& lock);
    LONG check(SCARDHANDLE card);
    std::uint32_t state_of(const Reader& reader) const;
    bool look(SCARD_READERSTATE* states, DWORD count, std::size_t readers_at_start, LONG& code);
    template <class Change>
    void change(const std::string& reader, Change&& change_reader);

    std::mutex mutex_;
    std::condition_variable changed_;
    bool running_ = true;
    bool denied_ = false;
    std::map<std::string, Reader> readers_;
    std::map<SCARDCONTEXT, OpenContext> contexts_;
    std::map<SCARDHANDLE, OpenCard> cards_;
    long next_handle_ = 1000;
    std::map<Call, std::deque<LONG>> failures_;
    std::map<Call, std::size_t> counts_;
    std::optional<Call> blocked_;
    std::set<std::string> occupied_;
    std::size_t in_block_ = 0;
    int lost_cancels_ = 0;
    bool endless_wait_ = false;
    std::function<void()> before_wait_;
    std::function<TransmitResult(const Bytes&)> on_transmit_;
    std::function<std::optional<Bytes>(DWORD)> on_control_;
    DWORD protocol_ = SCARD_PROTOCOL_T1;
    std::vector<std::string> card_log_;
};

}  // namespace fivestar::test
