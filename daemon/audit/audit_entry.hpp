// SPDX-License-Identifier: Apache-2.0
// Audit entries of requests for personal data or for answers derived from it. No member holds a value of a record, a
// key, or text that a client chose: names are from the configuration, ids from the daemon, codes are literals, and
// fields are paths.
#pragma once

#include "daemon/policy/field_set.hpp"
#include "daemon/policy/grants.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace fivestar::daemon {

/// True if requests with this permission are audited: those that are answered from a record or a card's number,
/// and those that bring a key.
[[nodiscard]] bool is_audited(RouteName permission);

/// Facts that only the handler of a request knows. It sets each as soon as it is known, because the request may end
/// with a problem at any time.
struct AuditFacts {
    FieldSet fields = {};                 ///< that were requested; of an answer: that it may hold
    std::string reader = {};              ///< id of a reader that exists
    std::string card = {};                ///< id
    std::vector<std::string> reads = {};  ///< ids of reads that this client has
    std::string_view problem = {};        ///< of a stream: the code it ended with
    bool record_sent = false;             ///< of a stream: the record was sent before the end
    bool client_left = false;             ///< before the answer
};

enum class AuditOutcome : std::uint8_t {
    answered,
    answered_in_part,  ///< a stream that ended after its record, without its result
    refused,           ///< by the policy
    failed,
    abandoned,  ///< the client left before the answer
};
/// Returns `answered_in_part`.
[[nodiscard]] std::string_view to_string(AuditOutcome outcome);

struct AuditEntry {
    ClientId client;
    uid_t uid;  ///< of the peer, like what follows
    gid_t gid;
    pid_t pid;            ///< that connected
    std::string request;  ///< method and pattern of the route: `GET /v1/reads/{id}`
    AuditOutcome outcome;
    std::string_view problem = {};   ///< a code, a literal; empty where there is none
    std::string refused_field = {};  ///< the first path that was not granted
    AuditFacts facts = {};
    std::chrono::microseconds duration{0};  ///< from the complete request to its answer; of a stream, to its end
};

/// Receives one entry for each audited request, on the I/O thread, before the answer is sent; of a stream, after its
/// end.
using AuditLog = std::function<void(const AuditEntry& entry)>;

}  // namespace fivestar::daemon
