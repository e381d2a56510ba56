// SPDX-License-Identifier: Apache-2.0
#include "client/fivestar.h"

#include "client/card_read.hpp"
#include "client/json_document.hpp"
#include "client/session.hpp"
#include "client/sized_structure.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <optional>
#include <string>
#include <utility>

using fivestar::client::adopt;
using fivestar::client::Answer;
using fivestar::client::Cancellation;
using fivestar::client::JsonDocument;
using fivestar::client::Request;
using fivestar::client::Session;

struct fivestar_client {
    Session session;
};

struct fivestar_response {
    Answer answer;
    /// The body, parsed when a value of it is asked for first.
    std::optional<JsonDocument> document = {};
    bool is_parsed = false;
};

namespace {

// Up to the last member of the first release. Never changed when members are added.
constexpr std::size_t released_request =
    offsetof(fivestar_request, timeout_milliseconds) + sizeof(fivestar_request::timeout_milliseconds);
constexpr std::size_t released_read_options =
    offsetof(fivestar_read_options, wants_evidence) + sizeof(fivestar_read_options::wants_evidence);

std::string_view text_or(const char* text, std::string_view otherwise) {
    return text == nullptr ? otherwise : std::string_view{text};
}

/// Nothing if the structure is not valid or contradicts itself.
std::optional<Request> request_from(const fivestar_request* request) {
    const auto given = adopt(request, released_request);
    if (!given || given->target == nullptr || (given->body == nullptr && given->body_size != 0)) return std::nullopt;
    return Request{.method = text_or(given->method, "GET"),
                   .target = given->target,
                   .accept = text_or(given->accept, {}),
                   .last_event_id = text_or(given->last_event_id, {}),
                   .body = {static_cast<const char*>(given->body), given->body_size},
                   .timeout = given->timeout_milliseconds == 0
                                  ? fivestar::client::default_timeout_of(given->target)
                                  : std::chrono::milliseconds{given->timeout_milliseconds}};
}

/// Percent-encodes a segment of a path (RFC 3986 §2.1): all octets but the unreserved ones.
std::string path_segment(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char character : text) {
        const auto octet = static_cast<unsigned char>(character);
        const bool unreserved = (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
                                (character >= 'A' && character <= 'Z') || std::string_view{"-._~"}.contains(character);
        if (unreserved) {
            encoded.push_back(character);
        } else {
            encoded.push_back('%');
            encoded.push_back(digits[octet >> 4U]);
            encoded.push_back(digits[octet & 0x0FU]);
        }
    }
    return encoded;
}

/// Runs `body` and turns its exceptions into codes: none may cross the C interface.
template <class Body>
fivestar_error guarded(Body&& body) noexcept {
    try {
        return std::forward<Body>(body)();
    } catch (const std::bad_alloc&) {
        return FIVESTAR_OUT_OF_MEMORY;
    } catch (...) {
        return FIVESTAR_SYSTEM_FAILURE;
    }
}

fivestar_error hand_over(std::expected<Answer, fivestar_error> answer, fivestar_response** response) {
    if (!answer) return answer.error();
    answer->body.push_back('\0');
    *response = new fivestar_response{.answer = *std::move(answer)};
    return FIVESTAR_OK;
}

/// Without the NUL that `hand_over` appends.
std::string_view body_of(const fivestar_response& response) {
    const std::string_view body = response.answer.body.view();
    return body.substr(0, body.size() - 1);
}

/// The characters of the daemon's ids, which go into a target.
bool is_read_id(std::string_view id) {
    return !id.empty() && std::ranges::all_of(id, [](char character) {
        return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
               (character >= 'A' && character <= 'Z') || character == '-' || character == '_';
    });
}

}  // namespace

const char* fivestar_version(void) {
    return FIVESTAR_VERSION;
}

const char* fivestar_error_name(fivestar_error error) {
    // In the order of the numbers.
    constexpr std::array names{"ok",          "invalid_argument", "out_of_memory", "system_failure",
                               "unreachable", "not_permitted",    "disconnected",  "timed_out",
                               "cancelled",   "malformed",        "too_large"};
    const auto number = static_cast<std::size_t>(error);
    return number < names.size() ? names.at(number) : "unknown";
}

fivestar_error fivestar_open(const char* socket_path, fivestar_client** client) {
    if (client == nullptr) return FIVESTAR_INVALID_ARGUMENT;
    *client = nullptr;
    if (socket_path == nullptr || *socket_path == '\0') return FIVESTAR_INVALID_ARGUMENT;
    return guarded([&] {
        auto cancellation = Cancellation::make();
        if (!cancellation) return cancellation.error();
        *client = new fivestar_client{Session{socket_path, *std::move(cancellation)}};
        return FIVESTAR_OK;
    });
}

fivestar_error fivestar_set_language(fivestar_client* client, const char* accept_language) {
    if (client == nullptr) return FIVESTAR_INVALID_ARGUMENT;
    return guarded([&] {
        return client->session.set_language(text_or(accept_language, {})) ? FIVESTAR_OK : FIVESTAR_INVALID_ARGUMENT;
    });
}

void fivestar_close(fivestar_client* client) {
    delete client;
}

void fivestar_cancel(fivestar_client* client) {
    if (client != nullptr) client->session.cancel();
}

fivestar_error fivestar_send(fivestar_client* client, const fivestar_request* request, fivestar_response** response) {
    if (response == nullptr) return FIVESTAR_INVALID_ARGUMENT;
    *response = nullptr;
    const auto wanted = request_from(request);
    if (client == nullptr || !wanted) return FIVESTAR_INVALID_ARGUMENT;
    return guarded([&] { return hand_over(client->session.send(*wanted), response); });
}

fivestar_error fivestar_stream(fivestar_client* client, const fivestar_request* request, fivestar_on_event on_event,
                               void* context, fivestar_response** response) {
    if (response == nullptr) return FIVESTAR_INVALID_ARGUMENT;
    *response = nullptr;
    const auto wanted = request_from(request);
    if (client == nullptr || !wanted || on_event == nullptr) return FIVESTAR_INVALID_ARGUMENT;
    return guarded([&] {
        const auto forward = [&](const fivestar_event& event) { return on_event(context, &event) == 0; };
        return hand_over(client->session.stream(*wanted, forward), response);
    });
}

fivestar_error fivestar_read(fivestar_client* client, const fivestar_read_options* options,
                             fivestar_on_progress on_progress, void* context, fivestar_response** response) {
    if (response == nullptr) return FIVESTAR_INVALID_ARGUMENT;
    *response = nullptr;
    const auto given = adopt(options, released_read_options);
    if (client == nullptr || !given) return FIVESTAR_INVALID_ARGUMENT;
    return guarded([&] {
        const auto forward = [&](const fivestar_progress& progress) {
            return on_progress == nullptr || on_progress(context, &progress) == 0;
        };
        return hand_over(fivestar::client::read_card(client->session, *given, forward), response);
    });
}

fivestar_error fivestar_portrait(fivestar_client* client, fivestar_response* read, const char* media_type,
                                 fivestar_response** portrait) {
    if (portrait == nullptr) return FIVESTAR_INVALID_ARGUMENT;
    *portrait = nullptr;
    const char* const id = read == nullptr ? nullptr : fivestar_response_text(read, "id");
    if (client == nullptr || id == nullptr || !is_read_id(id)) return FIVESTAR_INVALID_ARGUMENT;
    return guarded([&] {
        const std::string target = std::string{"/v1/reads/"} + id + "/portrait";
        const Request request{
            .method = "GET", .target = target, .accept = text_or(media_type, {}), .last_event_id = {}, .body = {}};
        return hand_over(client->session.send(request), portrait);
    });
}

fivestar_error fivestar_push_key(fivestar_client* client, const char* reader, const void* text, size_t size,
                                 fivestar_response** response) {
    if (response == nullptr) return FIVESTAR_INVALID_ARGUMENT;
    *response = nullptr;
    if (client == nullptr || reader == nullptr || *reader == '\0' || text == nullptr || size == 0) {
        return FIVESTAR_INVALID_ARGUMENT;
    }
    return guarded([&] {
        const std::string target = "/v1/readers/" + path_segment(reader) + "/key";
        const Request request{.method = "PUT",
                              .target = target,
                              .accept = {},
                              .last_event_id = {},
                              .body = {static_cast<const char*>(text), size},
                              .content_type = "text/plain"};
        return hand_over(client->session.send(request), response);
    });
}

int fivestar_response_status(const fivestar_response* response) {
    return response->answer.head.status;
}

fivestar_verdict fivestar_response_verdict(fivestar_response* response) {
    const char* const text = fivestar_response_text(response, "verification.verdict");
    const std::string_view verdict = text_or(text, {});
    if (response->answer.head.status != 200) return FIVESTAR_NO_VERDICT;
    if (verdict == "genuine") return FIVESTAR_GENUINE;
    if (verdict == "unverified") return FIVESTAR_UNVERIFIED;
    if (verdict == "not_genuine") return FIVESTAR_NOT_GENUINE;
    return FIVESTAR_NO_VERDICT;
}

const char* fivestar_response_text(fivestar_response* response, const char* path) {
    if (path == nullptr) return nullptr;
    try {
        if (!response->is_parsed) response->document = JsonDocument::parse(body_of(*response));
        response->is_parsed = true;
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
    return response->document ? response->document->text_at(path) : nullptr;
}

const char* fivestar_response_body(const fivestar_response* response, size_t* size) {
    const std::string_view body = body_of(*response);
    if (size != nullptr) *size = body.size();
    return body.data();
}

const char* fivestar_response_header(const fivestar_response* response, const char* name) {
    if (name == nullptr) return nullptr;
    const auto same_letter = [](char left, char right) {
        return left == (right >= 'A' && right <= 'Z' ? right - 'A' + 'a' : right);
    };
    for (const auto& [known, value] : response->answer.head.headers) {
        if (std::ranges::equal(known, std::string_view{name}, same_letter)) return value.c_str();
    }
    return nullptr;
}

void fivestar_response_free(fivestar_response* response) {
    delete response;
}
