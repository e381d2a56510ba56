// SPDX-License-Identifier: Apache-2.0
#include "daemon/reading/sam_read.hpp"

#include "apdu/sam_card.hpp"
#include "daemon/readers/card_identification.hpp"
#include "daemon/reading/record_completion.hpp"
#include "daemon/reading/step_ledger.hpp"
#include "daemon/reading/watched_connection.hpp"
#include "identity/china/assemble_sam.hpp"
#include "samv/sam_id.hpp"

#include <utility>

namespace fivestar::daemon {
namespace {

using identity::CheckName;

/// Tells errors about the appended addresses alone, after which the read goes on without them.
bool concerns_the_addresses(ErrorCode code) {
    return origin(code) == ErrorOrigin::module || origin(code) == ErrorOrigin::file;
}

class SamRead {
  public:
    SamRead(const ReadRequest& request, const ReadEnvironment& environment, const Clock& clock, ReadObserver& observer)
        : request_(request), environment_(environment), clock_(clock), observer_(observer), ledger_(clock, observer) {}

    Result<ReadOutcome> run(apdu::CardConnection& card, const std::stop_token& stop) {
        const SteadyTime since = clock_.steady();
        outcome_.read_at = clock_.wall();
        WatchedConnection connection{card, clock_, stop,
                                     [this](const apdu::TraceTotals& totals) { ledger_.saw(totals.last_sw); }};
        const auto read = read_record(connection);
        // Past the gate that a request to stop closes.
        if (answered_) apdu::SamCard{card.channel(), extended_length_}.overwrite_answers();
        if (!read) return std::unexpected{read.error()};
        outcome_.steps = ledger_.steps();
        outcome_.timing = connection.timing(since, clock_.steady());
        if (request_.evidence) keep_evidence();
        return std::move(outcome_);
    }

  private:
    Result<void> read_record(apdu::CardConnection& connection) {
        ledger_.expect(3U + (needs_addresses() ? 1U : 0U) + (request_.wanted.module_management ? 1U : 0U));
        believed_ = believes_module_of(connection.reader(), environment_.sam_readers);
        extended_length_ = connection.extended_length() && connection.protocol() == apdu::Protocol::t1;
        if (const auto id = read_module_id(connection); !id) return id;
        if (const auto stream = read_stream(connection); !stream) return stream;
        if (const auto addresses = read_addresses(connection); !addresses) return addresses;
        if (const auto management = read_management(connection); !management) return management;
        if (const auto done = ledger_.run("verify", [&] { return assemble(); }); !done) return done;
        decode_portrait(environment_, outcome_.record, outcome_.verification);
        return {};
    }

    apdu::SamCard application(apdu::CardConnection& connection) {
        return apdu::SamCard{connection.channel(), extended_length_,
                             [this](std::uint64_t done, std::uint64_t total) { ledger_.octets(done, total); }};
    }

    /// Of a module that is believed; the name that a stranger gives itself is nothing to pass on. Readers of other
    /// makers do not tell it.
    Result<void> read_module_id(apdu::CardConnection& connection) {
        if (!believed_) {
            ledger_.skip("read_sam_id");
            return {};
        }
        const auto octets = ledger_.run("read_sam_id", [&] { return application(connection).module_id(); });
        const auto id = octets ? samv::parse_sam_id(*octets) : std::unexpected{octets.error()};
        if (id) outcome_.verification.sam_id = to_string(*id);
        const bool told =
            id || id.error().code == ErrorCode::unexpected_status || id.error().code == ErrorCode::malformed;
        return told ? Result<void>{} : std::unexpected{id.error()};
    }

    Result<void> read_stream(apdu::CardConnection& connection) {
        auto record = ledger_.run("read_sam_stream", [&]() -> Result<apdu::SamRecord> {
            auto card = application(connection);
            answered_ = true;  // in part, perhaps
            auto answer = card.read(needs_portrait());
            if (!answer && extended_length_ && answer.error().code == ErrorCode::transport_failure) {
                // It may be the reader that cannot take extended length: once more, without.
                if (const auto reset = connection.reset(); !reset) return std::unexpected{reset.error()};
                answer = card.read(needs_portrait());
            }
            extended_length_ = card.extended_length();
            return answer;
        });
        if (!record) return std::unexpected{record.error()};
        record_ = std::move(*record);
        return {};
    }

    Result<void> read_addresses(apdu::CardConnection& connection) {
        if (!needs_addresses()) return {};
        auto addresses =
            ledger_.run("read_appended_addresses", [&] { return application(connection).appended_addresses(); });
        if (addresses) {
            addresses_ = std::move(*addresses);
            return {};
        }
        if (!concerns_the_addresses(addresses.error().code)) return std::unexpected{addresses.error()};
        outcome_.verification[CheckName::record_consistency].report(Reason::appended_addresses_unreadable);
        return {};
    }

    Result<void> read_management(apdu::CardConnection& connection) {
        if (!request_.wanted.module_management) return {};
        auto octets = ledger_.run("read_management", [&] { return application(connection).management_information(); });
        if (!octets) return std::unexpected{octets.error()};
        management_ = std::move(*octets);
        return {};
    }

    [[nodiscard]] bool needs_portrait() const { return request_.wanted.portrait || request_.wanted.module_portrait; }
    [[nodiscard]] bool needs_addresses() const {
        return request_.wanted.appended_addresses || request_.wanted.module_addresses;
    }

    Result<void> assemble() {
        outcome_.profile = identity::Profile::sam;
        identity::Verification& verification = outcome_.verification;
        auto record = identity::assemble_sam(
            {.text = record_.text,
             .portrait = request_.wanted.portrait ? record_.portrait.view() : ByteView{},
             .appended_addresses = request_.wanted.appended_addresses ? addresses_.view() : ByteView{}},
            verification);
        if (!record) return std::unexpected{record.error()};
        outcome_.record = std::move(*record);
        keep_octets(outcome_.record.module);
        give_pseudonym(request_, environment_, outcome_.record);
        for (const CheckName name : {CheckName::access, CheckName::chip_authenticity}) {
            verification[name].method = "sam";
            if (believed_) {
                verification[name].pass();
            } else {
                verification[name].report(Reason::sam_reader_not_trusted);
            }
        }
        outcome_.verdict = identity::verdict(outcome_.profile, verification);
        announce_text();
        return {};
    }

    void keep_octets(identity::ModuleData& kept) const {
        const WantedGroups& wanted = request_.wanted;
        if (wanted.module_portrait && !record_.portrait.empty()) kept.portrait = record_.portrait.clone();
        if (wanted.module_addresses) kept.addresses = addresses_.clone();
        if (wanted.module_management && !management_.empty()) kept.management = management_.clone();
    }

    /// Nothing that anybody could check: what the module said.
    void keep_evidence() {
        identity::Evidence& evidence = outcome_.evidence.emplace();
        evidence.read_at = outcome_.read_at;
        evidence.profile = outcome_.profile;
        evidence.access_method = "sam";
        evidence.module.emplace(record_.text.clone());
        evidence.claimed = outcome_.verification;
        evidence.claimed_verdict = outcome_.verdict;
    }

    /// The module hands out text and portrait together, but who waits for the text need not wait for the portrait to
    /// be sent on.
    void announce_text() {
        if (!outcome_.record.portrait) return;
        auto portrait = std::exchange(outcome_.record.portrait, std::nullopt);
        outcome_.steps = ledger_.steps();
        observer_.text_ready(outcome_);
        outcome_.record.portrait = std::move(portrait);
    }

    const ReadRequest& request_;
    const ReadEnvironment& environment_;
    const Clock& clock_;
    ReadObserver& observer_;
    StepLedger ledger_;
    bool believed_ = false;
    bool extended_length_ = false;
    bool answered_ = false;  ///< the reader may have handed out what the service should not keep
    apdu::SamRecord record_ = {};
    PersonalBytes addresses_ = {};
    PersonalBytes management_ = {};
    ReadOutcome outcome_ = {};
};

}  // namespace

Result<ReadOutcome> read_sam_card(apdu::CardConnection& connection, const ReadRequest& request,
                                  const ReadEnvironment& environment, const Clock& clock, ReadObserver& observer,
                                  const std::stop_token& stop) {
    return SamRead{request, environment, clock, observer}.run(connection, stop);
}

}  // namespace fivestar::daemon
