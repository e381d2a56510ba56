// A complete response: status, headers, body.
#pragma once

#include "crypto/base/zeroized.hpp"
#include "daemon/http/request.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fivestar::daemon {

/// The text of an answer, its own or one that is kept for others, too.
class Body {
  public:
    Body() = default;
    Body(PersonalText text) : own_(std::move(text)) {}  // NOLINT(google-explicit-constructor): it is one
    explicit Body(std::shared_ptr<const PersonalText> kept) : kept_(std::move(kept)) {}

    [[nodiscard]] std::string_view view() const { return kept_ ? kept_->view() : own_.view(); }
    [[nodiscard]] std::size_t size() const { return view().size(); }

  private:
    PersonalText own_ = {};
    std::shared_ptr<const PersonalText> kept_ = {};
};

/// What metrics and the audit log record of a response that reports a problem.
struct ResponseProblem {
    std::string_view code;    ///< a literal: `access_denied`
    bool is_refusal = false;  ///< by the policy: not granted, or too often
    std::string field = {};   ///< the path of the field that was not granted
};

struct Response {
    unsigned status = 200;
    std::string_view content_type = {};   ///< a literal; empty for an answer without body
    std::vector<NamedText> headers = {};  ///< beyond Content-Type, Content-Length, Cache-Control and Connection
    Body body = {};
    std::optional<ResponseProblem> problem = {};  ///< not sent
};

}  // namespace fivestar::daemon
