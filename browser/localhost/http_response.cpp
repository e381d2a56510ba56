// SPDX-License-Identifier: Apache-2.0
#include "browser/localhost/http_response.hpp"

namespace fivestar::browser {
namespace {

std::string_view phrase_of(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 204:
            return "No Content";
        case 400:
            return "Bad Request";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 431:
            return "Request Header Fields Too Large";
        default:
            return "Service Unavailable";
    }
}

/// Status line, and the headers of all responses.
std::string common_head(int status, std::string_view origin) {
    std::string head = "HTTP/1.1 " + std::to_string(status) + ' ';
    head += phrase_of(status);
    head +=
        "\r\nConnection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
        "Cross-Origin-Resource-Policy: same-origin\r\nVary: Origin\r\n";
    if (!origin.empty()) {
        head += "Access-Control-Allow-Origin: ";
        head += origin;
        head += "\r\n";
    }
    return head;
}

}  // namespace

std::string response_head(int status, std::size_t body_size, std::string_view origin) {
    return common_head(status, origin) +
           "Content-Type: application/json; charset=utf-8\r\nContent-Length: " + std::to_string(body_size) + "\r\n\r\n";
}

std::string preflight_response(std::string_view origin, bool asks_for_private_network) {
    std::string head = common_head(204, origin);
    head += "Access-Control-Allow-Methods: GET\r\nAccess-Control-Allow-Headers: Content-Type, X-Requested-With\r\n";
    if (asks_for_private_network) head += "Access-Control-Allow-Private-Network: true\r\n";
    head += "\r\n";
    return head;
}

std::string refusal_body(std::string_view code) {
    return R"({"code":")" + std::string{code} + "\"}\n";
}

}  // namespace fivestar::browser
