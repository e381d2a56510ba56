// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/pcsc/fake_service.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <reader.h>

namespace fivestar::test {
namespace {

FakeService* the_service = nullptr;

constexpr std::size_t max_names = 16;  // PCSCLITE_MAX_READERS_CONTEXTS
constexpr std::string_view plug_notification = R"(\\?PnP?\Notification)";

std::string disposition_name(DWORD disposition) {
    switch (disposition) {
        case SCARD_LEAVE_CARD:
            return "leave";
        case SCARD_RESET_CARD:
            return "reset";
        default:
            return "unpower";
    }
}

}  // namespace

FakeService::FakeService() {
    the_service = this;
}

FakeService::~FakeService() {
    the_service = nullptr;
}

template <class Change>
void FakeService::change(const std::string& reader, Change&& change_reader) {
    const std::lock_guard lock{mutex_};
    change_reader(readers_[reader]);
    changed_.notify_all();
}

void FakeService::plug(const std::string& reader) {
    change(reader, [](Reader&) {});
}

void FakeService::unplug(const std::string& reader) {
    const std::lock_guard lock{mutex_};
    readers_.erase(reader);
    changed_.notify_all();
}

void FakeService::insert(const std::string& reader, Bytes atr) {
    change(reader, [&](Reader& at) {
        at = {.present = true,
              .events = static_cast<std::uint16_t>(at.events + 1),
              .atr = std::move(atr),
              .attributes = std::move(at.attributes)};
    });
}

void FakeService::insert_mute(const std::string& reader) {
    change(reader, [](Reader& at) {
        at.present = at.mute = true;
        ++at.events;
    });
}

void FakeService::revive(const std::string& reader) {
    change(reader, [](Reader& at) {
        at.mute = false;
        at.atr = {0x3B, 0x00};
    });
}

void FakeService::remove(const std::string& reader) {
    change(reader, [](Reader& at) {
        at.present = at.mute = false;
        at.atr.clear();
        ++at.events;
    });
}

void FakeService::swap(const std::string& reader) {
    change(reader, [](Reader& at) { at.events = static_cast<std::uint16_t>(at.events + 2); });
}

void FakeService::replug(const std::string& reader) {
    change(reader, [](Reader& at) { at.events = at.present ? 1 : 0; });
}

void FakeService::stop() {
    const std::lock_guard lock{mutex_};
    running_ = false;
    changed_.notify_all();
}

void FakeService::start() {
    const std::lock_guard lock{mutex_};
    running_ = true;
    contexts_.clear();
    cards_.clear();
    for (auto& [name, reader] : readers_) reader.events = reader.present ? 1 : 0;
}

void FakeService::deny(bool denied) {
    const std::lock_guard lock{mutex_};
    denied_ = denied;
}

void FakeService::fail_next(Call call, LONG code) {
    const std::lock_guard lock{mutex_};
    failures_[call].push_back(code);
}

void FakeService::block(Call call) {
    const std::lock_guard lock{mutex_};
    blocked_ = call;
}

void FakeService::unblock() {
    const std::lock_guard lock{mutex_};
    blocked_.reset();
    changed_.notify_all();
}

void FakeService::occupy(const std::string& reader) {
    const std::lock_guard lock{mutex_};
    occupied_.insert(reader);
}

void FakeService::vacate(const std::string& reader) {
    const std::lock_guard lock{mutex_};
    occupied_.erase(reader);
    changed_.notify_all();
}

void FakeService::await_blocked() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return in_block_ != 0; });
}

void FakeService::lose_cancels(int count) {
    const std::lock_guard lock{mutex_};
    lost_cancels_ = count;
}

void FakeService::before_next_wait(std::function<void()> hook) {
    const std::lock_guard lock{mutex_};
    before_wait_ = std::move(hook);
}

void FakeService::on_transmit(std::function<TransmitResult(const Bytes&)> answer) {
    const std::lock_guard lock{mutex_};
    on_transmit_ = std::move(answer);
}

void FakeService::on_control(std::function<std::optional<Bytes>(DWORD)> answer) {
    const std::lock_guard lock{mutex_};
    on_control_ = std::move(answer);
}

void FakeService::use_protocol(DWORD protocol) {
    const std::lock_guard lock{mutex_};
    protocol_ = protocol;
}

void FakeService::tell_attribute(const std::string& reader, DWORD id, Bytes value) {
    change(reader, [&](Reader& at) { at.attributes[id] = std::move(value); });
}

std::size_t FakeService::count(Call call) {
    const std::lock_guard lock{mutex_};
    return counts_[call];
}

void FakeService::await_waiting() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return endless_wait_; });
}

std::size_t FakeService::open_contexts() {
    const std::lock_guard lock{mutex_};
    return contexts_.size();
}

std::size_t FakeService::open_cards() {
    const std::lock_guard lock{mutex_};
    return cards_.size();
}

std::vector<std::string> FakeService::card_log() {
    const std::lock_guard lock{mutex_};
    return std::exchange(card_log_, {});
}

/// Begins every call: counts it, and blocks it or returns an error if the test wants that.
LONG FakeService::enter(Call call, std::unique_lock<std::mutex>& lock) {
    ++counts_[call];
    if (blocked_ == call) {
        ++in_block_;
        changed_.notify_all();
        changed_.wait(lock, [this, call] { return blocked_ != call; });
        --in_block_;
    }
    auto& failures = failures_[call];
    if (!failures.empty()) {
        const LONG code = failures.front();
        failures.pop_front();
        return code;
    }
    return running_ ? SCARD_S_SUCCESS : SCARD_E_NO_SERVICE;
}

LONG FakeService::establish(SCARDCONTEXT* context) {
    std::unique_lock lock{mutex_};
    if (const LONG code = enter(Call::establish, lock); code != SCARD_S_SUCCESS) return code;
    if (denied_) return SCARD_W_SECURITY_VIOLATION;
    *context = ++next_handle_;
    contexts_[*context] = {};
    return SCARD_S_SUCCESS;
}

LONG FakeService::release(SCARDCONTEXT context) {
    std::unique_lock lock{mutex_};
    const LONG code = enter(Call::release, lock);
    contexts_.erase(context);
    return code;
}

LONG FakeService::list(SCARDCONTEXT context, char* names, DWORD* size) {
    std::unique_lock lock{mutex_};
    if (const LONG code = enter(Call::list, lock); code != SCARD_S_SUCCESS) return code;
    if (!contexts_.contains(context)) return SCARD_E_INVALID_HANDLE;
    if (readers_.empty()) return SCARD_E_NO_READERS_AVAILABLE;
    std::string all;
    for (const auto& [name, reader] : readers_) all += name + '\0';
    all += '\0';
    const DWORD capacity = *size;
    *size = all.size();
    if (names == nullptr) return SCARD_S_SUCCESS;
    if (capacity < all.size()) return SCARD_E_INSUFFICIENT_BUFFER;
    std::ranges::copy(all, names);
    return SCARD_S_SUCCESS;
}

std::uint32_t FakeService::state_of(const Reader& reader) const {
    std::uint32_t state = std::uint32_t{reader.events} << 16;
    state |= reader.present ? SCARD_STATE_PRESENT : SCARD_STATE_EMPTY;
    if (reader.mute) state |= SCARD_STATE_MUTE;
    return state;
}

/// Updates all awaited states once; true if one has changed.
bool FakeService::look(SCARD_READERSTATE* states, DWORD count, std::size_t readers_at_start, LONG& code) {
    bool told = false;
    for (DWORD i = 0; i < count; ++i) {
        auto& state = states[i];
        const auto reader = readers_.find(state.szReader);
        state.dwEventState = 0;
        state.cbAtr = 0;
        if (state.szReader == plug_notification) {
            if (readers_.size() != readers_at_start) {
                state.dwEventState = SCARD_STATE_CHANGED;
                told = true;
            }
        } else if (reader == readers_.end()) {
            state.dwEventState = SCARD_STATE_CHANGED | SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE;
            told = true;
        } else {
            state.dwEventState = state_of(reader->second);
            std::ranges::copy(reader->second.atr, state.rgbAtr);
            state.cbAtr = reader->second.atr.size();
            if (state.dwEventState != state.dwCurrentState) {
                state.dwEventState |= SCARD_STATE_CHANGED;
                told = true;
            }
        }
    }
    code = SCARD_S_SUCCESS;
    return told;
}

LONG FakeService::wait(SCARDCONTEXT context, DWORD timeout, SCARD_READERSTATE* states, DWORD count) {
    std::unique_lock lock{mutex_};
    if (const auto hook = std::exchange(before_wait_, nullptr)) {
        lock.unlock();
        hook();
        lock.lock();
    }
    if (const LONG code = enter(Call::wait, lock); code != SCARD_S_SUCCESS) return code;
    if (count > max_names) return SCARD_E_INVALID_PARAMETER;
    if (!contexts_.contains(context)) return SCARD_E_INVALID_HANDLE;
    for (DWORD i = 0; i < count; ++i) {
        if (states[i].szReader != plug_notification && !readers_.contains(states[i].szReader))
            return SCARD_E_UNKNOWN_READER;
    }
    const std::size_t readers_at_start = readers_.size();
    contexts_[context] = {.waiting = true};
    endless_wait_ = timeout == INFINITE;
    changed_.notify_all();
    LONG code = SCARD_E_TIMEOUT;
    const auto over = [&] {
        if (!running_) {
            code = SCARD_E_NO_SERVICE;
        } else if (contexts_[context].cancelled) {
            code = SCARD_E_CANCELLED;
        } else {
            return look(states, count, readers_at_start, code);
        }
        return true;
    };
    if (timeout == INFINITE) {
        changed_.wait(lock, over);
    } else if (!changed_.wait_for(lock, std::chrono::milliseconds{timeout}, over)) {
        code = SCARD_E_TIMEOUT;
    }
    endless_wait_ = false;
    contexts_[context] = {};
    return code;
}

LONG FakeService::cancel(SCARDCONTEXT context) {
    std::unique_lock lock{mutex_};
    if (const LONG code = enter(Call::cancel, lock); code != SCARD_S_SUCCESS) return code;
    const auto found = contexts_.find(context);
    if (found == contexts_.end()) return SCARD_E_INVALID_HANDLE;
    if (lost_cancels_ > 0) {
        --lost_cancels_;
    } else if (found->second.waiting) {
        found->second.cancelled = true;
        changed_.notify_all();
    }
    return SCARD_S_SUCCESS;
}

LONG FakeService::connect(SCARDCONTEXT context, const char* reader, DWORD mode, SCARDHANDLE* card, DWORD* protocol) {
    std::unique_lock lock{mutex_};
    if (const LONG code = enter(Call::connect, lock); code != SCARD_S_SUCCESS) return code;
    if (!contexts_.contains(context)) return SCARD_E_INVALID_HANDLE;
    if (occupied_.contains(reader)) {
        ++in_block_;
        changed_.notify_all();
        changed_.wait(lock, [&] { return !occupied_.contains(reader); });
        --in_block_;
    }
    const auto found = readers_.find(reader);
    if (found == readers_.end()) return SCARD_E_UNKNOWN_READER;
    const bool direct = mode == SCARD_SHARE_DIRECT;
    if (!direct && !found->second.present) return SCARD_E_NO_SMARTCARD;
    if (!direct && found->second.mute) return SCARD_W_UNRESPONSIVE_CARD;
    *card = ++next_handle_;
    *protocol = direct ? SCARD_PROTOCOL_UNDEFINED : protocol_;
    cards_[*card] = {.reader = reader, .events = found->second.events, .direct = direct};
    if (!direct) card_log_.emplace_back("connect");
    return SCARD_S_SUCCESS;
}

LONG FakeService::check(SCARDHANDLE card) {
    const auto found = cards_.find(card);
    if (found == cards_.end()) return SCARD_E_INVALID_HANDLE;
    const auto reader = readers_.find(found->second.reader);
    if (reader == readers_.end()) return SCARD_E_READER_UNAVAILABLE;
    if (!found->second.direct && found->second.events != reader->second.events) return SCARD_W_REMOVED_CARD;
    return SCARD_S_SUCCESS;
}

LONG FakeService::reconnect(SCARDHANDLE card, DWORD initialization, DWORD* protocol) {
    std::unique_lock lock{mutex_};
    card_log_.push_back("reconnect " + disposition_name(initialization));
    if (const LONG code = enter(Call::reconnect, lock); code != SCARD_S_SUCCESS) return code;
    *protocol = protocol_;
    return check(card);
}

LONG FakeService::disconnect(SCARDHANDLE card, DWORD disposition) {
    std::unique_lock lock{mutex_};
    const LONG code = enter(Call::disconnect, lock);
    const auto found = cards_.find(card);
    if (found == cards_.end()) return SCARD_E_INVALID_HANDLE;
    if (!found->second.direct) card_log_.push_back("disconnect " + disposition_name(disposition));
    cards_.erase(found);
    return code;
}

LONG FakeService::begin(SCARDHANDLE card) {
    std::unique_lock lock{mutex_};
    card_log_.emplace_back("begin");
    if (const LONG code = enter(Call::begin, lock); code != SCARD_S_SUCCESS) return code;
    return check(card);
}

LONG FakeService::end(SCARDHANDLE card, DWORD disposition) {
    std::unique_lock lock{mutex_};
    card_log_.push_back("end " + disposition_name(disposition));
    if (const LONG code = enter(Call::end, lock); code != SCARD_S_SUCCESS) return code;
    return check(card);
}

LONG FakeService::status(SCARDHANDLE card, BYTE* atr, DWORD* size) {
    std::unique_lock lock{mutex_};
    if (const LONG code = enter(Call::status, lock); code != SCARD_S_SUCCESS) return code;
    if (const LONG code = check(card); code != SCARD_S_SUCCESS) return code;
    const Bytes& answer = readers_[cards_[card].reader].atr;
    std::ranges::copy(answer, atr);
    *size = answer.size();
    return SCARD_S_SUCCESS;
}

LONG FakeService::transmit(SCARDHANDLE card, const SCARD_IO_REQUEST* request, const BYTE* octets, DWORD length,
                           BYTE* answer, DWORD* size) {
    std::unique_lock lock{mutex_};
    if (const LONG code = enter(Call::transmit, lock); code != SCARD_S_SUCCESS) return code;
    if (const LONG code = check(card); code != SCARD_S_SUCCESS) return code;
    if (request->dwProtocol != protocol_) return SCARD_E_PROTO_MISMATCH;
    const auto respond = on_transmit_;
    lock.unlock();
    const auto result = respond ? respond(Bytes{octets, octets + length}) : TransmitResult{};
    if (result.answer.size() > *size) return SCARD_E_INSUFFICIENT_BUFFER;
    std::ranges::copy(result.answer, answer);
    *size = result.answer.size();
    return result.code;
}

LONG FakeService::control(SCARDHANDLE card, DWORD code, BYTE* answer, DWORD capacity, DWORD* size) {
    std::unique_lock lock{mutex_};
    if (const LONG failure = enter(Call::control, lock); failure != SCARD_S_SUCCESS) return failure;
    if (const LONG failure = check(card); failure != SCARD_S_SUCCESS) return failure;
    const auto found = on_control_ ? on_control_(code) : std::nullopt;
    if (!found) return SCARD_E_UNSUPPORTED_FEATURE;
    if (found->size() > capacity) return SCARD_E_INSUFFICIENT_BUFFER;
    std::ranges::copy(*found, answer);
    *size = found->size();
    return SCARD_S_SUCCESS;
}

LONG FakeService::attribute(SCARDHANDLE card, DWORD id, BYTE* answer, DWORD* size) {
    std::unique_lock lock{mutex_};
    if (const LONG code = enter(Call::attribute, lock); code != SCARD_S_SUCCESS) return code;
    const auto& attributes = readers_[cards_[card].reader].attributes;
    const auto found = attributes.find(id);
    if (found == attributes.end()) return SCARD_E_UNSUPPORTED_FEATURE;
    if (found->second.size() > *size) return SCARD_E_INSUFFICIENT_BUFFER;
    std::ranges::copy(found->second, answer);
    *size = found->second.size();
    return SCARD_S_SUCCESS;
}

}  // namespace fivestar::test

// The entry points of the library. A thread that a test left in a call may still use them without a service.
using fivestar::test::the_service;

LONG SCardEstablishContext(DWORD, LPCVOID, LPCVOID, LPSCARDCONTEXT context) {
    return the_service != nullptr ? the_service->establish(context) : SCARD_E_NO_SERVICE;
}
LONG SCardReleaseContext(SCARDCONTEXT context) {
    return the_service != nullptr ? the_service->release(context) : SCARD_E_NO_SERVICE;
}
LONG SCardListReaders(SCARDCONTEXT context, LPCSTR, LPSTR names, LPDWORD size) {
    return the_service->list(context, names, size);
}
LONG SCardGetStatusChange(SCARDCONTEXT context, DWORD timeout, SCARD_READERSTATE* states, DWORD count) {
    return the_service->wait(context, timeout, states, count);
}
LONG SCardCancel(SCARDCONTEXT context) {
    return the_service->cancel(context);
}
LONG SCardConnect(SCARDCONTEXT context, LPCSTR reader, DWORD mode, DWORD, LPSCARDHANDLE card, LPDWORD protocol) {
    return the_service->connect(context, reader, mode, card, protocol);
}
LONG SCardReconnect(SCARDHANDLE card, DWORD, DWORD, DWORD initialization, LPDWORD protocol) {
    return the_service->reconnect(card, initialization, protocol);
}
LONG SCardDisconnect(SCARDHANDLE card, DWORD disposition) {
    return the_service != nullptr ? the_service->disconnect(card, disposition) : SCARD_E_NO_SERVICE;
}
LONG SCardBeginTransaction(SCARDHANDLE card) {
    return the_service->begin(card);
}
LONG SCardEndTransaction(SCARDHANDLE card, DWORD disposition) {
    return the_service->end(card, disposition);
}
LONG SCardStatus(SCARDHANDLE card, LPSTR, LPDWORD, LPDWORD, LPDWORD, LPBYTE atr, LPDWORD size) {
    return the_service->status(card, atr, size);
}
LONG SCardTransmit(SCARDHANDLE card, const SCARD_IO_REQUEST* request, LPCBYTE octets, DWORD length, SCARD_IO_REQUEST*,
                   LPBYTE answer, LPDWORD size) {
    return the_service->transmit(card, request, octets, length, answer, size);
}
LONG SCardControl(SCARDHANDLE card, DWORD code, LPCVOID, DWORD, LPVOID answer, DWORD capacity, LPDWORD size) {
    return the_service->control(card, code, static_cast<BYTE*>(answer), capacity, size);
}
LONG SCardGetAttrib(SCARDHANDLE card, DWORD id, LPBYTE answer, LPDWORD size) {
    return the_service->attribute(card, id, answer, size);
}
