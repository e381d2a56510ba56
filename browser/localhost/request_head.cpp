// SPDX-License-Identifier: Apache-2.0
#include "browser/localhost/request_head.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

namespace fivestar::browser {
namespace {

namespace http = boost::beast::http;
using Parser = http::request_parser<http::empty_body>;

/// The value of a header; false if there are several.
template <class Name>
bool take_single(const http::fields& fields, Name name, std::optional<std::string>& to) {
    const auto [first, last] = fields.equal_range(name);
    if (first == last) return true;
    to.emplace(first->value());
    return std::next(first) == last;
}

std::string text_of(const http::fields& fields, std::string_view name) {
    const auto found = fields.find({name.data(), name.size()});
    return found == fields.end() ? std::string{} : std::string{found->value()};
}

}  // namespace

std::expected<RequestHead, HeadFault> parse_request_head(std::string_view octets) {
    if (octets.size() > max_request_head) return std::unexpected{HeadFault::malformed};
    Parser parser;
    parser.header_limit(max_request_head);
    parser.body_limit(0);
    parser.eager(true);  // a body, too, which must not be there
    boost::system::error_code error;
    const std::size_t parsed = parser.put(boost::asio::buffer(octets), error);
    if (error == http::error::need_more) return std::unexpected{HeadFault::incomplete};
    if (error) return std::unexpected{HeadFault::malformed};
    if (!parser.is_done()) {
        // The head is complete, and announces a body.
        return std::unexpected{parser.is_header_done() ? HeadFault::malformed : HeadFault::incomplete};
    }
    const auto& request = parser.get();
    if (parsed != octets.size() || request.version() != 11 || request.chunked())
        return std::unexpected{HeadFault::malformed};
    std::optional<std::string> host;
    RequestHead head;
    if (!take_single(request, http::field::host, host) || !take_single(request, http::field::origin, head.origin))
        return std::unexpected{HeadFault::malformed};
    head.method = request.method_string();
    head.target = request.target();
    head.host = host.value_or("");
    head.destination = text_of(request, "Sec-Fetch-Dest");
    head.requested_method = text_of(request, "Access-Control-Request-Method");
    head.asks_for_private_network = text_of(request, "Access-Control-Request-Private-Network") == "true";
    head.asks_for_websocket = boost::beast::websocket::is_upgrade(request);
    return head;
}

}  // namespace fivestar::browser
