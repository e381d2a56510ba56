// SPDX-License-Identifier: Apache-2.0
// `Reason` names what a check, a comparison or a loader found. Reasons are compared as enumerators; their names appear
// only where JSON, logs and the command line are written.
#pragma once

#include "crypto/base/error.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace fivestar {

// The one list of reasons. Each is spelled as programs see it (docs/API.md), so no name may be changed.
// clang-format off
#define FIVESTAR_REASONS(reason)                                                                                      \
    /* Octets and files. */                                                                                           \
    reason(malformed) reason(trailing_bytes) reason(limit_exceeded) reason(unsupported) reason(io_failure)            \
    reason(not_a_file)                                                                                                \
    /* Signatures and their algorithms. */                                                                            \
    reason(signature_mismatch) reason(message_digest_mismatch) reason(content_type_mismatch)                          \
    reason(no_signed_attributes) reason(signer_certificate_missing) reason(unsupported_algorithm)                     \
    reason(unsupported_key) reason(sha1) reason(rsa_key_too_short) reason(ec_key_too_short) reason(sm2_empty_id)      \
    reason(explicit_curve_parameters) reason(legacy_content_type) reason(refused_by_policy)                           \
    reason(signed_data_version) reason(signed_data_malformed) reason(signer_info_malformed)                           \
    reason(signed_attribute_malformed) reason(signing_time_malformed) reason(signer_certificate_unreadable)           \
    reason(certificate_unreadable)                                                                                    \
    /* Certificates, chains and revocation lists. */                                                                  \
    reason(issuer_unknown) reason(broken) reason(signer_is_ca) reason(signer_key_usage) reason(critical_extension)    \
    reason(country_mismatch) reason(country_unknown) reason(signer_expired) reason(signer_not_yet_valid)              \
    reason(intermediate_expired) reason(intermediate_not_yet_valid) reason(anchor_expired)                            \
    reason(anchor_not_yet_valid) reason(no_signing_time) reason(revoked) reason(no_crl) reason(crl_stale)             \
    reason(crl_not_yet_valid) reason(chain_not_verified) reason(not_a_ca) reason(not_a_master_list)                   \
    reason(signer_unknown) reason(certificate_part_malformed)      reason(certificate_usage_malformed)                \
    reason(certificate_validity_malformed)                                                                            \
    /* EF.SOD and the hashes of data groups. */                                                                       \
    reason(no_security_object) reason(no_data_group_read) reason(hash_mismatch) reason(unlisted_data_group)           \
    reason(unlisted_group_announced) reason(listed_group_missing) reason(listed_group_refused)                        \
    reason(listed_group_unreadable) reason(dg1_not_read) reason(dg2_not_read) reason(dg11_not_read)                   \
    reason(dg12_not_read) reason(dg13_not_read) reason(dg14_not_read) reason(dg15_not_read)                           \
    reason(other_group_not_read) reason(security_object_unreadable) reason(security_object_version)                   \
    reason(security_object_trailing_bytes) reason(security_object_malformed) reason(hash_entry_malformed)             \
    /* Access to the chip. */                                                                                         \
    reason(no_access_control) reason(pace_failed) reason(pace_unsupported) reason(pace_not_used)                      \
    reason(card_access_mismatch) reason(card_access_unconfirmed)                                                      \
    /* The chip's proofs. */                                                                                          \
    reason(not_offered) reason(not_attempted) reason(chip_key_not_verified) reason(pace_cam_not_tried)                \
    reason(pace_cam_failed) reason(card_security_missing) reason(card_security_malformed)                             \
    reason(card_security_forged) reason(card_security_not_verified) reason(chip_authentication_not_tried)             \
    reason(chip_authentication_unsupported) reason(chip_authentication_refused) reason(chip_authentication_failed)    \
    reason(active_authentication_not_tried) reason(active_authentication_unsupported)                                 \
    reason(active_authentication_refused) reason(active_authentication_incomplete)                                    \
    reason(active_authentication_failed) reason(sam_reader_not_trusted) reason(not_on_this_card)                      \
    reason(card_access_entry_malformed) reason(dg14_malformed) reason(dg14_entry_malformed)                           \
    reason(dg15_trailing_bytes)                                                                                       \
    /* Decoded files. */                                                                                              \
    reason(dg1_malformed) reason(dg2_malformed) reason(dg2_unusable) reason(dg11_malformed) reason(dg12_malformed)    \
    reason(dg13_malformed) reason(listed_element_missing) reason(unlisted_element) reason(wrong_count)                \
    reason(tag_list_missing) reason(element_malformed) reason(empty_element) reason(repeated_element) reason(short_date)                       \
    reason(ef_com_malformed) reason(dg1_element_malformed) reason(dg2_element_malformed) reason(face_record_length)   \
    reason(dg13_element_malformed)                                                                                    \
    reason(portrait_malformed) reason(portrait_plugin_refused) reason(portrait_plugin_timeout)                        \
    reason(portrait_plugin_failed) reason(appended_addresses_unreadable) reason(appended_addresses_malformed)         \
    reason(appended_addresses_invalid_character) reason(text_malformed) reason(text_unknown_kind)                     \
    reason(text_invalid_character) reason(text_sex) reason(text_birth_date) reason(text_valid_from)                   \
    reason(text_valid_until) reason(text_ethnicity) reason(text_nationality) reason(text_association)                 \
    /* Faults of a machine-readable zone. */                                                                          \
    reason(no_mrz) reason(document_number_check_digit) reason(birth_date_check_digit)                                 \
    reason(expiry_date_check_digit) reason(optional_data_check_digit) reason(composite_check_digit)                   \
    reason(mrz_document_code) reason(mrz_issuing_state) reason(mrz_nationality) reason(mrz_names) reason(mrz_sex)     \
    reason(mrz_birth_date) reason(mrz_expiry_date) reason(mrz_character)                                                                    \
    /* Faults of a number issued in China. */                                                                         \
    reason(no_card_number) reason(length) reason(character) reason(kind) reason(province) reason(nationality)         \
    reason(birth_date) reason(check_digit)                                                                            \
    /* Contradictions between parts of a document. */                                                                 \
    reason(nothing_to_compare) reason(dg1_dg11_names) reason(dg1_dg11_birth_date) reason(dg1_dg12_issue_date)         \
    reason(dg1_dg13_names) reason(dg1_dg13_birth_date) reason(dg1_dg13_sex) reason(dg1_dg13_nationality)              \
    reason(dg1_dg13_number) reason(dg1_dg13_expiry_date) reason(dg11_dg13_names) reason(dg11_dg13_birth_date)         \
    reason(dg12_dg13_issue_date) reason(text_validity) reason(text_issue_before_birth) reason(number_kind)            \
    reason(number_birth_date) reason(number_sex) reason(number_nationality)                                           \
    /* Evidence. */                                                                                                   \
    reason(not_transferable) reason(file_withheld) reason(group_state_mismatch) reason(digest_mismatch)               \
    reason(challenge_not_derived) reason(signer_certificate_mismatch) reason(anchor_mismatch)                         \
    reason(profile_mismatch) reason(data_groups_mismatch) reason(verdict_mismatch) reason(anchor_unknown)             \
    /* Comparisons of two records. */                                                                                 \
    reason(transliterated) reason(other_order) reason(other_division) reason(truncated) reason(abbreviated)           \
    reason(previous_number) reason(long_term) reason(nationality_changed) reason(not_valid) reason(expired)           \
    reason(not_yet_valid) reason(no_value) reason(not_read) reason(different_scripts) reason(unknown_letter)          \
    reason(too_long) reason(incomplete) reason(century_unknown) reason(unspecified) reason(different_documents)
// clang-format on

#define FIVESTAR_REASON(name) name,
enum class Reason : std::uint8_t { none, FIVESTAR_REASONS(FIVESTAR_REASON) };
#undef FIVESTAR_REASON

/// Returns the name of a reason, `issuer_unknown`; an empty text for `none`.
[[nodiscard]] std::string_view to_string(Reason reason);

/// Returns the reason with this name; nullopt for any other text, an empty one included.
[[nodiscard]] std::optional<Reason> reason_by_name(std::string_view name);

/// Returns the reason for an error of a parser or of a file: the reason with the same name, else `malformed`.
[[nodiscard]] Reason reason_of(ErrorCode code);

}  // namespace fivestar
