// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/wire_format.hpp"

#include <array>
#include <cstddef>
#include <utility>

namespace fivestar::daemon {
namespace {

constexpr std::size_t usual_head_size = 256;

/// Returns the reason phrase. Clients ignore it (RFC 9112 §4); it is for people.
std::string_view reason_phrase(unsigned status) {
    static constexpr std::array<std::pair<unsigned, std::string_view>, 18> phrases = {{
        {200, "OK"},
        {204, "No Content"},
        {400, "Bad Request"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {409, "Conflict"},
        {413, "Content Too Large"},
        {415, "Unsupported Media Type"},
        {422, "Unprocessable Content"},
        {423, "Locked"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
    }};
    for (const auto& [code, phrase] : phrases) {
        if (code == status) return phrase;
    }
    return {};
}

}  // namespace

std::string response_head(const Response& response, bool keep_alive) {
    std::string head;
    head.reserve(usual_head_size);
    const auto add = [&](std::string_view name, std::string_view value) {
        head.append(name).append(": ").append(value).append("\r\n");
    };
    head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    head.append(reason_phrase(response.status)).append("\r\n");
    add("Cache-Control", "no-store");
    if (response.status != 204) add("Content-Length", std::to_string(response.body.size()));
    if (!response.content_type.empty()) add("Content-Type", response.content_type);
    for (const NamedText& header : response.headers) add(header.name, header.value);
    // Sent in both cases, because a client of HTTP/1.0 that asked to keep the connection needs it.
    add("Connection", keep_alive ? "keep-alive" : "close");
    head.append("\r\n");
    return head;
}

PersonalText event_text(const StreamEvent& event) {
    PersonalText text;
    text.reserve(event.id.size() + event.event.size() + event.data.size() + 32);
    if (!event.id.empty()) {
        text.append("id: ");
        text.append(event.id);
        text.push_back('\n');
    }
    text.append("event: ");
    text.append(event.event);
    text.append("\ndata: ");
    text.append(event.data.view());
    text.append("\n\n");
    return text;
}

}  // namespace fivestar::daemon
