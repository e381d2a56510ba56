// SPDX-License-Identifier: Apache-2.0
// A request as handlers receive it: parsed, within limits, and with its caller.
#pragma once

#include "crypto/base/zeroized.hpp"
#include "daemon/audit/audit_entry.hpp"
#include "daemon/http/client_link.hpp"
#include "daemon/http/content_negotiation.hpp"
#include "daemon/policy/policy.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

/// HEAD is served as GET without the body. `other` is any method that no route has.
enum class Method : std::uint8_t { get, post, put, delete_, other };

/// Returns `GET`; empty for `other`.
[[nodiscard]] std::string_view to_string(Method method);

/// A name and its value: a header, a member of the query, a parameter of the path.
struct NamedText {
    std::string name;
    std::string value;
};

/// The parsed octets of a request. Names and values are within the server's limits.
struct RequestMessage {
    Method method = Method::other;
    std::string path = {};              ///< percent-encoded, as sent, without the query
    std::vector<NamedText> query = {};  ///< decoded, in the order sent
    std::vector<NamedText> headers = {};
    SecretText body = {};  ///< may hold access keys

    /// Returns the first header of that name, in any case; nothing if there is none.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
    /// Returns the first member of the query of that name; nothing if there is none.
    [[nodiscard]] std::optional<std::string_view> query_value(std::string_view name) const;
};

/// Lives until its response is written, streams included. A handler may keep references to it until then.
struct Request {
    const Caller& caller;
    ClientLink& link;
    RequestMessage message = {};
    std::vector<NamedText> parameters = {};  ///< of the path pattern, decoded
    AuditFacts audit = {};                   ///< filled in by the handler

    /// Returns the value of `{name}` in the route's pattern, which must have that name.
    [[nodiscard]] std::string_view parameter(std::string_view name) const;
    [[nodiscard]] const Grants& grants() const { return *caller.grants; }
    /// Returns the language of texts for people.
    [[nodiscard]] Language language() const { return preferred_language(message.header("Accept-Language")); }
};

}  // namespace fivestar::daemon
