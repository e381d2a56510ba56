// The daemon's part that serves reads and events, on a socket of its own: embedded readers, a card reader that does
// what a test says, everything else as it is in the daemon.
#pragma once

#include "daemon/api/comparison_routes.hpp"
#include "daemon/api/event_routes.hpp"
#include "daemon/api/read_routes.hpp"
#include "daemon/audit/audit_entry.hpp"
#include "daemon/http/http_server.hpp"
#include "daemon/readers/embedded_source.hpp"
#include "tests/daemon/api/collected_log.hpp"
#include "tests/daemon/http/raw_client.hpp"
#include "tests/daemon/http/served.hpp"

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

/// A thing that happens once, and that threads wait for.
class Happening {
  public:
    void happen();
    /// False if it takes too long.
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

/// Everything, but of the fields these alone.
[[nodiscard]] daemon::Grants granted(std::initializer_list<std::string_view> paths);

/// A member that is a string.
[[nodiscard]] std::string text(const boost::json::value& body, std::string_view name);

class ReadHouse {
  public:
    explicit ReadHouse(const std::vector<std::string>& readers = {"front-desk"}, daemon::HoldRules rules = {});
    ReadHouse(const ReadHouse&) = delete;
    ReadHouse& operator=(const ReadHouse&) = delete;
    ~ReadHouse();

    /// What reading a card does from now on; at first it brings `full_outcome`.
    void set_reading(daemon::CardReader reading);
    void set_deadline(std::chrono::milliseconds deadline);
    /// At first it is 2026-01-31.
    void set_today(std::chrono::year_month_day today);
    /// From the next request on the client is this one, with these grants.
    void become(const std::string& client, daemon::Grants grants = daemon::Grants::everything());
    void set_policy(std::shared_ptr<const daemon::Policy> policy);

    /// Puts a card there and waits until its reader shows it; its id.
    std::string insert(const std::string& reader = "front-desk");
    /// Takes it away and waits until the I/O thread knows.
    void remove(const std::string& reader = "front-desk");

    [[nodiscard]] JsonAnswer post(std::string_view body, std::string_view headers = {});
    [[nodiscard]] JsonAnswer post_to(std::string_view path, std::string_view body);
    [[nodiscard]] JsonAnswer get(std::string_view path, std::string_view headers = {});
    [[nodiscard]] JsonAnswer erase(std::string_view path);
    /// The octets of the request.
    [[nodiscard]] static std::string request(std::string_view method, std::string_view path, std::string_view body = {},
                                             std::string_view headers = {});
    [[nodiscard]] const std::filesystem::path& socket() const { return socket_; }
    [[nodiscard]] RawClient client() const { return RawClient{socket_}; }
    /// The next event of a stream whose head was read; nothing if none comes.
    [[nodiscard]] static std::optional<SentEvent> next_event(RawClient& client);
    /// Asks for a stream and reads its head.
    static void open_stream(RawClient& client, std::string_view request);

    /// Runs on the I/O thread, waits until it has run.
    void on_io(const std::function<void()>& call);
    [[nodiscard]] daemon::EmbeddedSource& source() { return *source_; }
    [[nodiscard]] const daemon::ReaderRegistry& registry() const { return registry_; }
    [[nodiscard]] const daemon::RouteTable& routes() const { return routes_; }
    [[nodiscard]] daemon::ReadStore& store() { return store_; }  ///< on the I/O thread only
    [[nodiscard]] daemon::EventHub& hub() { return hub_; }       ///< on the I/O thread only
    /// From now on audit entries go there, on the I/O thread. Before, and if it is empty, they go nowhere.
    void audit_with(daemon::AuditLog audit);

  private:
    [[nodiscard]] JsonAnswer ask(const std::string& request);
    [[nodiscard]] std::chrono::year_month_day today();
    [[nodiscard]] bool shows_card(const std::string& reader, bool card) const;

    TemporaryDirectory directory_;
    std::filesystem::path socket_;
    SystemClock clock_;
    SystemRandom random_;
    CollectedLog log_;
    std::mutex mutex_;  // guards what follows
    daemon::CardReader reading_;
    std::chrono::milliseconds deadline_{30'000};
    std::chrono::year_month_day today_;
    std::shared_ptr<const daemon::Policy> policy_;
    boost::asio::io_context context_{1};
    std::shared_ptr<daemon::EmbeddedSource> source_;
    daemon::ReaderRegistry registry_;
    daemon::EventHub hub_;
    daemon::ReadStore store_;
    daemon::ReaderEventBridge news_;
    daemon::RouteTable routes_;
    daemon::PortraitConverterPool portraits_;
    daemon::ReadRoutes reads_;
    daemon::ComparisonRoutes comparisons_;
    daemon::AuditLog audit_ = {};  // on the I/O thread
    daemon::HttpServer server_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::thread thread_;
};

}  // namespace fivestar::test
