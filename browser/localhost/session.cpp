// SPDX-License-Identifier: Apache-2.0
#include "browser/localhost/session.hpp"

#include "browser/localhost/admission.hpp"
#include "browser/localhost/http_response.hpp"
#include "browser/localhost/request_head.hpp"
#include "browser/localhost/vendor_answer.hpp"
#include "browser/localhost/vendor_request.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <deque>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_static_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>

namespace fivestar::browser {
namespace {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using boost::beast::tcp_stream;
using boost::system::error_code;
using Outcome = std::expected<Citizen, ReadProblem>;
using namespace std::chrono_literals;

constexpr auto receive_time = 5s;
constexpr auto send_time = 10s;
constexpr auto linger_time = 1s;
constexpr auto silence_of_socket = 60s;  // then pings, which browsers answer
constexpr auto most_of_continuous_read = 12h;
constexpr auto pause_after_problem = 1s;
constexpr std::size_t most_to_discard = std::size_t{64} * 1024;
constexpr std::size_t most_answers_waiting = 8;

const ReadProblem no_daemon{"host_failed", "读卡失败"};

/// The rule of the origin, as the policy is now.
std::optional<OriginRule> current_rule(const LocalhostParts& parts, const std::string& origin) {
    const auto policy = load_policy(parts.policy, parts.policy_owner);
    const OriginRule* const rule = policy ? policy->find(origin) : nullptr;
    if (rule == nullptr || !rule->permits_localhost || rule->asks_consent) return std::nullopt;
    return *rule;
}

std::shared_ptr<CitizenReader> reader_for(const LocalhostParts& parts) {
    auto connection = client::Connection::open(parts.socket);
    return connection ? std::make_shared<CitizenReader>(std::move(*connection)) : nullptr;
}

void log_read(const LocalhostParts& parts, VendorForm form, const std::string& origin, const Outcome& outcome) {
    std::string line{vendor_form_names[form]};
    parts.log(line + ": read of " + origin + ": " + (outcome ? "ok" : outcome.error().code));
}

/// The WebSocket of a page. The commands are answered in the order of their ends; one read runs at a time.
class CommandSession : public std::enable_shared_from_this<CommandSession> {
  public:
    CommandSession(tcp_stream stream, VendorForm form, std::string origin, std::shared_ptr<LocalhostParts> parts)
        : socket_(std::move(stream)), form_(form), origin_(std::move(origin)), parts_(std::move(parts)) {}

    static asio::awaitable<void> run(std::shared_ptr<CommandSession> self, std::string head) {
        error_code error;
        self->socket_.set_option(
            websocket::stream_base::timeout{receive_time, silence_of_socket, /*keep_alive_pings=*/true});
        self->socket_.read_message_max(max_command_size);
        boost::beast::get_lowest_layer(self->socket_).expires_never();
        const asio::const_buffer request = asio::buffer(head);
        co_await self->socket_.async_accept(request, asio::redirect_error(asio::use_awaitable, error));
        while (!error && self->is_open_) {
            boost::beast::flat_static_buffer<max_command_size> frame;
            co_await self->socket_.async_read(frame, asio::redirect_error(asio::use_awaitable, error));
            if (error || !self->socket_.got_text()) break;
            const auto octets = frame.cdata();
            self->take(parse_command({static_cast<const char*>(octets.data()), octets.size()}));
        }
        self->stop_reading();
        self->close();
    }

  private:
    void take(const VendorRequest& request) {
        const bool is_read = request.act == VendorAct::read || request.act == VendorAct::read_continuously;
        if (!is_read) {
            if (request.act == VendorAct::stop) stop_reading();
            return send(plain_answer(parts_->forms, form_, request));
        }
        const bool is_continuous = request.act == VendorAct::read_continuously;
        if (is_reading_ && is_stopped_) {
            next_read_ = is_continuous;
            return;
        }
        if (is_reading_) return send_outcome(std::unexpected{ReadProblem{"busy", "上一个请求尚未结束"}});
        start_reading(is_continuous);
    }

    void start_reading(bool is_continuous) {
        is_reading_ = true;
        is_stopped_ = false;
        asio::co_spawn(socket_.get_executor(), read(shared_from_this(), is_continuous), asio::detached);
    }

    static asio::awaitable<void> read(std::shared_ptr<CommandSession> self, bool is_continuous) {
        const auto end = std::chrono::steady_clock::now() + most_of_continuous_read;
        asio::steady_timer pause{self->socket_.get_executor()};
        bool goes_on = true;
        // The first read takes a card that lies there; it is not read again.
        for (bool is_first = true; goes_on && !self->is_stopped_; is_first = false) {
            const Outcome outcome = co_await self->read_once(is_continuous && !is_first);
            if (self->is_stopped_) break;
            goes_on = is_continuous && is_of_card(outcome) && std::chrono::steady_clock::now() < end;
            if (!goes_on || outcome || self->parts_->forms.outcome_of(outcome.error().code) != VendorOutcome::no_card)
                self->send_outcome(outcome);
            if (goes_on && !outcome && !is_first) {
                error_code ignored;
                pause.expires_after(pause_after_problem);
                co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
            }
        }
        self->is_reading_ = false;
        if (const auto next = std::exchange(self->next_read_, std::nullopt)) self->start_reading(*next);
    }

    /// True unless something else than this card prevents reading.
    static bool is_of_card(const Outcome& outcome) {
        constexpr std::array<std::string_view, 6> codes{"no_card",           "card_removed", "card_changed",
                                                        "not_representable", "not_genuine",  "deadline_exceeded"};
        return outcome || std::ranges::find(codes, outcome.error().code) != codes.end();
    }

    asio::awaitable<Outcome> read_once(bool waits_for_next) {
        const auto rule = current_rule(*parts_, origin_);
        if (!rule) co_return std::unexpected{ReadProblem{"origin_refused", "此网站无权在本机读卡"}};
        reader_ = reader_for(*parts_);
        if (!reader_) co_return std::unexpected{no_daemon};
        Outcome outcome = co_await parts_->readers.read(reader_, *rule, parts_->forms.fields(), waits_for_next);
        reader_.reset();
        log_read(*parts_, form_, origin_, outcome);
        co_return outcome;
    }

    void stop_reading() {
        is_stopped_ = true;
        next_read_.reset();
        if (reader_) reader_->cancel();
    }

    void send_outcome(const Outcome& outcome) { send(read_answer(parts_->forms, form_, outcome)); }

    void send(PersonalText answer) {
        if (!is_open_) return;
        if (outgoing_.size() == most_answers_waiting) return close();  // the page does not take its answers
        outgoing_.push_back(std::move(answer));
        if (outgoing_.size() == 1) asio::co_spawn(socket_.get_executor(), write(shared_from_this()), asio::detached);
    }

    static asio::awaitable<void> write(std::shared_ptr<CommandSession> self) {
        error_code error;
        while (!error && !self->outgoing_.empty()) {
            self->socket_.text(true);
            const std::string_view text = self->outgoing_.front().view();
            const asio::const_buffer octets = asio::buffer(text);
            co_await self->socket_.async_write(octets, asio::redirect_error(asio::use_awaitable, error));
            self->outgoing_.pop_front();
        }
        if (error) self->close();
    }

    void close() {
        is_open_ = false;
        boost::beast::get_lowest_layer(socket_).close();
    }

    websocket::stream<tcp_stream> socket_;
    VendorForm form_;
    std::string origin_;
    std::shared_ptr<LocalhostParts> parts_;
    std::shared_ptr<CitizenReader> reader_ = {};
    std::deque<PersonalText> outgoing_ = {};
    bool is_open_ = true;
    bool is_reading_ = false;
    bool is_stopped_ = false;
    std::optional<bool> next_read_ = {};  ///< begins when the stopped read has ended; true if it is continuous
};

/// A connection until it is answered.
class PageSession {
  public:
    PageSession(asio::ip::tcp::socket socket, LocalService service, std::shared_ptr<LocalhostParts> parts)
        : stream_(std::move(socket)), service_(service), parts_(std::move(parts)) {}

    asio::awaitable<void> run() {
        const bool is_received = co_await receive();
        if (!is_received) co_return;
        const auto head = parse_request_head(received_);
        if (!head) co_return co_await refuse(400, "malformed_request");
        if (!names_this_machine(*head, service_.port))
            co_return co_await refuse_admission(AdmissionRefusal::host_refused);
        const auto policy = load_policy(parts_->policy, parts_->policy_owner);
        if (!policy) {
            parts_->log(policy.error());
            co_return co_await refuse(503, "policy_invalid");
        }
        const auto rule = admit(*head, service_.port, *policy);
        if (!rule && rule.error() == AdmissionRefusal::consent_impossible && head->method == "GET")
            co_return co_await refuse_consent(*head->origin);
        if (!rule) co_return co_await refuse_admission(rule.error());
        co_await answer(*head, **rule);
    }

  private:
    /// True once the octets of a head are there. Answers a head that is too long.
    asio::awaitable<bool> receive() {
        std::array<char, 1024> room{};
        error_code error;
        stream_.expires_after(receive_time);
        while (received_.find("\r\n\r\n") == std::string::npos) {
            if (received_.size() > max_request_head) {
                co_await refuse(431, "head_too_large");
                co_return false;
            }
            const asio::mutable_buffer part = asio::buffer(room);
            const std::size_t count =
                co_await stream_.async_read_some(part, asio::redirect_error(asio::use_awaitable, error));
            if (error) co_return false;
            received_.append(room.data(), count);
        }
        co_return true;
    }

    asio::awaitable<void> answer(const RequestHead& head, const OriginRule& rule) {
        if (head.method == "OPTIONS" && !head.requested_method.empty()) {
            const std::string response = preflight_response(rule.origin, head.asks_for_private_network);
            co_return co_await write(response, std::string_view());
        }
        if (head.method != "GET") co_return co_await refuse(405, "method_not_allowed", rule.origin);
        if (head.asks_for_websocket && service_.form == VendorForm::est) {
            auto session = std::make_shared<CommandSession>(std::move(stream_), service_.form, rule.origin, parts_);
            co_return co_await CommandSession::run(session, std::move(received_));
        }
        const auto request = parse_target(service_.form, head.target);
        if (!request) {
            const int status = request.error() == TargetFault::jsonp ? 403 : 404;
            co_return co_await refuse(status, target_fault_names[request.error()], rule.origin);
        }
        if (request->act == VendorAct::read) co_return co_await read(rule);
        const PersonalText body = plain_answer(parts_->forms, service_.form, *request);
        co_await respond(200, body.view(), rule.origin);
    }

    asio::awaitable<void> read(const OriginRule& rule) {
        const auto reader = reader_for(*parts_);
        Outcome outcome = std::unexpected{no_daemon};
        if (reader) {
            // Any octet or end means that the page does not wait any more.
            auto octet = std::make_shared<char>();
            stream_.socket().async_read_some(asio::buffer(octet.get(), 1),
                                             [reader, octet](const error_code& error, std::size_t) {
                                                 if (error != asio::error::operation_aborted) reader->cancel();
                                             });
            outcome = co_await parts_->readers.read(reader, rule, parts_->forms.fields(), false);
            error_code ignored;
            stream_.socket().cancel(ignored);
        }
        log_read(*parts_, service_.form, rule.origin, outcome);
        const PersonalText body = read_answer(parts_->forms, service_.form, outcome);
        co_await respond(200, body.view(), rule.origin);
    }

    asio::awaitable<void> refuse_consent(const std::string& origin) {
        parts_->log(origin + " needs consent, which cannot be asked here: consent_impossible");
        const PersonalText body =
            read_answer(parts_->forms, service_.form,
                        std::unexpected{ReadProblem{"consent_impossible", "此网站须经现场确认，请使用浏览器扩展程序"}});
        co_await respond(403, body.view(), origin);
    }
    asio::awaitable<void> refuse_admission(AdmissionRefusal refusal) {
        const std::string code{admission_refusal_names[refusal]};
        // The request's own words stay out of the log.
        parts_->log(std::string{vendor_form_names[service_.form]} + ": a request was refused: " + code);
        co_await refuse(403, code);
    }
    asio::awaitable<void> refuse(int status, std::string_view code, std::string_view origin = {}) {
        const std::string body = refusal_body(code);
        co_await respond(status, body, origin);
    }
    asio::awaitable<void> respond(int status, std::string_view body, std::string_view origin) {
        const std::string head = response_head(status, body.size(), origin);
        co_await write(head, body);
    }

    asio::awaitable<void> write(std::string_view head, std::string_view body) {
        const std::array<asio::const_buffer, 2> octets{asio::buffer(head), asio::buffer(body)};
        error_code error;
        stream_.expires_after(send_time);
        co_await asio::async_write(stream_, octets, asio::redirect_error(asio::use_awaitable, error));
        if (!error) stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
        // A socket that is closed with octets unread resets the connection before the answer is read.
        std::array<char, 1024> room{};
        stream_.expires_after(linger_time);
        for (std::size_t discarded = 0; !error && discarded < most_to_discard;) {
            const asio::mutable_buffer part = asio::buffer(room);
            discarded += co_await stream_.async_read_some(part, asio::redirect_error(asio::use_awaitable, error));
        }
    }

    tcp_stream stream_;
    LocalService service_;
    std::shared_ptr<LocalhostParts> parts_;
    std::string received_ = {};
};

}  // namespace

asio::awaitable<void> serve_page(asio::ip::tcp::socket socket, LocalService service,
                                 std::shared_ptr<LocalhostParts> parts) {
    PageSession session{std::move(socket), service, std::move(parts)};
    co_await session.run();
}

}  // namespace fivestar::browser
