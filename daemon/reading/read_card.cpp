// SPDX-License-Identifier: Apache-2.0
#include "daemon/reading/read_card.hpp"

#include "apdu/lds.hpp"
#include "daemon/readers/card_identification.hpp"
#include "daemon/reading/chip_access.hpp"
#include "daemon/reading/chip_authenticity.hpp"
#include "daemon/reading/document_files.hpp"
#include "daemon/reading/record_completion.hpp"
#include "daemon/reading/sam_read.hpp"
#include "daemon/reading/step_ledger.hpp"
#include "daemon/reading/watched_connection.hpp"
#include "identity/assemble.hpp"
#include "identity/lds/chip_keys.hpp"
#include "identity/lds/dg2.hpp"
#include "identity/lds/ef_com.hpp"

#include <memory>
#include <set>
#include <utility>

namespace fivestar::daemon {
namespace {

using identity::CheckName;
using identity::DataGroupNumber;
using identity::FileState;

FileState state_after(ErrorCode code) {
    if (code == ErrorCode::file_not_found) return FileState::absent;
    return code == ErrorCode::access_denied ? FileState::refused : FileState::unreadable;
}

/// The life of one read. `life` lists its steps in order; docs/ARCHITECTURE.md tells the same list.
class DocumentRead {
  public:
    DocumentRead(apdu::CardConnection& card, const ReadRequest& request, const ReadEnvironment& environment,
                 Random& random, const Clock& clock, ReadObserver& observer, const std::stop_token& stop)
        : request_(request),
          environment_(environment),
          random_(random),
          clock_(clock),
          observer_(observer),
          ledger_(clock, observer),
          connection_(card, clock, stop, [this](const apdu::TraceTotals& totals) { ledger_.saw(totals.last_sw); }) {}

    Result<ReadOutcome> run() {
        using Step = Result<void> (DocumentRead::*)();
        static constexpr Step life[] = {
            &DocumentRead::find_card_access,
            &DocumentRead::gain_access,
            &DocumentRead::read_com_and_sod,
            &DocumentRead::read_data_groups,
            &DocumentRead::check_card_access_against_dg14,
            &DocumentRead::prove_chip,
            &DocumentRead::verify_sod,
            &DocumentRead::decode_data_groups,
            &DocumentRead::read_portrait,
            &DocumentRead::decode_portrait,
            &DocumentRead::verify,
            &DocumentRead::collect_evidence,
        };
        const SteadyTime since = clock_.steady();
        for (const Step step : life) {
            if (const auto done = (this->*step)(); !done) return std::unexpected{done.error()};
        }
        outcome_.steps = ledger_.steps();
        outcome_.timing = connection_.timing(since, clock_.steady());
        return std::move(outcome_);
    }

  private:
    static constexpr std::size_t fewest_steps = 7;  // EF.CardAccess, select, access, EF.COM, EF.SOD, DG1, verify

    /// EF.CardAccess of the master file: which protocols open the chip.
    Result<void> find_card_access() {
        ledger_.expect(fewest_steps);
        auto access = ChipAccess::find_card_access(connection_, request_.access,
                                                   {.fall_back_to_bac = environment_.pace_fallback_to_bac,
                                                    .card_access = request_.card_access,
                                                    .on_slow_mode = environment_.on_slow_mode},
                                                   random_, ledger_);
        if (!access) return std::unexpected{access.error()};
        access_ = std::move(*access);
        return {};
    }

    /// PACE, else BAC (chip_access.hpp).
    Result<void> gain_access() {
        if (const auto gained = access_->gain(); !gained) return gained;
        outcome_.read_at = clock_.wall();
        return {};
    }

    /// EF.COM lists the data groups that the chip announces, EF.SOD those that its issuer signed.
    Result<void> read_com_and_sod() {
        auto common = read_file(apdu::lds::com);
        if (!common) return std::unexpected{common.error()};
        const identity::EfCom parsed = identity::parse_ef_com(common->raw);
        announced_.insert(parsed.groups.begin(), parsed.groups.end());
        if (parsed.is_odd && common->state == FileState::read) {
            decoded_[CheckName::record_consistency].report(Reason::ef_com_malformed);
        }
        auto object = read_file(apdu::lds::sod);
        if (!object) return std::unexpected{object.error()};
        const bool withheld = object->state != FileState::read && object->state != FileState::absent;
        sod_file_ = withheld ? identity::ParsedSod{.unusable = Reason::security_object_unreadable}
                             : identity::parse_sod(object->raw);
        if (const auto& listed = sod_file_.security_object) {
            for (const auto& [number, hash] : listed->hashes) signed_.insert(number);
        }
        if (request_.evidence) outcome_.evidence.emplace().security_object = copy(object->raw);
        return {};
    }

    /// DG1 and each further group that the answer or the verification needs; the portrait follows later.
    Result<void> read_data_groups() {
        for (const DataGroupNumber number : groups_before_portrait()) {
            if (const auto read = read_group(number); !read) return read;
        }
        if (files_.raw(identity::dg_mrz).empty()) return fail(ErrorCode::malformed, 0, "read_dg1");
        dg14_ = identity::parse_dg14(files_.raw(identity::dg_chip_authentication));
        return {};
    }

    /// If DG14 lists PACE and no EF.CardAccess was found, searches again before that counts as a mismatch.
    Result<void> check_card_access_against_dg14() {
        if (!dg14_ || dg14_->pace_entries.empty()) return {};
        return access_->find_hidden_card_access();
    }

    /// PACE with chip authentication mapping, chip authentication, active authentication (chip_authenticity.hpp).
    Result<void> prove_chip() {
        identity::Evidence* const evidence = outcome_.evidence ? &*outcome_.evidence : nullptr;
        if (evidence != nullptr) begin_evidence(*evidence);
        chip_ = std::make_unique<ChipAuthenticity>(*access_, files_, dg14_, environment_, outcome_.read_at, random_,
                                                   ledger_, evidence);
        return chip_->prove();
    }

    /// Which issuer signed EF.SOD decides the document's profile.
    Result<void> verify_sod() {
        auto recognised = identity::recognise_document(
            sod_file_, {*environment_.trust, environment_.lds_trust.get(), environment_.algorithm_policy},
            outcome_.read_at, files_.raw(identity::dg_issuer_own));
        outcome_.profile = recognised.profile;
        sod_ = std::move(recognised.sod);
        return {};
    }

    /// The record without its portrait.
    Result<void> decode_data_groups() {
        outcome_.record =
            identity::assemble(identity::decode_groups(files_.views(), outcome_.profile, environment_.today), decoded_);
        give_pseudonym(request_, environment_, outcome_.record);
        report_access(access_->facts(), decoded_[CheckName::access]);
        return {};
    }

    /// The text is announced before, since the portrait takes most of a read's time.
    Result<void> read_portrait() {
        if (!portrait_follows_) return {};
        report_verification();
        outcome_.steps = ledger_.steps();
        observer_.text_ready(outcome_);
        if (const auto read = read_group(identity::dg_portrait); !read) return read;
        const ByteView file = files_.raw(identity::dg_portrait);
        if (file.empty()) return {};
        identity::Check& consistency = decoded_[CheckName::record_consistency];
        if (auto dg2 = identity::parse_dg2(file)) {
            outcome_.record.portrait = std::move(dg2->portrait);
            for (const Reason what : dg2->findings) consistency.report(what);
        } else {
            consistency.report(Reason::dg2_unusable);
        }
        return {};
    }

    Result<void> decode_portrait() {
        daemon::decode_portrait(environment_, outcome_.record, decoded_);
        return {};
    }

    Result<void> verify() {
        return ledger_.run("verify", [&]() -> Result<void> {
            report_verification();
            return {};
        });
    }

    /// The files and what the checks made of them. Nothing is read afterwards.
    Result<void> collect_evidence() {
        if (outcome_.evidence) finish_evidence(*outcome_.evidence);
        return {};
    }

    /// Includes a group that EF.COM announces and EF.SOD does not sign: if it is there, somebody added it.
    std::vector<DataGroupNumber> groups_before_portrait() {
        std::vector<DataGroupNumber> groups{identity::dg_mrz};
        std::set<DataGroupNumber> there = announced_;
        there.insert(signed_.begin(), signed_.end());
        for (const DataGroupNumber number : there) {
            if (number == identity::dg_mrz || number == identity::dg_portrait) continue;
            const bool unsigned_group = sod_file_.security_object && !signed_.contains(number);
            if (wanted(number) || unsigned_group) {
                groups.push_back(number);
            } else {
                files_.set(number, {});
            }
        }
        portrait_follows_ = request_.wanted.portrait && (there.contains(identity::dg_portrait) || there.empty());
        if (!portrait_follows_ && there.contains(identity::dg_portrait)) files_.set(identity::dg_portrait, {});
        ledger_.expect(ledger_.steps().size() + groups.size() + (portrait_follows_ ? 1 : 0) + 1);  // and `verify`
        return groups;
    }

    [[nodiscard]] bool wanted(DataGroupNumber number) const {
        switch (number) {
            case identity::dg_personal_details:
                return request_.wanted.personal_details;
            case identity::dg_document_details:
                return request_.wanted.document_details;
            case identity::dg_issuer_own:
                return environment_.lds_trust != nullptr;
            case identity::dg_chip_authentication:
            case identity::dg_active_authentication:
                return true;
            default:
                return false;
        }
    }

    Result<void> read_group(DataGroupNumber number) {
        auto file = read_file(apdu::lds::data_group(number));
        if (!file) return std::unexpected{file.error()};
        files_.set(number, std::move(*file));
        return {};
    }

    /// The file, or the state that the chip's refusal left it in. Errors: those that end the read.
    Result<DocumentFiles::Entry> read_file(const apdu::lds::FileId& id) {
        auto file = ledger_.run(id.step, [&] { return access_->session().read(id); });
        if (file) return DocumentFiles::Entry{FileState::read, std::move(file->raw)};
        const Error& error = file.error();
        if (origin(error.code) != ErrorOrigin::file) return std::unexpected{error};
        return DocumentFiles::Entry{state_after(error.code), {}};
    }

    /// Fills what the challenge of active authentication is derived from.
    void begin_evidence(identity::Evidence& evidence) const {
        const AccessFacts& access = access_->facts();
        evidence.read_at = outcome_.read_at;
        evidence.access_method = access_method(access);
        evidence.card_access = access.card_access_file;
        evidence.card_security = copy(access.card_security);
        if (const auto& listed = sod_file_.security_object) evidence.digest = listed->digest;
    }

    void finish_evidence(identity::Evidence& evidence) {
        auto files = std::move(files_).take();
        for (auto& [number, file] : files) {
            identity::EvidenceGroup group{.number = number, .state = file.state};
            if (file.state == FileState::read) {
                group.digest = crypto::digest(evidence.digest, file.raw);
                group.octets = std::move(file.raw);
            }
            evidence.groups.push_back(std::move(group));
        }
        evidence.signer_certificate = sod_.signer_certificate;
        if (sod_.anchor) evidence.anchor_certificate = copy(sod_.anchor->certificate.der);
        evidence.profile = outcome_.profile;
        evidence.claimed = outcome_.verification;
        evidence.claimed_verdict = outcome_.verdict;
    }

    /// Checks and verdict from what was read so far.
    void report_verification() {
        outcome_.verification = decoded_;
        const auto& state = outcome_.record.document.issuing_state;
        const auto& card_access = access_->facts().card_access;
        const auto files = files_.views();
        identity::verify_document({.sod = sod_,
                                   .files = files,
                                   .issuing_state = state ? state->view() : std::string_view{},
                                   .card_access = card_access ? &*card_access : nullptr,
                                   .dg14 = dg14_ ? &*dg14_ : nullptr,
                                   .proofs = chip_->proofs()},
                                  outcome_.verification);
        outcome_.verdict = identity::verdict(outcome_.profile, outcome_.verification);
    }

    const ReadRequest& request_;
    const ReadEnvironment& environment_;
    Random& random_;
    const Clock& clock_;
    ReadObserver& observer_;
    StepLedger ledger_;
    WatchedConnection connection_;
    std::unique_ptr<ChipAccess> access_ = {};
    bool portrait_follows_ = false;
    std::set<DataGroupNumber> announced_ = {};  ///< by EF.COM
    std::set<DataGroupNumber> signed_ = {};     ///< by EF.SOD
    identity::ParsedSod sod_file_ = {};
    DocumentFiles files_ = {};
    Result<crypto::SecurityInfos> dg14_ = fail(ErrorCode::file_not_found);  ///< its content; not yet authenticated
    std::unique_ptr<ChipAuthenticity> chip_ = {};
    identity::SodReport sod_ = {};
    identity::Verification decoded_ = {};  ///< the checks that need no trust
    ReadOutcome outcome_ = {};
};

}  // namespace

Result<ReadOutcome> read_card(apdu::CardConnection& connection, const ReadRequest& request,
                              const ReadEnvironment& environment, Random& random, const Clock& clock,
                              ReadObserver& observer, const std::stop_token& stop) {
    const auto kind = kind_by_atr(connection.atr());
    if (kind == CardKind::cn_id_bare) {
        return std::unexpected{
            Error{.code = ErrorCode::unsupported, .step = "sam_required", .detail = ErrorDetail::sam_required}};
    }
    if (kind == CardKind::cn_id_sam) return read_sam_card(connection, request, environment, clock, observer, stop);
    return DocumentRead{connection, request, environment, random, clock, observer, stop}.run();
}

}  // namespace fivestar::daemon
