// SPDX-License-Identifier: Apache-2.0
// Renders the answer of a read in JSON (docs/API.md). A member that is not granted is absent; one that the card does
// not have is null. All of it is made in zeroizing memory.
#pragma once

#include "daemon/api/zeroizing_resource.hpp"
#include "daemon/reads/finished_read.hpp"

#include <chrono>
#include <string_view>

#include <boost/json/object.hpp>

namespace fivestar::daemon {

enum class PortraitMember : std::uint8_t {
    shown,     ///< media type, size and href, if granted
    left_out,  ///< not read yet
};

/// Renders the answer of a read. `fields`: what may be shown now. `today`, in the configured time zone, is for members
/// that are derived from dates. All members are made in `storage`, here and below.
[[nodiscard]] boost::json::object read_json(const ReadLabel& label, const ReadOutcome& outcome, const FieldSet& fields,
                                            std::chrono::year_month_day today,
                                            PortraitMember portrait = PortraitMember::shown,
                                            const boost::json::storage_ptr& storage = zeroizing_storage());

/// Renders the answer of a finished read, with its evidence. The evidence was rendered for the fields of the read; it
/// is left out if fewer fields may be shown now.
[[nodiscard]] boost::json::object finished_json(const FinishedRead& read, const FieldSet& fields,
                                                std::chrono::year_month_day today,
                                                const boost::json::storage_ptr& storage = zeroizing_storage());

/// Renders the object `record` alone.
[[nodiscard]] boost::json::object record_json(const identity::IdentityRecord& record, std::string_view read_id,
                                              const FieldSet& fields, std::chrono::year_month_day today,
                                              PortraitMember portrait = PortraitMember::shown,
                                              const boost::json::storage_ptr& storage = zeroizing_storage());

/// Renders the answer of a read with `content`, as the member `name`, in the place of the record.
[[nodiscard]] boost::json::object answer_json(const ReadLabel& label, const ReadOutcome& outcome,
                                              const FieldSet& fields, std::string_view name,
                                              boost::json::object content);

/// Renders a number that was not read from a card: the members of the record's `number`, and `number_masked` of its
/// normalised `text`.
[[nodiscard]] boost::json::object number_json(std::string_view text, const identity::CardNumber& number);

/// Renders the object `verification`.
[[nodiscard]] boost::json::object verification_json(const identity::Verification& verification,
                                                    identity::Verdict verdict,
                                                    const boost::json::storage_ptr& storage = zeroizing_storage());

}  // namespace fivestar::daemon
