// SPDX-License-Identifier: Apache-2.0
#include "apdu/card_access.hpp"

#include "apdu/lds.hpp"
#include "apdu/response_chaining.hpp"
#include "crypto/tlv/cursor.hpp"

#include <array>
#include <utility>

namespace fivestar::apdu {
namespace {

constexpr std::size_t most_octets = 4096;
constexpr std::size_t most_exchanges = 40;
constexpr std::uint8_t by_short_identifier = 0x80U | lds::card_access.short_identifier;

/// Tells whether the chip refused the file. An endless answer, which has a status word, is no refusal: such a chip is
/// asked for nothing more.
bool is_refusal(const Error& error) {
    return origin(error.code) == ErrorOrigin::file && (error.code != ErrorCode::limit_exceeded || error.sw == 0);
}

/// True for an answer about the file or its identifier, and not about Le.
bool is_definite(StatusWord status) {
    return status == sw::file_not_found || status == sw::security_status_not_satisfied || status == sw::no_current_ef;
}

bool is_found(CardAccessPlace place) {
    return place == CardAccessPlace::by_short_identifier || place == CardAccessPlace::by_identifier;
}

/// Returns the file at the start of an answer, if it is complete.
std::optional<Bytes> whole_file(ByteView octets) {
    const auto header = tlv::read_header(octets);
    if (!header || header->tag != lds::card_access.tag || header->total() > octets.size()) return std::nullopt;
    return copy(octets.first(header->total()));
}

class Search {
  public:
    Search(CardConnection& connection, CardAccessSearch search)
        : connection_(connection),
          channel_(connection.channel()),
          search_(search),
          extended_(connection.extended_length() && connection.protocol() == Protocol::t1) {}

    /// Makes the attempts in their order. Errors: those of the connection.
    Result<CardAccess> run() {
        if (const auto done = attempt_all(); !done) return std::unexpected{done.error()};
        found_.extended_length = extended_;
        return std::move(found_);
    }

  private:
    Result<void> attempt_all() {
        const bool selects = search_.known == CardAccessPlace::by_identifier;
        if (const auto done = look(selects); !done || is_settled()) return done;
        if (!search_.after_reset || misled_) {
            if (const auto reset = connection_.reset(); !reset) return reset;
            search_.after_reset = true;
            if (const auto done = look(selects || misled_); !done || is_settled()) return done;
        }
        if (is_refused_as_absent() && !search_.thorough) {
            const auto in_application = stands_in_application();
            if (!in_application) return std::unexpected{in_application.error()};
            if (!*in_application) return {};
        }
        return look_below_master_file();
    }

    /// Nothing more needs to be tried.
    [[nodiscard]] bool is_settled() const {
        if (found_.file || is_known_absent()) return true;
        if (search_.thorough || is_found(search_.known)) return false;
        if (found_.refusal == sw::no_current_ef) return true;
        // Before a reset, 6A82 is believed: no application is expected to be selected.
        return is_refused_as_absent() && !search_.after_reset;
    }

    [[nodiscard]] bool is_known_absent() const {
        return search_.known == CardAccessPlace::nowhere || search_.known == CardAccessPlace::in_application;
    }
    [[nodiscard]] bool is_refused_as_absent() const { return found_.refusal == sw::file_not_found; }

    /// Looks for the file where the chip stands now.
    Result<void> look(bool selects) {
        misled_ = false;
        if (!selects) {
            const bool with_long_le = extended_;
            const auto status = ask_by_short_identifier();
            if (!status) return std::unexpected{status.error()};
            const bool refused = !status->success() && *status != sw::end_of_file;
            if (found_.file || (is_known_absent() && refused)) return {};
            selects = refused && (is_definite(*status) || !with_long_le);
        }
        ReadSizes sizes{false};
        FileReader reader{sizes, {.octets = most_octets, .exchanges = most_exchanges}};
        if (selects) reader.select_files();
        const auto file = reader.read(channel_, lds::card_access);
        if (file) {
            found_.file = copy(file->raw);
            found_.place =
                reader.by_short_identifier() ? CardAccessPlace::by_short_identifier : CardAccessPlace::by_identifier;
            return {};
        }
        if (!is_refusal(file.error())) return std::unexpected{file.error()};
        misled_ = reader.misled_by_short_identifier(file.error());
        // 6986 to the short identifier tells more than 6A82 to the other: no file can be current yet.
        if (found_.refusal != sw::no_current_ef) found_.refusal = {file.error().sw};
        return {};
    }

    /// Sends one READ BINARY, in the longest form that is believed to work. May reset the card. Returns the status
    /// word, or 6700 where the link broke.
    Result<StatusWord> ask_by_short_identifier() {
        const std::uint32_t le = extended_ ? max_extended_le : lds::header_octets;
        const auto response = channel_.transmit({.ins = 0xB0, .p1 = by_short_identifier, .le = le});
        // Some readers refuse extended length by breaking the link.
        const bool broken = !response && extended_ && response.error().code == ErrorCode::transport_failure;
        if (!response && !broken) return std::unexpected{response.error()};
        const StatusWord status = broken ? sw::wrong_length : response->sw;
        // Some chips refuse an Le with 6B00 and then accept no secure messaging until they are reset.
        const bool offended = extended_ && status == sw::wrong_offset;
        if (broken || offended) {
            if (const auto reset = connection_.reset(); !reset) return std::unexpected{reset.error()};
        }
        if (status == sw::wrong_length || offended) extended_ = false;
        if (!broken && (status.success() || status == sw::end_of_file)) found_.file = whole_file(response->data);
        if (found_.file) {
            found_.place = CardAccessPlace::by_short_identifier;
        } else {
            found_.refusal = status.success() ? StatusWord{} : status;
        }
        return status;
    }

    /// Tells whether the chip has EF.COM where it stands, which is a file of the application.
    Result<bool> stands_in_application() {
        constexpr std::array<std::uint8_t, 2> name{lds::com.identifier >> 8, lds::com.identifier & 0xFF};
        const auto selected = select(channel_, SelectBy::ef_identifier, name);
        if (!selected && selected.error().sw == 0) return std::unexpected{selected.error()};
        return selected || selected.error().sw == sw::security_status_not_satisfied.value;
    }

    Result<void> look_below_master_file() {
        const std::array selections{Command{.ins = 0xA4, .p2 = 0x0C, .data = {0x3F, 0x00}},
                                    Command{.ins = 0xA4, .p2 = 0x0C}};
        for (const Command& master_file : selections) {
            const auto selected = channel_.transmit(master_file);
            if (!selected) return std::unexpected{selected.error()};
            if (!selected->sw.success()) continue;
            if (const auto done = look(false); !done || found_.file || is_refused_as_absent()) return done;
        }
        return {};
    }

    CardConnection& connection_;
    ResponseChaining channel_;
    CardAccessSearch search_;
    bool extended_;        ///< extended length is believed to work
    bool misled_ = false;  ///< the short EF identifier led to another file
    CardAccess found_ = {};
};

}  // namespace

Result<CardAccess> read_card_access(CardConnection& connection, CardAccessSearch search) {
    return Search{connection, search}.run();
}

Result<std::optional<Bytes>> read_card_access_in_application(Channel& channel, FileReader& reader) {
    const auto file = reader.read(channel, lds::card_access);
    if (file) return copy(file->raw);
    if (origin(file.error().code) == ErrorOrigin::file) return std::nullopt;
    return std::unexpected{file.error()};
}

}  // namespace fivestar::apdu
