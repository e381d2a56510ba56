// What the audit log keeps of one request that gave or refused personal data, or an answer derived from it. No member
// holds a value of a record, a key, or text of a client's own: names are the configuration's, ids the daemon's, codes
// literals, and fields are paths of the schema.
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

/// Whether requests that need this permission are audited: those that are answered out of a record, or out of a number
/// of somebody's card.
[[nodiscard]] bool is_audited(RouteName permission);

/// What only the handler of a request can tell. It tells what it knows as soon as it knows it, since it may end with a
/// problem at any moment.
struct AuditFacts {
    FieldSet fields = {};                 ///< what was asked for; of an answer: what it may hold
    std::string reader = {};              ///< id of a reader that exists
    std::string card = {};                ///< id
    std::vector<std::string> reads = {};  ///< ids of reads that this client has
    std::string_view problem = {};        ///< of a stream: the code it ended with
    bool record_sent = false;             ///< of a stream: all but the portrait was on its way before the end
    bool client_left = false;             ///< before there was an answer
};

enum class AuditOutcome : std::uint8_t {
    answered,
    answered_in_part,  ///< a stream that ended after its record, without its result
    refused,           ///< by the policy
    failed,
    abandoned,  ///< the client left before there was an answer
};
/// `answered_in_part`
[[nodiscard]] std::string_view to_string(AuditOutcome outcome);

struct AuditEntry {
    ClientId client;
    uid_t uid;  ///< of the peer, like what follows
    gid_t gid;
    pid_t pid;            ///< that connected
    std::string request;  ///< method and pattern of the route: `GET /v1/reads/{id}`
    AuditOutcome outcome;
    std::string_view problem = {};   ///< a code, a literal; empty where there is none
    std::string refused_field = {};  ///< the first path that was not granted, if that was why
    AuditFacts facts = {};
    std::chrono::microseconds duration{0};  ///< from the whole request to its answer; of a stream, to its end
};

/// Takes one entry for each audited request, on the I/O thread, before its answer leaves; of a stream, when it has
/// ended.
using AuditLog = std::function<void(const AuditEntry& entry)>;

}  // namespace fivestar::daemon
