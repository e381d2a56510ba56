#include "client/fivestar.h"

#include "client/session.hpp"

#include <algorithm>
#include <memory>
#include <new>
#include <string>
#include <utility>

using fivestar::client::Answer;
using fivestar::client::Cancellation;
using fivestar::client::Request;
using fivestar::client::Session;

struct fivestar_client {
    Session session;
};

struct fivestar_response {
    Answer answer;
};

namespace {

// What version 0.1 of the structure had; later members are taken from a larger `size`.
constexpr std::size_t smallest_request = sizeof(fivestar_request);

std::string_view text_or(const char* text, std::string_view otherwise) {
    return text == nullptr ? otherwise : std::string_view{text};
}

/// Nothing where the structure is not one of ours or contradicts itself.
std::expected<Request, fivestar_error> request_from(const fivestar_request* request) {
    if (request == nullptr || request->size < smallest_request || request->target == nullptr ||
        (request->body == nullptr && request->body_size != 0)) {
        return std::unexpected{FIVESTAR_INVALID_ARGUMENT};
    }
    return Request{.method = text_or(request->method, "GET"),
                   .target = request->target,
                   .accept = text_or(request->accept, {}),
                   .last_event_id = text_or(request->last_event_id, {}),
                   .body = {static_cast<const char*>(request->body), request->body_size},
                   .timeout = request->timeout_milliseconds == 0
                                  ? fivestar::client::default_timeout
                                  : std::chrono::milliseconds{request->timeout_milliseconds}};
}

/// Runs `body`, whose exceptions end here: memory is the only one that can come.
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
    *response = new fivestar_response{*std::move(answer)};
    return FIVESTAR_OK;
}

}  // namespace

const char* fivestar_version(void) {
    return FIVESTAR_VERSION;
}

const char* fivestar_error_name(fivestar_error error) {
    switch (error) {
        case FIVESTAR_OK:
            return "ok";
        case FIVESTAR_INVALID_ARGUMENT:
            return "invalid_argument";
        case FIVESTAR_OUT_OF_MEMORY:
            return "out_of_memory";
        case FIVESTAR_SYSTEM_FAILURE:
            return "system_failure";
        case FIVESTAR_UNREACHABLE:
            return "unreachable";
        case FIVESTAR_NOT_PERMITTED:
            return "not_permitted";
        case FIVESTAR_DISCONNECTED:
            return "disconnected";
        case FIVESTAR_TIMED_OUT:
            return "timed_out";
        case FIVESTAR_CANCELLED:
            return "cancelled";
        case FIVESTAR_MALFORMED:
            return "malformed";
        case FIVESTAR_TOO_LARGE:
            return "too_large";
    }
    return "unknown";
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

int fivestar_response_status(const fivestar_response* response) {
    return response->answer.head.status;
}

const char* fivestar_response_body(const fivestar_response* response, size_t* size) {
    const std::string_view body = response->answer.body.view();
    if (size != nullptr) *size = body.size() - 1;
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
