#include "tests/daemon/api/api_fixture.hpp"

#include "daemon/api/reader_json.hpp"
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

constexpr auto patience = 10s;

/// Says 9000 to everything: enough to be taken for a chip.
class AgreeableChannel final : public apdu::Channel {
    Result<apdu::Response> transmit(const apdu::Command&) override {
        return apdu::Response{.data = {}, .sw = apdu::sw::success};
    }
};

class AgreeableCard final : public apdu::CardConnection {
  public:
    apdu::Channel& channel() override { return channel_; }
    [[nodiscard]] ByteView atr() const override { return {}; }
    [[nodiscard]] apdu::Protocol protocol() const override { return apdu::Protocol::t1; }
    [[nodiscard]] bool extended_length() const override { return false; }
    Result<void> reset() override { return {}; }

  private:
    AgreeableChannel channel_;
};

Result<std::unique_ptr<apdu::CardConnection>> connect_agreeable() {
    return std::make_unique<AgreeableCard>();
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

ReadHouse::ReadHouse(const std::vector<std::string>& readers, daemon::HoldRules rules)
    : socket_(directory_.path() / "http.sock"),
      reading_([](apdu::CardConnection&, const daemon::ReadRequest&, daemon::ReadObserver&, daemon::JobContext&) {
          return Result<daemon::ReadOutcome>{full_outcome()};
      }),
      today_(2026y / 1 / 31),
      policy_(open_policy()),
      source_(std::make_shared<daemon::EmbeddedSource>(readers)),
      registry_(source_, clock_, random_),
      hub_(context_.get_executor(), clock_, random_,
           [this](const daemon::Grants& grants, std::string_view reader) {
               return daemon::readers_json(registry_.readers(), grants, reader);
           }),
      store_(context_.get_executor(), rules, clock_, random_),
      news_(context_.get_executor(), registry_, hub_, store_),
      portraits_(daemon::PortraitConverter{FIVESTAR_PORTRAIT_PROGRAM}),
      reads_({.registry = registry_,
              .news = news_,
              .store = store_,
              .hub = hub_,
              .clock = clock_,
              .portraits = portraits_,
              .read_card =
                  [this](apdu::CardConnection& connection, const daemon::ReadRequest& order,
                         daemon::ReadObserver& observer, daemon::JobContext& job) {
                      std::unique_lock lock{mutex_};
                      const auto reading = reading_;
                      lock.unlock();
                      return reading(connection, order, observer, job);
                  },
              .today = [this] { return today(); },
              .deadline =
                  [this] {
                      const std::lock_guard lock{mutex_};
                      return deadline_;
                  }}),
      comparisons_(store_, [this] { return today(); }),
      server_(context_, {}, routes_,
              [this] {
                  const std::lock_guard lock{mutex_};
                  return policy_;
              },
              clock_, log_,
              {.on_problem = {},
               .audit =
                   [this](const daemon::AuditEntry& entry) {
                       if (audit_) audit_(entry);
                   }}),
      work_(context_.get_executor()) {
    reads_.add_to(routes_);
    comparisons_.add_to(routes_);
    daemon::add_event_routes(routes_, registry_, hub_);
    registry_.start();
    auto listening = daemon::ListeningSocket::bind(socket_);
    if (!listening || !server_.start(std::move(*listening))) throw std::runtime_error{"cannot listen"};
    thread_ = std::thread{[this] { context_.run(); }};
}

ReadHouse::~ReadHouse() {
    boost::asio::co_spawn(context_, server_.stop(), [this](const std::exception_ptr&) { context_.stop(); });
    thread_.join();
    static_cast<void>(registry_.stop());
}

void ReadHouse::set_reading(daemon::CardReader reading) {
    const std::lock_guard lock{mutex_};
    reading_ = std::move(reading);
}

void ReadHouse::set_deadline(std::chrono::milliseconds deadline) {
    const std::lock_guard lock{mutex_};
    deadline_ = deadline;
}

void ReadHouse::set_today(std::chrono::year_month_day today) {
    const std::lock_guard lock{mutex_};
    today_ = today;
}

std::chrono::year_month_day ReadHouse::today() {
    const std::lock_guard lock{mutex_};
    return today_;
}

void ReadHouse::become(const std::string& client, daemon::Grants grants) {
    std::vector<daemon::ClientRule> rules;
    rules.push_back({.name = client, .who = daemon::UserRule{::geteuid()}, .grants = std::move(grants)});
    set_policy(std::make_shared<const daemon::Policy>(std::move(rules), ::geteuid(), 1'000'000'000U));
}

void ReadHouse::set_policy(std::shared_ptr<const daemon::Policy> policy) {
    const std::lock_guard lock{mutex_};
    policy_ = std::move(policy);
}

std::string ReadHouse::insert(const std::string& reader) {
    source_->insert(reader, {.connect = connect_agreeable, .atr = {}});
    if (!shows_card(reader, true)) throw std::runtime_error{"the card is not shown"};
    on_io([] {});
    return registry_.reader(reader)->card->id;
}

void ReadHouse::remove(const std::string& reader) {
    source_->remove(reader);
    if (!shows_card(reader, false)) throw std::runtime_error{"the card is still shown"};
    on_io([] {});
}

bool ReadHouse::shows_card(const std::string& reader, bool card) const {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < end) {
        const auto view = registry_.reader(reader);
        if (view && view->card.has_value() == card) return true;
        std::this_thread::sleep_for(1ms);
    }
    return false;
}

JsonAnswer ReadHouse::post(std::string_view body, std::string_view headers) {
    return ask(request("POST", "/v1/read", body, headers));
}

JsonAnswer ReadHouse::post_to(std::string_view path, std::string_view body) {
    return ask(request("POST", path, body));
}

JsonAnswer ReadHouse::get(std::string_view path, std::string_view headers) {
    return ask(request("GET", path, {}, headers));
}

JsonAnswer ReadHouse::erase(std::string_view path) {
    return ask(request("DELETE", path));
}

JsonAnswer ReadHouse::ask(const std::string& request) {
    const auto answer = client().ask(request);
    if (!answer) return {};
    JsonAnswer json{.status = answer->status, .head = answer->head, .body = nullptr};
    if (answer->head.find("json") != std::string::npos) json.body = boost::json::parse(answer->body);
    return json;
}

std::string ReadHouse::request(std::string_view method, std::string_view path, std::string_view body,
                               std::string_view headers) {
    std::string text{method};
    text.append(" ").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n").append(headers);
    if (!body.empty()) text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    return text.append("\r\n").append(body);
}

std::optional<SentEvent> ReadHouse::next_event(RawClient& client) {
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

void ReadHouse::open_stream(RawClient& client, std::string_view request) {
    if (!client.send(request)) throw std::runtime_error{"cannot ask"};
    const auto head = client.until("\r\n\r\n");
    if (!head || !head->starts_with("HTTP/1.1 200")) throw std::runtime_error{"no stream: " + head.value_or("nothing")};
}

void ReadHouse::audit_with(daemon::AuditLog audit) {
    on_io([&] { audit_ = std::move(audit); });
}

void ReadHouse::on_io(const std::function<void()>& call) {
    std::promise<void> done;
    boost::asio::post(context_, [&] {
        call();
        done.set_value();
    });
    done.get_future().get();
}

}  // namespace fivestar::test
