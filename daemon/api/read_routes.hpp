// POST /v1/read and the finished reads under /v1/reads.
#pragma once

#include "daemon/http/route_table.hpp"
#include "daemon/reads/read_session.hpp"

#include <memory>
#include <set>

namespace fivestar::daemon {

class ReadRoutes {
  public:
    explicit ReadRoutes(ReadServices services);
    ReadRoutes(const ReadRoutes&) = delete;
    ReadRoutes& operator=(const ReadRoutes&) = delete;
    /// The I/O thread must no longer run.
    ~ReadRoutes() = default;

    /// This object must outlive the table.
    void add_to(RouteTable& table);

    /// Reads that have been accepted, and wait for their reader. On the I/O thread.
    [[nodiscard]] std::size_t queued() const;

  private:
    [[nodiscard]] boost::asio::awaitable<Reply> post_read(Request& request);
    [[nodiscard]] Reply get_read(Request& request) const;
    [[nodiscard]] boost::asio::awaitable<Reply> get_portrait(Request& request);
    [[nodiscard]] Reply delete_read(Request& request);

    /// The read of the path, if it exists for this client.
    [[nodiscard]] std::shared_ptr<const FinishedRead> read_of(Request& request) const;

    const ReadServices services_;
    std::set<std::shared_ptr<ReadSession>> running_ = {};
};

}  // namespace fivestar::daemon
