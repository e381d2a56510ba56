// SPDX-License-Identifier: Apache-2.0
// Renders the answer of a read in JSON (docs/API.md). A member that is not granted is absent; one that the card does
// not have is null.
#pragma once

#include "daemon/api/json_writer.hpp"
#include "daemon/reads/finished_read.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace fivestar::daemon {

enum class PortraitMember : std::uint8_t {
    shown,     ///< media type, size and href, if granted
    left_out,  ///< not read yet
};

/// Renders the answer of a read. `fields`: what may be shown now. `today`, in the configured time zone, is for members
/// that are derived from dates. `evidence` is shown unless it is null.
[[nodiscard]] Utf8Text read_json(const ReadLabel& label, const ReadOutcome& outcome, const FieldSet& fields,
                                 std::chrono::year_month_day today, PortraitMember portrait = PortraitMember::shown,
                                 const SealedEvidence* evidence = nullptr);

/// Renders the answer of a finished read, with its evidence. The evidence was rendered for the fields of the read; it
/// is left out if fewer fields may be shown now.
[[nodiscard]] Utf8Text finished_json(const FinishedRead& read, const FieldSet& fields,
                                     std::chrono::year_month_day today);

/// Renders a number that was not read from a card: the members of the record's `number`, and `number_masked` of its
/// normalised `text`.
[[nodiscard]] Utf8Text number_json(std::string_view text, const identity::CardNumber& number);

// Parts of the answer, for those who arrange it otherwise.

/// Writes the members in front of the record: `id` to `profile`.
void write_label_members(JsonWriter& json, const ReadLabel& label, const ReadOutcome& outcome);
/// Writes the members behind the record: `verification` if it is in `fields`, `steps`, `timing`.
void write_outcome_members(JsonWriter& json, const ReadOutcome& outcome, const FieldSet& fields);
/// Writes the value of `record`.
void write_record(JsonWriter& json, const identity::IdentityRecord& record, std::string_view read_id,
                  const FieldSet& fields, std::chrono::year_month_day today, PortraitMember portrait);
/// Writes the member `portrait`, null without one.
void write_portrait_member(JsonWriter& json, const std::optional<identity::Portrait>& portrait,
                           std::string_view read_id);
/// Writes the members of `verification`.
void write_verification_members(JsonWriter& json, const identity::Verification& verification,
                                identity::Verdict verdict);
/// Writes `{code, zh, en}`.
void write_json(JsonWriter& json, const identity::CodedValue& coded);

}  // namespace fivestar::daemon
