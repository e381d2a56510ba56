// SPDX-License-Identifier: Apache-2.0
// The daemon's `Service` on a socket of its own, with embedded readers and a card reader that the test provides.
#pragma once

#include "daemon/audit/audit_entry.hpp"
#include "daemon/readers/embedded_source.hpp"
#include "daemon/service.hpp"
#include "tests/daemon/api/collected_log.hpp"
#include "tests/daemon/http/raw_client.hpp"
#include "tests/daemon/http/served.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/value.hpp>

namespace fivestar::test {

/// An event that happens once and that threads wait for.
class Happening {
  public:
    void happen();
    /// Waits for the event; false after ten seconds.
    [[nodiscard]] bool wait();

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool happened_ = false;
};

/// An answer whose body is JSON.
struct JsonAnswer {
    unsigned status = 0;
    std::string head;
    boost::json::value body;

    [[nodiscard]] std::string code() const;   ///< of a problem
    [[nodiscard]] std::string field() const;  ///< of a problem
};

struct SentEvent {
    std::string name;
    std::string id;
    boost::json::value data;
};

/// Returns grants for everything, but for these fields alone.
[[nodiscard]] daemon::Grants granted(std::initializer_list<std::string_view> paths);

/// Returns a member that is a string.
[[nodiscard]] std::string text(const boost::json::value& body, std::string_view name);

class ApiFixture {
  public:
    explicit ApiFixture(const std::vector<std::string>& readers = {"front-desk"}, daemon::HoldRules rules = {},
                        std::chrono::milliseconds heartbeat = daemon::stream_heartbeat);
    ApiFixture(const ApiFixture&) = delete;
    ApiFixture& operator=(const ApiFixture&) = delete;
    ~ApiFixture();

    /// Sets the function that reads cards; the initial one returns `full_outcome`.
    void set_reading(daemon::CardReader reading);
    void set_deadline(std::chrono::milliseconds deadline);
    /// Sets how long the connection to a card takes from now on.
    void set_connecting(std::chrono::milliseconds duration) { connecting_ = duration; }
    /// Sets the day, which is 2026-01-31 at first.
    void set_today(std::chrono::year_month_day today);
    /// Makes the test this client, with these grants, from the next request on.
    void become(const std::string& client, daemon::Grants grants = daemon::Grants::everything());
    void set_policy(std::shared_ptr<const daemon::Policy> policy);

    /// Inserts a card, waits until its reader shows it, and returns its id.
    std::string insert(const std::string& reader = "front-desk");
    /// Removes the card and waits until the I/O thread has handled the event.
    void remove(const std::string& reader = "front-desk");

    [[nodiscard]] JsonAnswer post(std::string_view body, std::string_view headers = {});
    [[nodiscard]] JsonAnswer post_to(std::string_view path, std::string_view body);
    [[nodiscard]] JsonAnswer put(std::string_view path, std::string_view body, std::string_view headers = {});
    [[nodiscard]] JsonAnswer get(std::string_view path, std::string_view headers = {});
    [[nodiscard]] JsonAnswer erase(std::string_view path);
    /// Returns the octets of a request.
    [[nodiscard]] static std::string request(std::string_view method, std::string_view path, std::string_view body = {},
                                             std::string_view headers = {});
    [[nodiscard]] const std::filesystem::path& socket() const { return socket_; }
    [[nodiscard]] RawClient client() const { return RawClient{socket_}; }
    /// Returns the next event of a stream whose head has been read; nothing if none arrives.
    [[nodiscard]] static std::optional<SentEvent> next_event(RawClient& client);
    /// Requests a stream and reads its head.
    static void open_stream(RawClient& client, std::string_view request);

    /// Calls a function on the I/O thread and waits for it.
    void on_io(const std::function<void()>& call);
    [[nodiscard]] daemon::EmbeddedSource& source() { return *source_; }
    [[nodiscard]] const daemon::ReaderRegistry& registry() const { return service_.registry(); }
    [[nodiscard]] const daemon::RouteTable& routes() const { return service_.routes(); }
    [[nodiscard]] daemon::ReadStore& store() { return service_.reads().store(); }  ///< on the I/O thread only
    [[nodiscard]] daemon::ScannedKeys& keys() { return service_.reads().keys(); }  ///< on the I/O thread only
    [[nodiscard]] daemon::EventHub& hub() { return service_.hub(); }               ///< on the I/O thread only
    /// Sets the function that loads the readings of Chinese characters; the initial one loads ICU's.
    void load_pinyin_with(std::function<void()> load);
    /// Sets the receiver of audit entries, which is called on the I/O thread. An empty function discards them.
    void audit_with(daemon::AuditLog audit);

  private:
    [[nodiscard]] JsonAnswer ask(const std::string& request);
    [[nodiscard]] std::chrono::year_month_day today();
    [[nodiscard]] daemon::ServiceParts parts(daemon::HoldRules rules, std::chrono::milliseconds heartbeat);
    /// Calls `cause` and waits until the service has taken this event of the reader.
    void await(daemon::ReaderEventKind kind, const std::string& reader, const std::function<void()>& cause);

    TemporaryDirectory directory_;
    std::filesystem::path socket_;
    SystemClock clock_;
    SystemRandom random_;
    CollectedLog log_;
    std::atomic<std::chrono::milliseconds> connecting_{std::chrono::milliseconds{0}};
    std::mutex mutex_;  // guards the members up to `load_pinyin_`
    daemon::CardReader reading_;
    std::chrono::milliseconds deadline_{30'000};
    std::chrono::year_month_day today_;
    std::shared_ptr<const daemon::Policy> policy_;
    std::function<void()> load_pinyin_ = identity::load_pinyin;
    boost::asio::io_context context_{1};
    std::shared_ptr<daemon::EmbeddedSource> source_;
    daemon::AuditLog audit_ = {};  // on the I/O thread
    daemon::Service service_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::thread thread_;
};

}  // namespace fivestar::test
