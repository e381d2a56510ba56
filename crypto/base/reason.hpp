// SPDX-License-Identifier: Apache-2.0
// `Reason` names what a check, a comparison or a loader found. Reasons are compared as enumerators; their names appear
// only where JSON, logs and the command line are written.
#pragma once

#include "crypto/base/error.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace fivestar {

/// The effect of a reason on the check that states it. docs/TRUST.md has the same table.
enum class ReasonClass : std::uint8_t {
    disproved,  ///< a cryptographic statement is false, or a rule that protects it is broken: the check failed
    not_shown,  ///< something that the statement needs is missing or cannot be read: not performed
    remarked,   ///< odd, and proves nothing: a finding
    other,      ///< of no check: a comparison's, or a loader's
};

// The one list of reasons, each with its class. A name is spelled as programs see it (docs/API.md), so none may be
// changed.
// clang-format off
#define FIVESTAR_REASONS(reason)                                                                                      \
    /* Octets and files. */                                                                                           \
    reason(malformed, not_shown) reason(trailing_bytes, other) reason(limit_exceeded, other)                          \
    reason(unsupported, other) reason(io_failure, other) reason(not_a_file, other) reason(not_permitted, other)       \
    /* Signatures and their algorithms. */                                                                            \
    reason(signature_mismatch, disproved) reason(message_digest_mismatch, disproved)                                  \
    reason(content_type_mismatch, disproved) reason(no_signed_attributes, not_shown)                                  \
    reason(signer_certificate_missing, not_shown) reason(unsupported_algorithm, not_shown)                            \
    reason(unsupported_key, not_shown) reason(sha1, remarked) reason(rsa_key_too_short, remarked)                     \
    reason(ec_key_too_short, remarked) reason(sm2_empty_id, remarked) reason(explicit_curve_parameters, remarked)     \
    reason(legacy_content_type, remarked) reason(refused_by_policy, not_shown) reason(signed_data_version, remarked)  \
    reason(signed_data_malformed, remarked) reason(signer_info_malformed, not_shown)                                  \
    reason(signed_attribute_malformed, remarked) reason(signing_time_malformed, remarked)                             \
    reason(signer_certificate_unreadable, not_shown) reason(certificate_unreadable, remarked)                         \
    reason(signed_attributes_incomplete, disproved) reason(signed_attributes_unreadable, not_shown)                   \
    /* Certificates, chains and revocation lists. */                                                                  \
    reason(issuer_unknown, not_shown) reason(broken, disproved) reason(signer_is_ca, disproved)                       \
    reason(signer_key_usage, disproved) reason(critical_extension, disproved) reason(country_mismatch, disproved)     \
    reason(country_unknown, not_shown) reason(signer_expired, disproved) reason(signer_not_yet_valid, disproved)      \
    reason(intermediate_expired, disproved) reason(intermediate_not_yet_valid, disproved)                             \
    reason(anchor_expired, disproved) reason(anchor_not_yet_valid, disproved) reason(no_signing_time, not_shown)      \
    reason(revoked, disproved) reason(no_crl, not_shown) reason(crl_stale, not_shown)                                 \
    reason(crl_not_yet_valid, not_shown) reason(chain_not_verified, not_shown) reason(not_a_ca, other)                \
    reason(not_a_master_list, other) reason(signer_unknown, other) reason(certificate_part_malformed, remarked)       \
    reason(certificate_usage_malformed, not_shown) reason(certificate_validity_malformed, not_shown)                  \
    /* EF.SOD and the hashes of data groups. */                                                                       \
    reason(no_security_object, not_shown) reason(no_data_group_read, not_shown) reason(hash_mismatch, disproved)      \
    reason(unlisted_data_group, disproved) reason(unlisted_group_announced, remarked)                                 \
    reason(listed_group_missing, disproved) reason(listed_group_refused, remarked)                                    \
    reason(listed_group_unreadable, remarked) reason(dg1_not_read, not_shown) reason(dg2_not_read, not_shown)         \
    reason(dg11_not_read, not_shown) reason(dg12_not_read, not_shown) reason(dg13_not_read, not_shown)                \
    reason(dg14_not_read, not_shown) reason(dg15_not_read, not_shown) reason(other_group_not_read, not_shown)         \
    reason(security_object_unreadable, not_shown) reason(security_object_version, remarked)                           \
    reason(security_object_trailing_bytes, remarked) reason(security_object_malformed, remarked)                      \
    reason(hash_entry_malformed, remarked) reason(hash_unreadable, not_shown)                                         \
    /* Access to the chip. */                                                                                         \
    reason(no_access_control, not_shown) reason(pace_failed, remarked) reason(pace_unsupported, remarked)             \
    reason(pace_not_used, remarked) reason(card_access_mismatch, disproved)                                           \
    reason(card_access_unconfirmed, remarked)                                                                         \
    /* The chip's proofs. */                                                                                          \
    reason(not_offered, not_shown) reason(not_attempted, not_shown) reason(chip_key_not_verified, not_shown)          \
    reason(pace_cam_not_tried, not_shown) reason(pace_cam_failed, disproved)                                          \
    reason(card_security_missing, not_shown) reason(card_security_malformed, not_shown)                               \
    reason(card_security_forged, disproved) reason(card_security_not_verified, not_shown)                             \
    reason(chip_authentication_not_tried, not_shown) reason(chip_authentication_unsupported, not_shown)               \
    reason(chip_authentication_refused, not_shown) reason(chip_authentication_failed, disproved)                      \
    reason(active_authentication_not_tried, not_shown) reason(active_authentication_unsupported, not_shown)           \
    reason(active_authentication_refused, not_shown) reason(active_authentication_incomplete, not_shown)              \
    reason(active_authentication_failed, disproved) reason(sam_reader_not_trusted, not_shown)                         \
    reason(not_on_this_card, not_shown) reason(card_access_entry_malformed, remarked)                                 \
    reason(dg14_malformed, remarked) reason(dg14_entry_malformed, remarked) reason(dg15_trailing_bytes, remarked)     \
    /* Decoded files. */                                                                                              \
    reason(dg1_malformed, remarked) reason(dg2_malformed, remarked) reason(dg2_unusable, remarked)                    \
    reason(dg11_malformed, remarked) reason(dg12_malformed, remarked) reason(dg13_malformed, remarked)                \
    reason(listed_element_missing, remarked) reason(unlisted_element, remarked) reason(wrong_count, remarked)         \
    reason(tag_list_missing, remarked) reason(element_malformed, remarked) reason(empty_element, remarked)            \
    reason(repeated_element, remarked) reason(short_date, remarked) reason(ef_com_malformed, remarked)                \
    reason(dg1_element_malformed, remarked) reason(dg2_element_malformed, remarked)                                   \
    reason(face_record_length, remarked) reason(dg13_element_malformed, remarked)                                     \
    reason(portrait_malformed, remarked) reason(portrait_plugin_refused, remarked)                                    \
    reason(portrait_plugin_timeout, remarked) reason(portrait_plugin_failed, remarked)                                \
    reason(appended_addresses_unreadable, remarked) reason(appended_addresses_malformed, remarked)                    \
    reason(appended_addresses_invalid_character, remarked) reason(text_malformed, remarked)                           \
    reason(text_unknown_kind, remarked) reason(text_invalid_character, remarked) reason(text_sex, remarked)           \
    reason(text_birth_date, remarked) reason(text_valid_from, remarked) reason(text_valid_until, remarked)            \
    reason(text_ethnicity, remarked) reason(text_nationality, remarked) reason(text_association, remarked)            \
    /* Faults of a machine-readable zone. */                                                                          \
    reason(no_mrz, not_shown) reason(document_number_check_digit, disproved)                                          \
    reason(birth_date_check_digit, disproved) reason(expiry_date_check_digit, disproved)                              \
    reason(optional_data_check_digit, disproved) reason(composite_check_digit, disproved)                             \
    reason(issue_count_check_digit, disproved) reason(personal_number_check_digit, disproved)                         \
    reason(mrz_document_code, remarked) reason(mrz_issuing_state, remarked) reason(mrz_nationality, remarked)         \
    reason(mrz_names, remarked) reason(mrz_sex, remarked) reason(mrz_birth_date, remarked)                            \
    reason(mrz_expiry_date, remarked) reason(mrz_character, remarked) reason(mrz_chinese_name, remarked)              \
    reason(check_digit_rule_unknown, remarked)                                                                        \
    /* Faults of a number issued in China. */                                                                         \
    reason(no_card_number, not_shown) reason(length, disproved) reason(character, disproved) reason(kind, disproved)  \
    reason(province, disproved) reason(nationality, disproved) reason(birth_date, disproved)                          \
    reason(check_digit, disproved)                                                                                    \
    /* Contradictions between parts of a document. */                                                                 \
    reason(nothing_to_compare, not_shown) reason(dg1_dg11_names, disproved) reason(dg1_dg11_birth_date, disproved)    \
    reason(dg1_dg12_issue_date, disproved) reason(dg1_dg13_names, disproved) reason(dg1_dg13_birth_date, disproved)   \
    reason(dg1_dg13_sex, disproved) reason(dg1_dg13_nationality, disproved) reason(dg1_dg13_number, disproved)        \
    reason(dg1_dg13_expiry_date, disproved) reason(dg11_dg13_names, disproved)                                        \
    reason(dg11_dg13_birth_date, disproved) reason(dg12_dg13_issue_date, disproved) reason(text_validity, disproved)  \
    reason(text_issue_before_birth, disproved) reason(number_kind, disproved) reason(number_birth_date, disproved)    \
    reason(number_sex, disproved) reason(number_nationality, remarked)                                                \
    /* Evidence. */                                                                                                   \
    reason(not_transferable, not_shown) reason(file_withheld, remarked) reason(group_state_mismatch, disproved)       \
    reason(digest_mismatch, disproved) reason(challenge_not_derived, disproved)                                       \
    reason(signer_certificate_mismatch, disproved) reason(anchor_mismatch, disproved)                                 \
    reason(profile_mismatch, disproved) reason(data_groups_mismatch, disproved) reason(verdict_mismatch, disproved)   \
    reason(anchor_unknown, not_shown)                                                                                 \
    /* Comparisons of two records. */                                                                                 \
    reason(transliterated, other) reason(other_order, other) reason(other_division, other) reason(truncated, other)   \
    reason(abbreviated, other) reason(previous_number, other) reason(long_term, other)                                \
    reason(nationality_changed, other) reason(not_valid, other) reason(expired, other) reason(not_yet_valid, other)   \
    reason(no_value, other) reason(not_read, other) reason(different_scripts, other) reason(unknown_letter, other)    \
    reason(too_long, other) reason(incomplete, other) reason(century_unknown, other) reason(unspecified, other)       \
    reason(different_documents, other)
// clang-format on

#define FIVESTAR_REASON(name, reason_class) name,
enum class Reason : std::uint8_t { none, FIVESTAR_REASONS(FIVESTAR_REASON) };
#undef FIVESTAR_REASON

/// Returns the class of a reason; `other` for `none`.
[[nodiscard]] ReasonClass class_of(Reason reason);

/// Every reason but `none`, in the order of the list.
[[nodiscard]] std::span<const Reason> all_reasons();

/// Returns the name of a reason, `issuer_unknown`; an empty text for `none`.
[[nodiscard]] std::string_view to_string(Reason reason);

/// Returns the reason with this name; nullopt for any other text, an empty one included.
[[nodiscard]] std::optional<Reason> reason_by_name(std::string_view name);

/// Returns the reason for an error of a parser or of a file: the reason with the same name, else `malformed`.
[[nodiscard]] Reason reason_of(ErrorCode code);

/// Appends a finding unless it is there already.
void add_finding(std::vector<Reason>& findings, Reason what);

}  // namespace fivestar
