// SPDX-License-Identifier: Apache-2.0
#include "daemon/reading/chip_authenticity.hpp"

#include "apdu/chip_authentication.hpp"
#include "apdu/internal_authenticate.hpp"
#include "identity/lds/chip_keys.hpp"
#include "identity/verification/active_authentication.hpp"
#include "identity/verification/card_security.hpp"

#include <algorithm>

namespace fivestar::daemon {
namespace {

using identity::ChipProof;

constexpr std::string_view by_pace = "pace-cam";
constexpr std::string_view by_chip = "chip";
constexpr std::string_view by_active = "active";

bool announces_mapping(const AccessFacts& access) {
    const auto& card_access = access.card_access;
    return identity::announces_chip_authentication_mapping(card_access ? &*card_access : nullptr);
}

/// The key with this number; where there is but one, and it has none, that one.
const crypto::ChipAuthenticationKey* key_with(const crypto::SecurityInfos& infos, std::uint32_t id) {
    const auto& keys = infos.chip_authentication_keys;
    const auto found = std::ranges::find(keys, id, &crypto::ChipAuthenticationKey::key_id);
    if (found != keys.end()) return &*found;
    return keys.size() == 1 && !keys[0].key_id ? &keys[0] : nullptr;
}

/// The expected answer to INTERNAL AUTHENTICATE. The orders of all known curves are as long as their fields, but for
/// the bits.
apdu::ExpectedSignature expected_signature(const crypto::PublicKey& key, const DocumentSession& session) {
    const std::size_t octets = (key.bits() + 7) / 8;
    const bool rsa = key.kind() == crypto::KeyKind::rsa;
    return {.octets = rsa ? octets : 2 * octets,
            .exact = rsa,
            .room = session.sizes().short_block(),
            .extended_length = session.sizes().extended_length()};
}

}  // namespace

Result<void> ChipAuthenticity::prove() {
    pace_chip_authentication_mapping();
    if (!files_.raw(identity::dg_chip_authentication).empty()) {
        if (const auto done = chip_authentication(); !done) return done;
    }
    if (!files_.raw(identity::dg_active_authentication).empty()) return active_authentication();
    return {};
}

bool ChipAuthenticity::proved() const {
    return std::ranges::any_of(proofs_, [](const ChipProof& proof) { return proof.result.outcome == Outcome::passed; });
}

void ChipAuthenticity::pace_chip_authentication_mapping() {
    if (!announces_mapping(access_)) return;
    CheckResult result = CheckResult::of(Reason::pace_cam_not_tried);
    if (const auto& data = access_.chip_authentication_data) {
        if (evidence_ != nullptr) evidence_->mapping.emplace(data->key_id, data->mapping_key, copy(data->data));
        const auto card_security = identity::verify_card_security(access_.card_security, *environment_.trust, now_,
                                                                  environment_.algorithm_policy);
        if (!card_security) {
            const bool forged = card_security.error() == Reason::card_security_forged;
            result = {forged ? Outcome::failed : Outcome::not_performed, card_security.error()};
        } else {
            const auto* key = key_with(*card_security, data->key_id);
            const bool verified =
                key != nullptr &&
                apdu::verify_chip_authentication_data(*data, key->subject_public_key_info).value_or(false);
            result = verified ? CheckResult::passed() : CheckResult::of(Reason::pace_cam_failed);
            // The key may be in the entry that could not be read.
            if (key == nullptr && card_security->has_malformed_chip_authentication) {
                result = CheckResult::of(Reason::card_security_malformed);
            }
        }
    }
    proofs_.push_back({by_pace, result});
}

Result<void> ChipAuthenticity::chip_authentication() {
    const auto choice = dg14_ ? apdu::choose_chip_authentication(*dg14_)
                              : Result<apdu::ChipAuthenticationChoice>{std::unexpected{dg14_.error()}};
    const bool offers_none = !choice && choice.error().code == ErrorCode::file_not_found;
    if (offers_none && !dg14_->has_malformed_chip_authentication) return {};
    CheckResult result = CheckResult::of(Reason::chip_authentication_not_tried);
    if (!choice) {
        result.reason = Reason::chip_authentication_unsupported;
    } else if (!proved()) {
        if (evidence_ != nullptr) evidence_->chip_authentication = choice->protocol;
        const auto keys = ledger_.run("chip_authentication", [&]() -> Result<apdu::SessionKeys> {
            const auto channel = session_.channel();
            if (!channel) return std::unexpected{channel.error()};
            return apdu::authenticate_chip(**channel, *choice, random_);
        });
        if (keys) {
            const auto restarted =
                ledger_.run("chip_authentication_proof", [&] { return session_.restart_secure_messaging(*keys); });
            if (!restarted && !is_from_chip(restarted.error().code)) return restarted;
            result = restarted ? CheckResult::passed() : CheckResult::of(Reason::chip_authentication_failed);
        } else {
            if (!is_from_chip(keys.error().code)) return std::unexpected{keys.error()};
            result.reason = Reason::chip_authentication_refused;
        }
    }
    proofs_.push_back({by_chip, result, identity::dg_chip_authentication});
    return {};
}

Result<void> ChipAuthenticity::active_authentication() {
    CheckResult result = CheckResult::of(Reason::active_authentication_not_tried);
    const auto key = identity::parse_dg15(files_.raw(identity::dg_active_authentication));
    if (!key) {
        result.reason = Reason::active_authentication_unsupported;
    } else if (!proved() || evidence_ != nullptr) {
        const apdu::ActiveAuthenticationChallenge challenge = new_challenge();
        const auto signature = ledger_.run("active_authentication", [&]() -> Result<Bytes> {
            const auto channel = session_.channel();
            if (!channel) return std::unexpected{channel.error()};
            return apdu::internal_authenticate(**channel, challenge, expected_signature(*key, session_));
        });
        if (!signature) {
            if (!is_from_chip(signature.error().code)) return std::unexpected{signature.error()};
            const bool cut_off = signature.error().code == ErrorCode::no_progress;
            result.reason = cut_off ? Reason::active_authentication_incomplete : Reason::active_authentication_refused;
        } else {
            if (evidence_ != nullptr && evidence_->active_authentication) {
                evidence_->active_authentication->signature = *signature;
            }
            const auto announced = dg14_ ? dg14_->active_authentication_digest : std::nullopt;
            const bool good =
                identity::verify_active_authentication(*key, announced, challenge, *signature).has_value();
            result = good ? CheckResult::passed() : CheckResult::of(Reason::active_authentication_failed);
        }
    }
    proofs_.push_back({by_active, result, identity::dg_active_authentication});
    return {};
}

identity::Challenge ChipAuthenticity::new_challenge() {
    identity::Challenge challenge{};
    if (evidence_ == nullptr) {
        random_.fill(challenge);
        return challenge;
    }
    identity::ChallengeNonce nonce{};
    random_.fill(nonce);
    challenge = identity::derived_challenge(*evidence_, nonce);
    evidence_->active_authentication.emplace(nonce, challenge);
    return challenge;
}

}  // namespace fivestar::daemon
