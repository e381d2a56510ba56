// SPDX-License-Identifier: Apache-2.0
#include "compat/daemon_link.hpp"

#include "client/json_document.hpp"

#include <array>
#include <charconv>
#include <span>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace fivestar::compat {
namespace {

using namespace std::chrono_literals;

// Programs call from the thread of their windows: a look takes less than a second, a read less than three.
constexpr auto look_limit = 900ms;
constexpr auto read_limit = 2900ms;
/// Seconds for which a read waits for the reads of other programs; in the body of a request.
constexpr std::string_view wait_for_others = "2";
/// Programs probe, find and select in a row.
constexpr auto look_again_after = 50ms;
/// A daemon that hangs is not asked for each of the 32 ports that callers try.
constexpr auto rest_after_silence = 2s;
constexpr std::size_t most_idle = 4;
constexpr std::size_t most_readers = 64;

fivestar_request request_within(std::chrono::milliseconds limit, const char* method, const char* target,
                                std::string_view body = {}) {
    fivestar_request request = client::request_for(method, target, body);
    request.timeout_milliseconds = static_cast<std::uint32_t>(limit.count());
    return request;
}

Code code_of(fivestar_error error) {
    switch (error) {
        case FIVESTAR_UNREACHABLE:
        case FIVESTAR_NOT_PERMITTED:
            return Code::port;
        case FIVESTAR_TIMED_OUT:
            return Code::timeout;
        default:
            return Code::transfer;
    }
}

/// The module's own code where the daemon tells it.
Code module_code(const client::Response& response) {
    const std::string_view text = response.text("module_code");
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
    if (error != std::errc{} || end != text.data() + text.size() || number > 0xFF) return Code::read;
    return number == 0xFF ? Code::timeout : static_cast<Code>(number);
}

Code code_of_problem(const client::Response& response) {
    const std::string_view code = response.text("code");
    const auto is = [&](auto... names) { return ((code == std::string_view{names}) || ...); };
    if (is("document_not_accepted", "unsupported_card", "sam_required", "access_required")) return Code::kind;
    if (is("not_granted")) return Code::refused;
    if (is("sam_error")) return module_code(response);
    if (is("no_such_reader", "no_reader", "pcsc_denied")) return Code::port;
    if (is("requirement_failed")) return Code::card_refused;
    if (is("card_data_invalid")) return Code::data;
    if (is("no_card", "card_removed", "card_changed", "card_protocol_error")) return Code::read;
    return Code::timeout;  // busy, unresponsive, shutting down, too many requests
}

std::vector<ReaderStatus> readers_in(const client::Response& response) {
    std::vector<ReaderStatus> readers;
    for (std::size_t at = 0; at < most_readers; ++at) {
        const std::string path = "readers." + std::to_string(at) + ".";
        const std::string_view id = response.text(path + "id");
        if (id.empty()) break;
        ReaderStatus& reader = readers.emplace_back();
        reader.id = id;
        reader.sam_id = response.text(path + "sam_id");
        reader.has_module = response.text(path + "interface") == "sam";
        reader.is_responsive = response.text(path + "state") != "unresponsive";
        if (response.text(path + "card.kind") == "cn_id_sam") reader.card = response.text(path + "card.id");
    }
    return readers;
}

}  // namespace

DaemonLink::DaemonLink(std::string socket) : socket_{std::move(socket)}, owner_{::getpid()} {}

DaemonLink::~DaemonLink() = default;

std::optional<client::Connection> DaemonLink::take_connection() {
    std::vector<Connection> foreign;
    {
        const std::lock_guard lock{mutex_};
        if (owner_ != ::getpid()) {
            foreign = std::exchange(idle_, {});
            owner_ = ::getpid();
        } else if (!idle_.empty()) {
            Connection connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
    }
    auto opened = Connection::open(socket_);
    if (!opened) return std::nullopt;
    return std::move(*opened);
}

void DaemonLink::give_back(Connection connection) {
    const std::lock_guard lock{mutex_};
    if (owner_ == ::getpid() && idle_.size() < most_idle) idle_.push_back(std::move(connection));
}

DaemonLink::Result<client::Response> DaemonLink::send(const fivestar_request& request) {
    auto connection = take_connection();
    if (!connection) return std::unexpected{Code::port};
    auto response = connection->send(request);
    if (!response && response.error() == FIVESTAR_DISCONNECTED) {
        // The daemon was restarted, or closed the idle connection as the request came.
        response = connection->send(request);
    }
    give_back(std::move(*connection));
    if (!response) return std::unexpected{code_of(response.error())};
    return std::move(*response);
}

DaemonLink::Result<Snapshot> DaemonLink::readers() {
    const auto now = std::chrono::steady_clock::now();
    {
        const std::lock_guard lock{mutex_};
        if (now < silent_until_) return std::unexpected{Code::timeout};
        if (now < known_.at + look_again_after) return known_;
    }
    const auto answer = send(request_within(look_limit, "GET", "/v1/readers"));
    if (!answer) {
        if (answer.error() == Code::timeout) {
            const std::lock_guard lock{mutex_};
            silent_until_ = std::chrono::steady_clock::now() + rest_after_silence;
        }
        return std::unexpected{answer.error()};
    }
    if (answer->status() != 200) return std::unexpected{code_of_problem(*answer)};
    Snapshot snapshot{.readers = readers_in(*answer), .at = now};
    const std::lock_guard lock{mutex_};
    if (known_.at < now) known_ = snapshot;
    return snapshot;
}

DaemonLink::Result<client::Response> DaemonLink::read(const std::string& reader, const std::string& card,
                                                      const char* fields) {
    // `access` passes only if the reader is trusted: else any smart card could play an identity card.
    std::string body = R"({"require":["access"],"wait_seconds":)";
    body.append(wait_for_others).append(R"(,"reader":)");
    client::append_json_string(body, reader);
    body.append(R"(,"card":)");
    client::append_json_string(body, card);
    body.append(R"(,"fields":[)").append(fields).append("]}");
    auto answer = send(request_within(read_limit, "POST", "/v1/read", body));
    if (!answer) return std::unexpected{answer.error()};
    if (answer->status() != 200) return std::unexpected{code_of_problem(*answer)};
    return answer;
}

DaemonLink::Result<std::unique_ptr<BaseMessage>> DaemonLink::base_message(const std::string& reader,
                                                                          const std::string& card, Portrait portrait) {
    // A program that is not granted the portrait works without it.
    constexpr std::array wanted{R"("raw.cn_text","module.portrait","portrait")", R"("raw.cn_text","portrait")",
                                R"("raw.cn_text","module.portrait")", R"("raw.cn_text")"};
    Result<client::Response> answer = std::unexpected{Code::refused};
    for (const char* fields : std::span{wanted}.subspan(portrait == Portrait::for_picture ? 0 : 2)) {
        answer = read(reader, card, fields);
        if (answer || answer.error() != Code::refused) break;
    }
    if (!answer) return std::unexpected{answer.error()};
    auto message = std::make_unique<BaseMessage>();
    if (!message->text.assign_base64(answer->text("record.raw.cn_text")) ||
        !message->portrait.assign_base64(answer->text("record.module.portrait")) || message->text.size() != text_size) {
        return std::unexpected{Code::data};
    }
    message->sam_id = answer->text("verification.sam_id");
    if (!answer->text("record.portrait.media_type").empty()) message->read = answer->text("id");
    return message;
}

DaemonLink::Result<client::Response> DaemonLink::picture(const std::string& read, const char* media_type) {
    if (read.empty()) return std::unexpected{Code::no_item};
    const std::string target = "/v1/reads/" + read + "/portrait";
    fivestar_request request = request_within(read_limit, "GET", target.c_str());
    request.accept = media_type;
    auto answer = send(request);
    if (!answer) return answer;
    if (answer->status() == 406) return std::unexpected{Code::no_item};
    if (answer->status() != 200) return std::unexpected{code_of_problem(*answer)};
    return answer;
}

DaemonLink::Result<void> DaemonLink::addresses(const std::string& reader, const std::string& card,
                                               Octets<most_addresses>& into) {
    const auto answer = read(reader, card, R"("module.addresses")");
    if (!answer) return std::unexpected{answer.error()};
    if (!into.assign_base64(answer->text("record.module.addresses"))) return std::unexpected{Code::data};
    return {};
}

DaemonLink::Result<void> DaemonLink::management(const std::string& reader, const std::string& card,
                                                Octets<management_size>& into) {
    const auto answer = read(reader, card, R"("module.management")");
    if (!answer) return std::unexpected{answer.error()};
    if (!into.assign_base64(answer->text("record.module.management"))) return std::unexpected{Code::data};
    if (into.size() != management_size) return std::unexpected{Code::no_item};
    return {};
}

}  // namespace fivestar::compat
