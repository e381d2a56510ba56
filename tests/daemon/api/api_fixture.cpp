// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/api/api_fixture.hpp"

#include "tests/daemon/api/specimen_outcome.hpp"

#include <future>
#include <stdexcept>
#include <unistd.h>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/json/parse.hpp>

namespace fivestar::test {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 60s;

/// Answers 9000 to every command.
class SucceedingChannel final : public apdu::Channel {
    Result<apdu::Response> transmit(const apdu::Command&) override {
        return apdu::Response{.data = {}, .sw = apdu::sw::success};
    }
};

class SucceedingCard final : public apdu::CardConnection {
  public:
    apdu::Channel& channel() override { return channel_; }
    [[nodiscard]] ByteView atr() const override { return {}; }
    [[nodiscard]] apdu::Protocol protocol() const override { return apdu::Protocol::t1; }
    [[nodiscard]] bool extended_length() const override { return false; }
    Result<void> reset() override { return {}; }

  private:
    SucceedingChannel channel_;
};

Result<std::unique_ptr<apdu::CardConnection>> connect_card() {
    return std::make_unique<SucceedingCard>();
}

}  // namespace

daemon::Grants granted(std::initializer_list<std::string_view> paths) {
    daemon::Grants grants = daemon::Grants::everything();
    grants.fields = {};
    for (const std::string_view path : paths) {
        if (!grants.fields.add(path)) throw std::invalid_argument{std::string{path}};
    }
    return grants;
}

std::string text(const boost::json::value& body, std::string_view name) {
    return std::string{body.at(name).as_string()};
}

void Happening::happen() {
    const std::lock_guard lock{mutex_};
    happened_ = true;
    changed_.notify_all();
}

bool Happening::wait() {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, patience, [this] { return happened_; });
}

std::string JsonAnswer::code() const {
    const auto* object = body.if_object();
    const auto* code = object != nullptr ? object->if_contains("code") : nullptr;
    return code != nullptr ? std::string{code->as_string()} : std::string{};
}

std::string JsonAnswer::field() const {
    const auto* field = body.as_object().if_contains("field");
    return field != nullptr ? std::string{field->as_string()} : std::string{};
}

ApiFixture::ApiFixture(const std::vector<std::string>& readers, daemon::HoldRules rules,
                       std::chrono::milliseconds heartbeat)
    : socket_(directory_.path() / "http.sock"),
      reading_([](apdu::CardConnection&, const daemon::ReadRequest&, daemon::ReadObserver&, daemon::JobContext&) {
          return Result<daemon::ReadOutcome>{full_outcome()};
      }),
      today_(2026y / 1 / 31),
      policy_(open_policy()),
      source_(std::make_shared<daemon::EmbeddedSource>(readers)),
      service_(context_, parts(rules, heartbeat)),
      work_(context_.get_executor()) {
    service_.registry().start();
    auto listening = daemon::ListeningSocket::bind(socket_);
    if (!listening || !service_.serve(std::move(*listening))) throw std::runtime_error{"cannot listen"};
    thread_ = std::thread{[this] { context_.run(); }};
}

ApiFixture::~ApiFixture() {
    boost::asio::co_spawn(context_, service_.stop(), [this](const std::exception_ptr&) { context_.stop(); });
    thread_.join();
    static_cast<void>(service_.registry().stop());
}

daemon::ServiceParts ApiFixture::parts(daemon::HoldRules rules, std::chrono::milliseconds heartbeat) {
    return {.readers = source_,
            .clock = clock_,
            .random = random_,
            .log = log_,
            .read_card =
                [this](apdu::CardConnection& connection, const daemon::ReadRequest& request,
                       daemon::ReadObserver& observer, daemon::JobContext& job) {
                    std::unique_lock lock{mutex_};
                    const auto reading = reading_;
                    lock.unlock();
                    return reading(connection, request, observer, job);
                },
            .hold = rules,
            .deadline =
                [this] {
                    const std::lock_guard lock{mutex_};
                    return deadline_;
                },
            .today = [this] { return today(); },
            .evidence_key = [] { return nullptr; },
            .portrait_program = FIVESTAR_PORTRAIT_PROGRAM,
            .policy =
                [this] {
                    const std::lock_guard lock{mutex_};
                    return policy_;
                },
            .on_problem = {},
            .audit =
                [this](const daemon::AuditEntry& entry) {
                    if (audit_) audit_(entry);
                },
            .load_pinyin =
                [this] {
                    std::unique_lock lock{mutex_};
                    const auto load = load_pinyin_;
                    lock.unlock();
                    load();
                },
            .heartbeat = heartbeat};
}

void ApiFixture::load_pinyin_with(std::function<void()> load) {
    const std::lock_guard lock{mutex_};
    load_pinyin_ = std::move(load);
}

void ApiFixture::set_reading(daemon::CardReader reading) {
    const std::lock_guard lock{mutex_};
    reading_ = std::move(reading);
}

void ApiFixture::set_deadline(std::chrono::milliseconds deadline) {
    const std::lock_guard lock{mutex_};
    deadline_ = deadline;
}

void ApiFixture::set_today(std::chrono::year_month_day today) {
    const std::lock_guard lock{mutex_};
    today_ = today;
}

std::chrono::year_month_day ApiFixture::today() {
    const std::lock_guard lock{mutex_};
    return today_;
}

void ApiFixture::become(const std::string& client, daemon::Grants grants) {
    std::vector<daemon::ClientRule> rules;
    rules.push_back({.name = client, .who = daemon::UserRule{::geteuid()}, .grants = std::move(grants)});
    set_policy(std::make_shared<const daemon::Policy>(std::move(rules), ::geteuid(), 1'000'000'000U));
}

void ApiFixture::set_policy(std::shared_ptr<const daemon::Policy> policy) {
    const std::lock_guard lock{mutex_};
    policy_ = std::move(policy);
}

std::string ApiFixture::insert(const std::string& reader) {
    const auto connect = [this] {
        std::this_thread::sleep_for(connecting_.load());
        return connect_card();
    };
    await(daemon::ReaderEventKind::card_inserted, reader,
          [&] { source_->insert(reader, {.connect = connect, .atr = {}}); });
    return service_.registry().reader(reader)->card->id;
}

void ApiFixture::remove(const std::string& reader) {
    await(daemon::ReaderEventKind::card_removed, reader, [&] { source_->remove(reader); });
}

void ApiFixture::await(daemon::ReaderEventKind kind, const std::string& reader, const std::function<void()>& cause) {
    std::promise<void> told;
    // After the service's own subscription: what the event causes on the I/O thread is posted by then.
    const auto subscription =
        service_.registry().subscribe([&, is_told = false](const daemon::ReaderEvent& event) mutable {
            if (is_told || event.kind != kind || event.reader != reader) return;
            is_told = true;
            told.set_value();
        });
    cause();
    if (told.get_future().wait_for(patience) != std::future_status::ready) {
        throw std::runtime_error{"the event does not come"};
    }
    on_io([] {});
}

JsonAnswer ApiFixture::post(std::string_view body, std::string_view headers) {
    return ask(request("POST", "/v1/read", body, headers));
}

JsonAnswer ApiFixture::post_to(std::string_view path, std::string_view body) {
    return ask(request("POST", path, body));
}

JsonAnswer ApiFixture::put(std::string_view path, std::string_view body, std::string_view headers) {
    return ask(request("PUT", path, body, headers));
}

JsonAnswer ApiFixture::get(std::string_view path, std::string_view headers) {
    return ask(request("GET", path, {}, headers));
}

JsonAnswer ApiFixture::erase(std::string_view path) {
    return ask(request("DELETE", path));
}

JsonAnswer ApiFixture::ask(const std::string& request) {
    const auto answer = client().ask(request);
    if (!answer) return {};
    JsonAnswer json{.status = answer->status, .head = answer->head, .body = nullptr};
    if (answer->head.find("json") != std::string::npos) json.body = boost::json::parse(answer->body);
    return json;
}

std::string ApiFixture::request(std::string_view method, std::string_view path, std::string_view body,
                                std::string_view headers) {
    std::string text{method};
    text.append(" ").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n").append(headers);
    if (!body.empty()) text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    return text.append("\r\n").append(body);
}

std::optional<SentEvent> ApiFixture::next_event(RawClient& client) {
    const auto field = [](std::string_view text, std::string_view name) {
        const std::size_t at = text.find(name);
        if (at == std::string_view::npos) return std::string{};
        const std::size_t start = at + name.size();
        return std::string{text.substr(start, text.find('\n', start) - start)};
    };
    for (;;) {
        const auto block = client.until("\n\n");
        if (!block) return std::nullopt;
        if (block->find("data: ") == std::string::npos) continue;  // a comment
        return SentEvent{.name = field(*block, "event: "),
                         .id = field(*block, "id: "),
                         .data = boost::json::parse(field(*block, "data: "))};
    }
}

void ApiFixture::open_stream(RawClient& client, std::string_view request) {
    if (!client.send(request)) throw std::runtime_error{"cannot ask"};
    const auto head = client.until("\r\n\r\n");
    if (!head || !head->starts_with("HTTP/1.1 200")) throw std::runtime_error{"no stream: " + head.value_or("nothing")};
}

void ApiFixture::audit_with(daemon::AuditLog audit) {
    on_io([&] { audit_ = std::move(audit); });
}

void ApiFixture::on_io(const std::function<void()>& call) {
    std::promise<void> done;
    boost::asio::post(context_, [&] {
        call();
        done.set_value();
    });
    done.get_future().get();
}

}  // namespace fivestar::test
