// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/wire_format.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

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

void add(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
}

/// Starts a head with the status line and the headers that every response has.
std::string begun_head(unsigned status, std::string_view date) {
    std::string head;
    head.reserve(usual_head_size);
    head.append("HTTP/1.1 ").append(std::to_string(status)).append(" ").append(reason_phrase(status)).append("\r\n");
    add(head, "Date", date);
    add(head, "Cache-Control", "no-store");
    return head;
}

}  // namespace

std::string http_date(WallTime instant) {
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto second = std::chrono::floor<std::chrono::seconds>(instant);
    const auto day = std::chrono::floor<std::chrono::days>(second);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{second - day};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days.at(std::chrono::weekday{day}.c_encoding()),
                       static_cast<unsigned>(date.day()), months.at(static_cast<unsigned>(date.month()) - 1),
                       static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                       time.seconds().count());
}

std::string response_head(const Response& response, bool keep_alive, std::string_view date) {
    std::string head = begun_head(response.status, date);
    if (response.status != 204) add(head, "Content-Length", std::to_string(response.body.size()));
    if (!response.content_type.empty()) add(head, "Content-Type", response.content_type);
    for (const NamedText& header : response.headers) add(head, header.name, header.value);
    // Sent in both cases, because a client of HTTP/1.0 that asked to keep the connection needs it.
    add(head, "Connection", keep_alive ? "keep-alive" : "close");
    return head.append("\r\n");
}

std::string event_stream_head(std::string_view date) {
    std::string head = begun_head(200, date);
    add(head, "Content-Type", "text/event-stream");
    // nginx and proxies like it hold back a response until their buffer is full, unless this tells them not to.
    add(head, "X-Accel-Buffering", "no");
    add(head, "Connection", "close");
    return head.append("\r\n");
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
