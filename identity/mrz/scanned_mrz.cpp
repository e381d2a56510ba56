// SPDX-License-Identifier: Apache-2.0
#include "identity/mrz/scanned_mrz.hpp"

#include "identity/date.hpp"
#include "identity/mrz/mrz_information.hpp"
#include "identity/mrz/mrz_layout.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <span>
#include <utility>

namespace fivestar::identity {
namespace {

constexpr char scan_filler = '<';
constexpr char guillemet = '\xAB';  ///< of ISO 8859-1; UTF-8 has C2 in front of it
constexpr std::size_t printed_date_size = 6;
constexpr std::string_view no_date = "<<<<<<";
constexpr std::array<std::size_t, 4> zone_sizes{90, 88, 72, 30};
constexpr std::size_t most_repairs = 3;
constexpr std::size_t most_repaired_zones = 16;
constexpr std::size_t most_attempts = 10'000;  ///< for a whole scan; bounds the time of a hostile one

/// Characters without foreign ones between them. `piece_begins` is true where framing, a line end or a blank was in
/// front of the character.
struct Run {
    SecretText characters = {};
    std::vector<bool> piece_begins = {};

    [[nodiscard]] bool is_edge(std::size_t at) const { return at == characters.size() || piece_begins[at]; }
};

/// Removes framing. `fillers` is how many fillers a guillemet stands for.
std::vector<Run> runs_of(std::string_view text, std::size_t fillers) {
    std::vector<Run> runs(1);
    bool piece_begins = true;
    for (std::size_t at = 0; at < text.size(); ++at) {
        char c = text[at];
        const auto octet = static_cast<unsigned char>(c);
        if (octet <= 0x20 || octet == 0x7F) {
            piece_begins = true;
            continue;
        }
        if (octet == 0xC2 && at + 1 < text.size() && text[at + 1] == guillemet) continue;
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        const bool good = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == scan_filler || c == guillemet;
        if (!good) {
            if (!runs.back().characters.empty()) runs.emplace_back();
            piece_begins = true;
            continue;
        }
        Run& run = runs.back();
        if (run.characters.empty()) run.characters.reserve(2 * text.size());
        for (std::size_t count = c == guillemet ? fillers : 1; count > 0; --count) {
            run.characters.push_back(c);
            run.piece_begins.push_back(std::exchange(piece_begins, false));
        }
    }
    return runs;
}

/// Layouts of visas, which have no chip, and those without check digits of both dates hold no key.
bool holds_key(const MrzLayout& layout) {
    const auto checks = [&](Reason fault) {
        return std::ranges::find(layout.checks, fault, &MrzCheck::fault) != layout.checks.end();
    };
    return layout.code != "V" && checks(Reason::birth_date_check_digit) && checks(Reason::expiry_date_check_digit);
}

/// Returns true for digits, and fillers where a part of the date is unknown.
bool may_be_date(std::string_view text) {
    return text.find_first_not_of("0123456789<") == std::string_view::npos;
}

/// Returns the characters that a device may have printed in the place of this one.
std::string_view confused_with(char c) {
    switch (c) {
        case '0':
            return "O";
        case 'O':
            return "0";
        case '1':
            return "I";
        case 'I':
            return "1";
        case '2':
            return "Z";
        case 'Z':
            return "2";
        case '5':
            return "S";
        case 'S':
            return "5";
        case '8':
            return "B";
        case 'B':
            return "8";
        default:
            return {};
    }
}

/// A stretch of text of a zone's size.
class Candidate {
  public:
    Candidate(std::string_view text, const MrzLayout& layout)
        : layout_(layout), zone_(text), checks_(checks_of(layout, text)) {
        for (std::size_t at = 0; at < text.size(); ++at) {
            if (text[at] != guillemet) continue;
            zone_[at] = scan_filler;
            if (is_covered(at)) changed_.push_back(at);
        }
        // A filler may continue the number, which another check digit covers.
        if (text.contains(guillemet)) checks_ = checks_of(layout, zone_.view());
    }

    [[nodiscard]] bool is_whole() const { return first_wrong() == checks_.end(); }

    /// Returns the places of the wrong check digits.
    [[nodiscard]] std::vector<MrzPosition> wrong_check_digits() const {
        std::vector<std::size_t> places;
        for (const MrzCheck& check : checks_) {
            if (!is_right(check)) places.push_back(check.digit);
        }
        return positions(places);
    }
    [[nodiscard]] bool has_right_check_digit() const {
        return std::ranges::any_of(checks_, [this](const MrzCheck& check) {
            return zone_.view()[check.digit] != scan_filler && is_right(check);
        });
    }

    /// Adds the readings of as few repairs as possible for which every check digit is right.
    void read(std::vector<ScannedMrz>& readings, std::size_t& attempts_left) {
        const std::size_t before = readings.size();
        for (std::size_t repairs = 0; repairs <= most_repairs && readings.size() == before; ++repairs) {
            repair(repairs, readings, attempts_left);
        }
    }

  private:
    [[nodiscard]] std::string_view field(MrzRange range) const { return zone_.view().substr(range.offset, range.size); }

    [[nodiscard]] bool is_covered(std::size_t at) const {
        return std::ranges::any_of(checks_, [at](const MrzCheck& check) {
            return check.digit == at || std::ranges::any_of(check.covered, [at](MrzRange range) {
                       return at >= range.offset && at < range.offset + range.size;
                   });
        });
    }

    [[nodiscard]] bool is_right(const MrzCheck& check) const {
        const bool of_date =
            check.fault == Reason::birth_date_check_digit || check.fault == Reason::expiry_date_check_digit;
        if (of_date && !may_be_date(field(check.covered[0]))) return false;
        return holds(check, zone_.view());
    }

    [[nodiscard]] std::vector<MrzCheck>::const_iterator first_wrong() const {
        return std::ranges::find_if(checks_, [this](const MrzCheck& check) { return !is_right(check); });
    }

    [[nodiscard]] std::vector<MrzPosition> positions(std::vector<std::size_t> places) const {
        std::ranges::sort(places);
        std::vector<MrzPosition> result;
        result.reserve(places.size());
        for (const std::size_t at : places) {
            result.push_back({at / layout_.line_size + 1, at % layout_.line_size + 1});
        }
        return result;
    }

    void repair(std::size_t repairs_left, std::vector<ScannedMrz>& readings, std::size_t& attempts_left) {
        if (attempts_left == 0) return;
        --attempts_left;
        const auto wrong = first_wrong();
        if (wrong == checks_.end()) {
            if (repairs_left == 0) add_to(readings);
            return;
        }
        if (repairs_left == 0) return;
        const auto exchange_at = [&](std::size_t at) {
            if (std::ranges::find(changed_, at) != changed_.end()) return;
            for (const char other : confused_with(zone_[at])) {
                const char read = std::exchange(zone_[at], other);
                changed_.push_back(at);
                repair(repairs_left - 1, readings, attempts_left);
                changed_.pop_back();
                zone_[at] = read;
            }
        };
        exchange_at(wrong->digit);
        for (const MrzRange range : wrong->covered) {
            for (std::size_t at = range.offset; at < range.offset + range.size; ++at) exchange_at(at);
        }
    }

    void add_to(std::vector<ScannedMrz>& readings) const {
        // A repaired letter may make it a zone of another layout, whose check digits are elsewhere.
        if (layout_of(zone_.view()) != &layout_) return;
        const std::string_view number = field(layout_.document_number);
        if (number.find_first_not_of(scan_filler) == std::string_view::npos) return;
        if (!is_printed_date(field(layout_.birth_date)) || !is_printed_date(field(layout_.expiry_date))) return;
        if (field(layout_.birth_date) == no_date && field(layout_.expiry_date) == no_date) return;
        // The same repairs may have been made in another order.
        const auto is_same = [this](const ScannedMrz& other) { return other.zone.view() == zone_.view(); };
        if (std::ranges::any_of(readings, is_same)) return;
        auto information = mrz_information(zone_.view());
        if (!information) return;
        readings.push_back({.form = layout_.form,
                            .zone = zone_.clone(),
                            .information = std::move(*information),
                            .repairs = positions(changed_)});
    }

    const MrzLayout& layout_;
    SecretText zone_;
    std::vector<MrzCheck> checks_;
    std::vector<std::size_t> changed_ = {};
};

/// Calls `take` for each stretch of `run` that may be a zone, the longest first, and says whether it is between
/// framing, line ends or blanks.
template <class Take>
void each_candidate(const Run& run, Take take) {
    const std::string_view text = run.characters.view();
    for (const std::size_t size : zone_sizes) {
        for (std::size_t begin = 0; begin + size <= text.size(); ++begin) {
            const std::string_view zone = text.substr(begin, size);
            const MrzLayout* const layout = layout_of(zone);
            if (layout == nullptr || !holds_key(*layout)) continue;
            // Among other characters only whole zones count. A cheap test first.
            const bool is_piece = run.is_edge(begin) && run.is_edge(begin + size);
            if (!is_piece && !may_be_date(zone.substr(layout->birth_date.offset, printed_date_size))) continue;
            take(Candidate{zone, *layout}, is_piece);
        }
    }
}

bool is_one_key(std::span<const ScannedMrz> readings) {
    return std::ranges::all_of(
        readings, [&](const ScannedMrz& each) { return each.information.view() == readings[0].information.view(); });
}

/// Adds what the candidate says; false if that is more than one thing.
bool read_into(std::vector<ScannedMrz>& readings, Candidate& candidate, std::size_t& attempts_left) {
    std::vector<ScannedMrz> ways;
    candidate.read(ways, attempts_left);
    if (ways.size() > 1) return false;
    std::ranges::move(ways, std::back_inserter(readings));
    return true;
}

std::expected<ScannedMrz, ScanFailure> parse_runs(std::span<const Run> runs) {
    std::size_t attempts_left = most_attempts;
    std::vector<ScannedMrz> readings;
    std::vector<Candidate> to_repair;
    std::optional<ScanFailure> misread;
    for (const Run& run : runs) {
        each_candidate(run, [&](Candidate candidate, bool is_piece) {
            if (candidate.is_whole()) {
                candidate.read(readings, attempts_left);
                return;
            }
            if (!is_piece || !candidate.has_right_check_digit() || to_repair.size() == most_repaired_zones) return;
            auto positions = candidate.wrong_check_digits();
            if (!misread || positions.size() < misread->positions.size()) {
                misread = ScanFailure{ScanFault::misread, std::move(positions)};
            }
            to_repair.push_back(std::move(candidate));
        });
    }
    bool is_clear = true;
    if (readings.empty()) {
        for (Candidate& candidate : to_repair) is_clear = read_into(readings, candidate, attempts_left) && is_clear;
    }
    if (readings.empty() && is_clear) return std::unexpected{misread.value_or(ScanFailure{})};
    if (is_clear && is_one_key(readings)) return std::move(readings.front());
    ScanFailure failure{.fault = ScanFault::ambiguous};
    if (misread) failure.positions = std::move(misread->positions);
    return std::unexpected{std::move(failure)};
}

}  // namespace

std::expected<ScannedMrz, ScanFailure> parse_scanned_mrz(std::string_view text) {
    if (text.size() > longest_scan) return std::unexpected{ScanFailure{}};
    auto parsed = parse_runs(runs_of(text, 1));
    if (!parsed && text.contains(guillemet)) {
        if (auto wider = parse_runs(runs_of(text, 2))) parsed = std::move(wider);
    }
    // A repaired text must not hold a second key that the repair has made right.
    if (parsed && (!parsed->repairs.empty() || text.contains(guillemet))) {
        const auto again = parse_runs(runs_of(parsed->zone.view(), 1));
        if (!again) return std::unexpected{again.error()};
    }
    return parsed;
}

}  // namespace fivestar::identity
