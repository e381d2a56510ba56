// SPDX-License-Identifier: Apache-2.0
// Causes that prevent reading cards on this machine, and their remedies.
#pragma once

#include "crypto/base/phrase.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

namespace fivestar::diagnosis {

enum class Cause : std::uint8_t {
    daemon_not_running,
    socket_refuses,
    no_grant,
    diagnosis_not_granted,
    configuration_refused,
    no_client_configured,
    pcscd_not_running,
    pcscd_denied,
    private_users,
    processes_hidden,
    no_reader,
    trust_loading,
    trust_unreadable,
    trust_files_skipped,
    trust_empty,
    trust_stale,
    no_revocation_lists,
    clock_wrong,
    pseudonym_key_unusable,
    portrait_plugin_unusable,
    memory_not_locked,
    reader_held,
    reader_not_permitted,
    serial_port_missing,
    serial_port_refused,
    serial_port_held,
    reader_without_extended_length,
    sam_not_authorised,
    pcscd_open,
    pcscd_logs_exchanges,
    scanner_configuration,
    scanner_missing,
    scanner_refused,
    scanner_held,
    browser_policy,
    browser_host_missing,
    browser_host_group,
    browser_not_granted,
    browser_manifest_missing,
    browser_extension_missing,
    browser_confined,
    localhost_unused,
};
inline constexpr std::size_t cause_count = 42;

/// `error`: cards are not read, not visible or not trusted. `warning`: reading works with limitations.
enum class Severity : std::uint8_t { error, warning };

/// Constants. The code is stable, for example `pcscd_not_running`.
struct Explanation {
    std::string_view code;
    Severity severity;
    Phrase title;
    Phrase remedy;
};

[[nodiscard]] const Explanation& explanation_of(Cause cause);

struct Finding {
    Cause cause;
    std::string detail = {};  ///< a path, a date or another fact of this machine; never personal data
};

struct Diagnosis {
    std::vector<Finding> findings = {};
    std::vector<Cause> not_examined = {};  ///< causes that the examining process cannot see
};

/// `{code, severity, title, remedy}`, and `detail` unless empty.
[[nodiscard]] boost::json::object to_json(const Finding& finding, Language language);

/// The codes of `causes` in the same order.
[[nodiscard]] boost::json::array codes_of(const std::vector<Cause>& causes);

}  // namespace fivestar::diagnosis
