// An answer that is complete when it leaves: status, headers, body.
#pragma once

#include "crypto/base/zeroized.hpp"
#include "daemon/http/request.hpp"

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/fwd.hpp>

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

struct Response {
    unsigned status = 200;
    std::string_view content_type = {};   ///< a literal; empty for an answer without body
    std::vector<NamedText> headers = {};  ///< beyond Content-Type, Content-Length, Cache-Control and Connection
    Body body = {};
};

/// `application/json`. Pass an object held in a ZeroizingResource if it is personal.
[[nodiscard]] Response json_response(const boost::json::object& object, unsigned status = 200);

/// The same of text that is JSON already.
[[nodiscard]] Response json_response(std::shared_ptr<const PersonalText> text);

/// 204.
[[nodiscard]] Response no_content();

}  // namespace fivestar::daemon
