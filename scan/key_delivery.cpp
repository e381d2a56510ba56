// SPDX-License-Identifier: Apache-2.0
#include "scan/key_delivery.hpp"

#include "client/connection.hpp"

#include <expected>
#include <utility>

namespace fivestar::scan {
namespace {

constexpr unsigned timeout_milliseconds = 5000;

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
std::string problem_of(const client::Response& response) {
    const std::string_view code = response.text("code");
    const std::string_view title = response.text("title");
    std::string text = "fivestard refuses: ";
    text.append(code.empty() ? "no reason" : code);
    if (!title.empty()) text.append(", ").append(title);
    return text;
}

/// The answer to a request, if its status is 2xx; else a text for the log.
std::expected<client::Response, std::string> checked(client::Connection::Result<client::Response> answer) {
    if (!answer) return std::unexpected{std::string{text_of(answer.error())}};
    if (!answer->is_success()) return std::unexpected{problem_of(*answer)};
    return std::move(*answer);
}

std::expected<std::string, std::string> only_reader(client::Connection& connection) {
    fivestar_request request = client::request_for("GET", "/v1/readers");
    request.timeout_milliseconds = timeout_milliseconds;
    const auto readers = checked(connection.send(request));
    if (!readers) return std::unexpected{readers.error()};
    const std::string_view first = readers->text("readers.0.id");
    if (first.empty()) return std::unexpected{"no reader is connected; the scan was dropped"};
    if (!readers->text("readers.1.id").empty()) {
        return std::unexpected{"several readers are connected: name one as reader of this scanner"};
    }
    return std::string{first};
}

}  // namespace

KeyDelivery::KeyDelivery(std::filesystem::path socket, std::string reader)
    : socket_(std::move(socket)), reader_(std::move(reader)) {}

DeliveryOutcome KeyDelivery::deliver(std::string_view text) const {
    auto connection = client::Connection::open(socket_);
    if (!connection) return {.text = std::string{text_of(connection.error())}};
    const auto reader = reader_.empty() ? only_reader(*connection) : reader_;
    if (!reader) return {.text = reader.error()};
    const auto key = checked(connection->push_key(*reader, text));
    if (!key) return {.text = key.error()};
    std::string done = "handed a scan to reader " + *reader + ": ";
    return {.is_done = true, .text = done.append(key->text("form"))};
}

}  // namespace fivestar::scan
