// SPDX-License-Identifier: Apache-2.0
// A complete response: status, headers, body.
#pragma once

#include "crypto/base/utf8.hpp"
#include "daemon/http/request.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace fivestar::daemon {

/// The part of a problem that metrics and the audit log record.
struct ResponseProblem {
    std::string_view code;    ///< a literal: `access_denied`
    bool is_refusal = false;  ///< by the policy: not granted, or too often
    std::string field = {};   ///< the path of the field that was not granted
};

/// The body of a response: text, or the octets of a picture.
class Body {
  public:
    Body() = default;
    Body(Utf8Text text) : content_(std::move(text)) {}  // NOLINT(google-explicit-constructor): a body is a text
    Body(PersonalBytes octets) : content_(std::move(octets)) {}  // NOLINT(google-explicit-constructor): or octets

    [[nodiscard]] std::string_view view() const {
        const auto* const octets = std::get_if<PersonalBytes>(&content_);
        return octets != nullptr ? as_text(octets->view()) : std::get<Utf8Text>(content_).view();
    }
    [[nodiscard]] std::size_t size() const { return view().size(); }

  private:
    std::variant<Utf8Text, PersonalBytes> content_;
};

struct Response {
    unsigned status = 200;
    std::string_view content_type = {};   ///< a literal; empty for an answer without body
    std::vector<NamedText> headers = {};  ///< beyond Content-Type, Content-Length, Cache-Control and Connection
    Body body = {};
    std::optional<ResponseProblem> problem = {};  ///< not sent
};

}  // namespace fivestar::daemon
