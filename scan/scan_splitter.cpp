// SPDX-License-Identifier: Apache-2.0
#include "scan/scan_splitter.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::scan {
namespace {

using namespace std::chrono_literals;

constexpr std::uint8_t stx = 0x02;
constexpr std::uint8_t etx = 0x03;
constexpr char enq = 0x05;
constexpr char ack = 0x06;
constexpr char nak = 0x15;
constexpr std::uint8_t fs = 0x1C;
constexpr std::uint8_t gs = 0x1D;

// The pieces of a frame may come slowly; its end mark may never come.
constexpr auto frame_silence = 2s;
constexpr auto longest_scan = 10s;

bool is_printable(char character) {
    return character > 0x20 && character < 0x7F;
}

}  // namespace

ScanSplitter::ScanSplitter(Framing framing, OnScan on_scan)
    : framing_(std::move(framing)), on_scan_(std::move(on_scan)) {
    text_.reserve(max_scan_octets);
}

void ScanSplitter::take(ByteView octets, SteadyTime now) {
    expire(now);
    for (const std::uint8_t octet : octets) take(octet, now);
}

void ScanSplitter::take(std::uint8_t octet, SteadyTime now) {
    if (!deadline()) first_ = now;
    last_ = now;
    if (framing_.marks && (octet == stx || octet == fs)) return begin_frame(octet);
    if (framing_.marks && (end_mark_ == 0 ? octet == etx || octet == gs : octet == end_mark_)) return end();
    if (overflows_) return;
    if (text_.size() == max_scan_octets) {
        text_.clear();
        overflows_ = true;
        return on_scan_({}, ScanFault::too_long);
    }
    text_.push_back(static_cast<char>(octet));
}

void ScanSplitter::begin_frame(std::uint8_t mark) {
    const SteadyTime now = last_;
    if (end_mark_ != 0 && !text_.empty()) end_with(ScanFault::cut_off);
    reset();  // drops what came before the mark
    end_mark_ = mark == stx ? etx : gs;
    first_ = last_ = now;
}

void ScanSplitter::lose(SteadyTime now) {
    if (!deadline()) first_ = now;
    last_ = now;
    lacks_octets_ = true;
}

void ScanSplitter::expire(SteadyTime now) {
    if (const auto due = deadline(); due && now >= *due) end();
}

std::optional<SteadyTime> ScanSplitter::deadline() const {
    if (text_.empty() && end_mark_ == 0 && !overflows_ && !lacks_octets_) return std::nullopt;
    const auto silent = last_ + (end_mark_ == 0 ? framing_.silence : std::chrono::milliseconds{frame_silence});
    return std::min(silent, first_ + longest_scan);
}

void ScanSplitter::end() {
    std::string_view text = text_.view();
    if (lacks_octets_ && !overflows_) return end_with(ScanFault::damaged);
    if (overflows_ || std::ranges::none_of(text, is_printable)) return reset();  // reported already, or noise
    if (text.find(nak) != std::string_view::npos || text.find(enq) != std::string_view::npos) {
        return end_with(ScanFault::command_refused);
    }
    if (text.find(ack) != std::string_view::npos) return reset();  // the answer to a command
    const bool has_both = text.size() >= framing_.prefix.size() + framing_.suffix.size() &&
                          text.starts_with(framing_.prefix) && text.ends_with(framing_.suffix);
    if (!has_both) return end_with(ScanFault::without_prefix);
    text.remove_prefix(framing_.prefix.size());
    text.remove_suffix(framing_.suffix.size());
    on_scan_(text, std::nullopt);
    reset();
}

void ScanSplitter::end_with(ScanFault fault) {
    reset();
    on_scan_({}, fault);
}

void ScanSplitter::reset() {
    text_.clear();
    end_mark_ = 0;
    overflows_ = false;
    lacks_octets_ = false;
}

}  // namespace fivestar::scan
