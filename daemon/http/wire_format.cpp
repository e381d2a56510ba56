#include "daemon/http/wire_format.hpp"

#include <array>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace fivestar::daemon {
namespace {

/// The reason phrase; clients must not care (RFC 9112 §4), people who look do.
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
    const auto out = std::back_inserter(head);
    fmt::format_to(out, "HTTP/1.1 {} {}\r\nCache-Control: no-store\r\n", response.status,
                   reason_phrase(response.status));
    if (response.status != 204) fmt::format_to(out, "Content-Length: {}\r\n", response.body.size());
    if (!response.content_type.empty()) fmt::format_to(out, "Content-Type: {}\r\n", response.content_type);
    for (const NamedText& header : response.headers) fmt::format_to(out, "{}: {}\r\n", header.name, header.value);
    // Said in both cases: a client of HTTP/1.0 that asked to keep the connection needs to hear it.
    fmt::format_to(out, "Connection: {}\r\n\r\n", keep_alive ? "keep-alive" : "close");
    return head;
}

std::string event_stream_head() {
    return "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
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
