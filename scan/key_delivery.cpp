// SPDX-License-Identifier: Apache-2.0
#include "scan/key_delivery.hpp"

#include "client/fivestar.h"

#include <expected>
#include <memory>
#include <utility>

namespace fivestar::scan {
namespace {

constexpr unsigned timeout_milliseconds = 5000;

struct Close {
    void operator()(fivestar_client* client) const { ::fivestar_close(client); }
};
struct Free {
    void operator()(fivestar_response* response) const { ::fivestar_response_free(response); }
};
using Client = std::unique_ptr<fivestar_client, Close>;
using Response = std::unique_ptr<fivestar_response, Free>;

std::string_view text_of(fivestar_error error) {
    switch (error) {
        case FIVESTAR_UNREACHABLE:
            return "fivestard does not run; scan again when it does";
        case FIVESTAR_NOT_PERMITTED:
            return "fivestard's socket refuses this user; is it in the group fivestar?";
        case FIVESTAR_TIMED_OUT:
            return "fivestard did not answer in time; scan again";
        default:
            return "fivestard could not be asked; scan again";
    }
}

/// The code of a problem and its title.
std::string problem_of(fivestar_response* response) {
    const char* const code = ::fivestar_response_text(response, "code");
    const char* const title = ::fivestar_response_text(response, "title");
    return std::string{"fivestard refuses: "} + (code == nullptr ? "no reason" : code) +
           (title == nullptr ? std::string{} : std::string{", "} + title);
}

/// The answer to a request, if its status is 2xx; else a text for the log.
std::expected<Response, std::string> checked(fivestar_error error, fivestar_response* answer) {
    Response response{answer};
    if (error != FIVESTAR_OK) return std::unexpected{std::string{text_of(error)}};
    if (::fivestar_response_status(answer) >= 400) return std::unexpected{problem_of(answer)};
    return response;
}

std::expected<std::string, std::string> only_reader(fivestar_client* client) {
    fivestar_request request{};
    request.size = sizeof(request);
    request.target = "/v1/readers";
    request.timeout_milliseconds = timeout_milliseconds;
    fivestar_response* answer = nullptr;
    const fivestar_error error = ::fivestar_send(client, &request, &answer);
    const auto readers = checked(error, answer);
    if (!readers) return std::unexpected{readers.error()};
    const char* const first = ::fivestar_response_text(readers->get(), "readers.0.id");
    if (first == nullptr) return std::unexpected{"no reader is connected; the scan was dropped"};
    if (::fivestar_response_text(readers->get(), "readers.1.id") != nullptr) {
        return std::unexpected{"several readers are connected: name one as reader of this scanner"};
    }
    return first;
}

}  // namespace

KeyDelivery::KeyDelivery(std::filesystem::path socket, std::string reader)
    : socket_(std::move(socket)), reader_(std::move(reader)) {}

DeliveryOutcome KeyDelivery::deliver(std::string_view text) const {
    fivestar_client* opened = nullptr;
    if (const fivestar_error error = ::fivestar_open(socket_.c_str(), &opened); error != FIVESTAR_OK) {
        return {.text = std::string{text_of(error)}};
    }
    const Client client{opened};
    const auto reader = reader_.empty() ? only_reader(opened) : reader_;
    if (!reader) return {.text = reader.error()};
    fivestar_response* answer = nullptr;
    const fivestar_error error = ::fivestar_push_key(opened, reader->c_str(), text.data(), text.size(), &answer);
    const auto key = checked(error, answer);
    if (!key) return {.text = key.error()};
    const char* const form = ::fivestar_response_text(key->get(), "form");
    return {.is_done = true, .text = "handed a scan to reader " + *reader + ": " + (form == nullptr ? "" : form)};
}

}  // namespace fivestar::scan
