// SPDX-License-Identifier: Apache-2.0
// The routes POST /v1/read and /v1/reads/{id}.
#pragma once

#include "daemon/api/answer.hpp"
#include "daemon/api/read_answer.hpp"
#include "daemon/http/event_stream.hpp"
#include "daemon/http/route_table.hpp"
#include "daemon/reads/portrait_converter_pool.hpp"
#include "daemon/reads/read_service.hpp"

#include <chrono>
#include <memory>

namespace fivestar::daemon {

class ReadRoutes {
  public:
    /// The references must outlive this object.
    ReadRoutes(ReadService& reads, PortraitConverterPool& portraits, Today today,
               std::chrono::milliseconds heartbeat = stream_heartbeat);
    ReadRoutes(const ReadRoutes&) = delete;
    ReadRoutes& operator=(const ReadRoutes&) = delete;
    ~ReadRoutes() = default;

    /// This object must outlive the table.
    void add_to(RouteTable& table);

  private:
    [[nodiscard]] boost::asio::awaitable<Answer> post_read(Request& request);
    [[nodiscard]] Answer get_read(Request& request) const;
    [[nodiscard]] boost::asio::awaitable<Answer> get_portrait(Request& request);
    [[nodiscard]] Answer delete_read(Request& request);

    /// Returns the read that the path names; null if the client has no such read.
    [[nodiscard]] std::shared_ptr<const FinishedRead> read_of(Request& request) const;

    ReadService& reads_;
    PortraitConverterPool& portraits_;
    const Today today_;
    const std::chrono::milliseconds heartbeat_;
};

}  // namespace fivestar::daemon
