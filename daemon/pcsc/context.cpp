// SPDX-License-Identifier: Apache-2.0
#include "daemon/pcsc/context.hpp"

#include "daemon/pcsc/return_code.hpp"

#include <algorithm>
#include <type_traits>

#include <winscard.h>

namespace fivestar::daemon::pcsc {
namespace {

static_assert(std::is_same_v<SCARDCONTEXT, Context::Handle>);

// The list of readers may grow between the call for its size and the call for its names.
constexpr int max_list_attempts = 8;

}  // namespace

bool ReaderStatus::gone() const {
    return (state & (SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE | SCARD_STATE_IGNORE)) != 0;
}

bool ReaderStatus::present() const {
    return (state & SCARD_STATE_PRESENT) != 0;
}

bool ReaderStatus::mute() const {
    return present() && (state & SCARD_STATE_MUTE) != 0;
}

Result<Context> Context::establish() {
    SCARDCONTEXT handle = 0;
    const LONG code = SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &handle);
    if (code != SCARD_S_SUCCESS) return std::unexpected{service_error_of(code, "establish_context")};
    return Context{handle};
}

Context::~Context() {
    if (handle_) SCardReleaseContext(*handle_);
}

Result<std::vector<std::string>> Context::readers() const {
    for (int attempt = 0; attempt < max_list_attempts; ++attempt) {
        DWORD size = 0;
        LONG code = SCardListReaders(handle(), nullptr, nullptr, &size);
        std::string list(size, '\0');
        if (code == SCARD_S_SUCCESS) code = SCardListReaders(handle(), nullptr, list.data(), &size);
        if (code == SCARD_E_INSUFFICIENT_BUFFER) continue;
        if (code == SCARD_E_NO_READERS_AVAILABLE) return std::vector<std::string>{};
        if (code != SCARD_S_SUCCESS) return std::unexpected{service_error_of(code, "list_readers")};

        // Names, each with a terminating zero, and an empty one at the end.
        list.resize(std::min<std::size_t>(size, list.size()));
        std::vector<std::string> names;
        std::size_t at = 0;
        while (at < list.size() && list[at] != '\0') {
            const std::size_t end = std::min(list.find('\0', at), list.size());
            names.push_back(list.substr(at, end - at));
            at = end + 1;
        }
        return names;
    }
    return fail(ErrorCode::no_progress, 0, "list_readers");
}

Result<void> Context::wait(std::vector<ReaderStatus>& readers, std::optional<std::chrono::milliseconds> timeout) const {
    std::vector<SCARD_READERSTATE> states(readers.size());
    for (std::size_t i = 0; i < readers.size(); ++i) {
        states[i].szReader = readers[i].name.c_str();
        states[i].dwCurrentState = readers[i].state;
    }
    const DWORD milliseconds = timeout ? static_cast<DWORD>(timeout->count()) : INFINITE;
    const LONG code = SCardGetStatusChange(handle(), milliseconds, states.data(), states.size());
    if (code != SCARD_S_SUCCESS) return std::unexpected{service_error_of(code, "get_status_change")};
    for (std::size_t i = 0; i < readers.size(); ++i) {
        const auto& state = states[i];
        readers[i].state = static_cast<std::uint32_t>(state.dwEventState & ~DWORD{SCARD_STATE_CHANGED});
        readers[i].changed = (state.dwEventState & SCARD_STATE_CHANGED) != 0;
        readers[i].atr.assign(state.rgbAtr, state.rgbAtr + std::min<std::size_t>(state.cbAtr, sizeof state.rgbAtr));
    }
    return {};
}

void Context::cancel(Handle handle) {
    SCardCancel(handle);
}

}  // namespace fivestar::daemon::pcsc
