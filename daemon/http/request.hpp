// A request as handlers see it: parsed, within limits, and its caller known.
#pragma once

#include "crypto/base/zeroized.hpp"
#include "daemon/audit/audit_entry.hpp"
#include "daemon/http/client_link.hpp"
#include "daemon/http/language.hpp"
#include "daemon/policy/policy.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

/// HEAD is served as GET without the body. `other` is any token no route knows.
enum class Method : std::uint8_t { get, post, delete_, other };

/// `GET`; empty for `other`.
[[nodiscard]] std::string_view to_string(Method method);

/// A name and its value: a header, a member of the query, a part of the path.
struct NamedText {
    std::string name;
    std::string value;
};

/// What the octets of a request say, before anybody asks whose it is. Names and values are within the server's limits.
struct RequestMessage {
    Method method = Method::other;
    std::string path = {};              ///< percent-encoded, as sent, without the query
    std::vector<NamedText> query = {};  ///< decoded, in the order sent
    std::vector<NamedText> headers = {};
    SecretText body = {};  ///< may hold access keys

    /// The first header of that name, in any case; nothing if there is none.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
    /// The first member of the query of that name.
    [[nodiscard]] std::optional<std::string_view> query_value(std::string_view name) const;
};

/// Lives until its answer is written, streams included; a handler may keep references to it that long.
struct Request {
    const Caller& caller;
    ClientLink& link;
    RequestMessage message = {};
    std::vector<NamedText> parameters = {};  ///< of the path pattern, decoded
    AuditFacts audit = {};                   ///< what the handler knows for the audit log

    /// The value of `{name}` in the route's pattern. The name must be one of the pattern's.
    [[nodiscard]] std::string_view parameter(std::string_view name) const;
    [[nodiscard]] const Grants& grants() const { return *caller.grants; }
    /// Of what is said to the person behind the client.
    [[nodiscard]] Language language() const { return preferred_language(message.header("Accept-Language")); }
};

}  // namespace fivestar::daemon
