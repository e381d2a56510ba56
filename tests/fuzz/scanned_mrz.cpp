// SPDX-License-Identifier: Apache-2.0
// The text of a scanner: any octets, and a zone of each layout with framing.
#include "identity/mrz/scanned_mrz.hpp"

#include "identity/mrz/mrz_check_digit.hpp"
#include "identity/mrz/mrz_information.hpp"
#include "identity/mrz/mrz_layout.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace {

using namespace fivestar;

void demand(bool good) {
    if (!good) std::abort();
}

bool has_right_check_digits(std::string_view zone, const identity::MrzLayout& layout) {
    return std::ranges::all_of(identity::checks_of(layout, zone),
                               [zone](const identity::MrzCheck& check) { return identity::holds(check, zone); });
}

/// Everything that is said of a result.
void check(const identity::ScannedMrz& scanned) {
    const std::string_view zone = scanned.zone.view();
    const identity::MrzLayout* const layout = identity::layout_of(zone);
    demand(layout != nullptr && layout->form == scanned.form);
    demand(has_right_check_digits(zone, *layout));
    demand(scanned.information.size() >= 24);

    // A check digit decides each repair: another character there makes one of them wrong.
    for (const identity::MrzPosition& repair : scanned.repairs) {
        demand(repair.line >= 1 && repair.line <= layout->lines);
        demand(repair.position >= 1 && repair.position <= layout->line_size);
        const std::size_t at = (repair.line - 1) * layout->line_size + repair.position - 1;
        constexpr std::string_view confused = "0O1I2Z5S8B";
        const std::size_t pair = confused.find(zone[at]);
        demand(pair != std::string_view::npos || zone[at] == '<');
        std::string undone{zone};
        undone[at] = pair == std::string_view::npos ? '*' : confused[pair ^ 1U];
        demand(!has_right_check_digits(undone, *layout));
    }

    const auto again = identity::parse_scanned_mrz(zone);
    demand(again.has_value());
    demand(again->form == scanned.form && again->zone.view() == zone && again->repairs.empty());
    demand(again->information.view() == scanned.information.view());
}

void check_failure(const identity::ScanFailure& failure) {
    demand(failure.fault != identity::ScanFault::misread || !failure.positions.empty());
    demand(failure.positions.size() <= 7);
}

/// A zone whose check digits are right. Its dates are days.
std::string whole_zone(const identity::MrzLayout& layout, std::string_view content) {
    constexpr std::string_view characters = "<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    std::string zone(layout.line_size * layout.lines, '<');
    for (std::size_t at = 0; at < std::min(zone.size(), content.size()); ++at) {
        zone[at] = characters[static_cast<unsigned char>(content[at]) % characters.size()];
    }
    zone.replace(0, layout.code.size(), layout.code);
    zone.replace(layout.issuing_state.offset, layout.issuing_state.exists() ? layout.issuer.size() : 0, layout.issuer);
    zone.replace(layout.birth_date.offset, 6, "810803");
    zone.replace(layout.expiry_date.offset, 6, "330807");
    zone[layout.document_number.offset] = 'C';
    zone[layout.document_number.offset + layout.document_number.size] = '0';  // the number does not continue
    for (const identity::MrzCheck& check : identity::checks_of(layout, zone)) {
        std::string covered;
        for (const identity::MrzRange range : check.covered) covered.append(zone, range.offset, range.size);
        zone[check.digit] = identity::mrz_check_digit(covered).value_or('0');
    }
    return zone;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text(ByteView{data, size});
    if (const auto scanned = identity::parse_scanned_mrz(text)) {
        check(*scanned);
    } else {
        check_failure(scanned.error());
    }

    // Layout, framing and content; the content is shorter than a second zone.
    if (size < 3) return 0;
    const identity::MrzLayout& chosen = identity::mrz_layouts[data[0] % identity::mrz_layouts.size()];
    const std::string zone = whole_zone(chosen, text.substr(3));
    const identity::MrzLayout* const layout = identity::layout_of(zone);
    if (layout != &chosen || layout->code == "V" || layout->checks[0].fault == Reason::none) return 0;
    constexpr std::string_view frames[] = {"", "\r", "\n", "\r\n", " ", "\x02", "\x1C", "\x16M\r", "\x03\x1D", "#"};
    const std::string_view between = frames[data[1] % 6];
    std::string framed{frames[data[2] % std::size(frames)]};
    for (std::size_t at = 0; at < zone.size(); at += layout->line_size) {
        framed.append(zone, at, layout->line_size).append(between);
    }
    framed.append(frames[data[2] / std::size(frames) % std::size(frames)]);
    const auto scanned = identity::parse_scanned_mrz(framed);
    if (scanned) {
        demand(scanned->information.view() == identity::mrz_information(zone)->view());
    } else {
        demand(scanned.error().fault == identity::ScanFault::ambiguous);  // the content has another zone
    }
    return 0;
}
