// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bare_reader.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include <winscard.h>

namespace fivestar::bench {
namespace {

constexpr std::size_t max_answer = 65'538;

void demand(LONG code, const char* what) {
    if (code != SCARD_S_SUCCESS) throw std::runtime_error{std::string{what} + ": " + pcsc_stringify_error(code)};
}

bool has_card(SCARDCONTEXT context, const char* reader) {
    SCARD_READERSTATE state{};
    state.szReader = reader;
    demand(SCardGetStatusChange(context, 0, &state, 1), "SCardGetStatusChange");
    return (state.dwEventState & SCARD_STATE_PRESENT) != 0;
}

}  // namespace

std::vector<std::string> readers_with_cards() {
    SCARDCONTEXT context = 0;
    demand(SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context), "SCardEstablishContext");
    DWORD size = 0;
    demand(SCardListReaders(context, nullptr, nullptr, &size), "SCardListReaders");
    std::string names(size, '\0');
    demand(SCardListReaders(context, nullptr, names.data(), &size), "SCardListReaders");
    std::vector<std::string> readers;
    for (const char* name = names.data(); *name != '\0'; name += std::strlen(name) + 1) {
        if (has_card(context, name)) readers.emplace_back(name);
    }
    SCardReleaseContext(context);
    return readers;
}

BareReader::BareReader(const std::string& reader) : answer_(max_answer) {
    demand(SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context_), "SCardEstablishContext");
    DWORD protocol = 0;
    demand(SCardConnect(context_, reader.c_str(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, &card_, &protocol),
           "SCardConnect");
    demand(SCardBeginTransaction(card_), "SCardBeginTransaction");
}

BareReader::~BareReader() {
    SCardEndTransaction(card_, SCARD_LEAVE_CARD);
    SCardDisconnect(card_, SCARD_LEAVE_CARD);
    SCardReleaseContext(context_);
}

void BareReader::replay(const Recording& recording) {
    for (const Exchange& exchange : recording.exchanges) {
        DWORD size = answer_.size();
        demand(SCardTransmit(card_, SCARD_PCI_T1, exchange.command.data(), exchange.command.size(), nullptr,
                             answer_.data(), &size),
               "SCardTransmit");
        if (!std::ranges::equal(ByteView{answer_}.first(size), exchange.answer)) {
            throw std::runtime_error{"the card gave another answer than the recorded one"};
        }
    }
}

}  // namespace fivestar::bench
