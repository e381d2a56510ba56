#include "daemon/reading/read_card.hpp"

#include "apdu/lds.hpp"
#include "daemon/readers/card_identification.hpp"
#include "daemon/reading/access_report.hpp"
#include "daemon/reading/chip_authenticity.hpp"
#include "daemon/reading/document_files.hpp"
#include "daemon/reading/document_session.hpp"
#include "daemon/reading/holder_pseudonym.hpp"
#include "daemon/reading/portrait_decoding.hpp"
#include "daemon/reading/read_timing.hpp"
#include "daemon/reading/sam_read.hpp"
#include "daemon/reading/sod_proof.hpp"
#include "daemon/reading/step_ledger.hpp"
#include "daemon/reading/watched_connection.hpp"
#include "identity/assemble.hpp"
#include "identity/lds/chip_keys.hpp"
#include "identity/lds/dg2.hpp"
#include "identity/lds/ef_com.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

namespace fivestar::daemon {
namespace {

using identity::CheckName;
using identity::DataGroupNumber;
using identity::FileState;

/// What a chip says about one file concerns that file; everything else ends the read.
bool concerns_the_file(ErrorCode code) {
    switch (code) {
        case ErrorCode::file_not_found:
        case ErrorCode::access_denied:
        case ErrorCode::malformed:
        case ErrorCode::trailing_bytes:
        case ErrorCode::limit_exceeded:
        case ErrorCode::no_progress:
        case ErrorCode::unexpected_status:
            return true;
        default:
            return false;
    }
}

FileState state_after(ErrorCode code) {
    if (code == ErrorCode::file_not_found) return FileState::absent;
    return code == ErrorCode::access_denied ? FileState::refused : FileState::unreadable;
}

bool lists_pace(ByteView dg14) {
    const auto infos = identity::parse_dg14(dg14);
    return infos && !infos->pace_entries.empty();
}

/// One read, step by step.
class DocumentRead {
  public:
    DocumentRead(const ReadRequest& order, const ReadEnvironment& environment, const Clock& clock,
                 ReadObserver& observer)
        : order_(order), environment_(environment), clock_(clock), observer_(observer), ledger_(clock, observer) {}

    Result<ReadOutcome> run(apdu::CardConnection& card, Random& random, const std::stop_token& stop) {
        const SteadyTime since = clock_.steady();
        WatchedConnection connection{card, clock_, stop,
                                     [this](const apdu::TraceTotals& totals) { ledger_.saw(totals.last_sw); }};
        ledger_.expect(fewest_steps);
        const auto read = read_files(connection, random);
        if (!read) return std::unexpected{read.error()};
        static_cast<void>(ledger_.run("verify", [&]() -> Result<void> {
            verify();
            return {};
        }));
        outcome_.steps = ledger_.steps();
        outcome_.timing = timing_of(connection.totals(), since, clock_.steady());
        finish_evidence();
        return std::move(outcome_);
    }

  private:
    static constexpr std::size_t fewest_steps = 7;  // EF.CardAccess, select, access, EF.COM, EF.SOD, DG1, verify

    Result<void> read_files(apdu::CardConnection& connection, Random& random) {
        auto session = DocumentSession::open(connection, order_.access,
                                             {.fall_back_to_bac = environment_.pace_fallback_to_bac,
                                              .pace_seen = order_.pace_seen,
                                              .on_slow_mode = environment_.on_slow_mode},
                                             random, ledger_);
        if (!session) return std::unexpected{session.error()};
        session_ = std::move(*session);
        outcome_.read_at = clock_.wall();
        if (order_.evidence) outcome_.evidence.emplace();
        chip_ = std::make_unique<ChipAuthenticity>(*session_, files_, environment_, outcome_.read_at, random, ledger_,
                                                   outcome_.evidence ? &*outcome_.evidence : nullptr);
        if (const auto access = session_->gain_access(); !access) return access;
        if (const auto lists = read_lists(); !lists) return lists;
        for (const DataGroupNumber number : groups_before_portrait()) {
            if (const auto read = read_group(number); !read) return read;
        }
        if (files_.raw(identity::dg_mrz).empty()) return fail(ErrorCode::malformed, 0, "read_dg1");
        // Before it is called a mismatch that DG14 tells of PACE and nothing else did.
        if (lists_pace(files_.raw(identity::dg_chip_authentication))) {
            if (const auto looked = session_->look_for_card_access(); !looked) return looked;
        }
        begin_evidence();
        if (const auto proved = chip_->prove(); !proved) return proved;
        decode();
        if (const auto read = read_portrait(); !read) return read;
        decode_portrait(environment_, outcome_.record, decoded_);
        return {};
    }

    /// EF.COM and EF.SOD: what the chip has, and what its issuer signed.
    Result<void> read_lists() {
        auto common = read_file(apdu::lds::com);
        if (!common) return std::unexpected{common.error()};
        if (const auto parsed = identity::parse_ef_com(common->raw)) {
            announced_.insert(parsed->data_groups.begin(), parsed->data_groups.end());
        }
        auto object = read_file(apdu::lds::sod);
        if (!object) return std::unexpected{object.error()};
        sod_file_ = identity::parse_sod(object->raw);
        if (outcome_.evidence) outcome_.evidence->security_object = copy(object->raw);
        if (const auto& listed = sod_file_.security_object) {
            for (const auto& [number, hash] : listed->hashes) signed_.insert(number);
        }
        return {};
    }

    /// Every group on the chip that the answer or the verification needs. One that EF.COM announces and nobody signed
    /// is read too: if it is there, somebody put it there.
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
        const bool portrait = order_.wanted.portrait && (there.contains(identity::dg_portrait) || there.empty());
        if (!portrait && there.contains(identity::dg_portrait)) files_.set(identity::dg_portrait, {});
        portrait_follows_ = portrait;
        ledger_.expect(ledger_.steps().size() + groups.size() + (portrait ? 1 : 0) + 1);  // and the verification
        return groups;
    }

    [[nodiscard]] bool wanted(DataGroupNumber number) const {
        switch (number) {
            case identity::dg_personal_details:
                return order_.wanted.personal_details;
            case identity::dg_document_details:
                return order_.wanted.document_details;
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

    /// A file, or what became of it; an error only for what ends the read.
    Result<DocumentFiles::Entry> read_file(const apdu::lds::FileId& id) {
        auto file = ledger_.run(id.step, [&] { return session_->read(id); });
        if (file) return DocumentFiles::Entry{FileState::read, std::move(file->raw)};
        const Error& error = file.error();
        if (!concerns_the_file(error.code)) return std::unexpected{error};
        return DocumentFiles::Entry{state_after(error.code), {}};
    }

    /// Everything but the portrait.
    void decode() {
        auto [trust, lds_trust] = prove_sod(sod_file_, environment_, outcome_.read_at);
        auto recognised = identity::recognise_document(std::move(trust), std::move(lds_trust),
                                                       files_.raw(identity::dg_issuer_own));
        outcome_.profile = recognised.profile;
        sod_ = std::move(recognised.sod);
        outcome_.record =
            identity::assemble(identity::decode_groups(files_.views(), outcome_.profile, environment_.today), decoded_);
        give_pseudonym(order_, environment_, outcome_.record);
        report_access(*session_, decoded_[CheckName::access]);
    }

    Result<void> read_portrait() {
        if (!portrait_follows_) return {};
        verify();
        outcome_.steps = ledger_.steps();
        observer_.text_ready(outcome_);
        if (const auto read = read_group(identity::dg_portrait); !read) return read;
        const ByteView file = files_.raw(identity::dg_portrait);
        if (file.empty()) return {};
        if (auto portrait = identity::parse_dg2(file)) {
            outcome_.record.portrait = std::move(*portrait);
        } else {
            decoded_[CheckName::record_consistency].note("dg2_unusable");
        }
        return {};
    }

    /// What is known before the chip is asked to prove itself.
    void begin_evidence() {
        if (!outcome_.evidence) return;
        identity::Evidence& evidence = *outcome_.evidence;
        evidence.read_at = outcome_.read_at;
        evidence.access_method = access_method(*session_);
        evidence.card_access = session_->card_access_file();
        evidence.card_security = copy(session_->card_security());
        if (const auto& listed = sod_file_.security_object) evidence.digest = listed->digest;
    }

    /// The files, and what was made of them. Nothing is read afterwards.
    void finish_evidence() {
        if (!outcome_.evidence) return;
        identity::Evidence& evidence = *outcome_.evidence;
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

    /// What is proved by what was read so far.
    void verify() {
        outcome_.verification = decoded_;
        const auto& state = outcome_.record.document.issuing_state;
        const auto& card_access = session_->card_access();
        const auto files = files_.views();
        identity::verify_document({.sod = sod_,
                                   .files = files,
                                   .issuing_state = state ? state->view() : std::string_view{},
                                   .card_access = card_access ? &*card_access : nullptr,
                                   .proofs = chip_->proofs()},
                                  outcome_.verification);
        outcome_.verdict = identity::verdict(outcome_.profile, outcome_.verification);
    }

    const ReadRequest& order_;
    const ReadEnvironment& environment_;
    const Clock& clock_;
    ReadObserver& observer_;
    StepLedger ledger_;
    std::unique_ptr<DocumentSession> session_ = {};
    bool portrait_follows_ = false;
    std::set<DataGroupNumber> announced_ = {};  // by EF.COM
    std::set<DataGroupNumber> signed_ = {};     // by EF.SOD
    identity::ParsedSod sod_file_ = {};
    DocumentFiles files_ = {};
    std::unique_ptr<ChipAuthenticity> chip_ = {};
    identity::SodReport sod_ = {};
    identity::Verification decoded_ = {};  // the checks that need no trust
    ReadOutcome outcome_ = {};
};

}  // namespace

Result<ReadOutcome> read_card(apdu::CardConnection& connection, const ReadRequest& order,
                              const ReadEnvironment& environment, Random& random, const Clock& clock,
                              ReadObserver& observer, const std::stop_token& stop) {
    const auto kind = kind_by_atr(connection.atr());
    if (kind == CardKind::cn_id_bare) return fail(ErrorCode::unsupported, 0, "sam_required");
    if (kind == CardKind::cn_id_sam) return read_sam_card(connection, order, environment, clock, observer, stop);
    return DocumentRead{order, environment, clock, observer}.run(connection, random, stop);
}

}  // namespace fivestar::daemon
