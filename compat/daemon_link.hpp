// SPDX-License-Identifier: Apache-2.0
// Requests of the library to the daemon, each within a deadline. Any thread may make them; each request has a
// connection of its own, and a connection made before a fork is not used after it.
#pragma once

#include "client/connection.hpp"
#include "compat/octets.hpp"
#include "compat/return_code.hpp"

#include <chrono>
#include <expected>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace fivestar::compat {

inline constexpr std::size_t text_size = 256;
inline constexpr std::size_t portrait_size = 1024;
inline constexpr std::size_t most_addresses = 280;
inline constexpr std::size_t management_size = 28;

/// A reader with a security module, and the card on it.
struct ReaderStatus {
    std::string id;
    std::string sam_id;  ///< printed; empty if it is not known
    std::string card;    ///< id of a Chinese identity card; empty if there is none
    bool has_module = false;
    bool is_responsive = true;
};

struct BaseMessage {
    Octets<text_size> text;
    Octets<portrait_size> portrait;  ///< empty if it is not granted, or the card has none
    std::string sam_id;
    std::string read;  ///< id of the read, for its picture
};

/// A portrait that the caller wants as a picture costs the daemon a conversion, and needs a grant of its own.
enum class Portrait : std::uint8_t { as_stored, for_picture };

/// The readers as the daemon listed them, and the time of the question.
struct Snapshot {
    std::vector<ReaderStatus> readers = {};
    std::chrono::steady_clock::time_point at = {};
};

class DaemonLink {
  public:
    template <class T>
    using Result = std::expected<T, Code>;

    explicit DaemonLink(std::string socket);
    DaemonLink(const DaemonLink&) = delete;
    DaemonLink& operator=(const DaemonLink&) = delete;
    ~DaemonLink();

    /// Lists the readers of this client, in the order of the daemon. Answers again what it knew a moment ago, since
    /// programs ask several times in a row.
    [[nodiscard]] Result<Snapshot> readers();

    /// Reads text and portrait of a card. The picture of the read can be asked for if the portrait is `for_picture`.
    [[nodiscard]] Result<std::unique_ptr<BaseMessage>> base_message(const std::string& reader, const std::string& card,
                                                                    Portrait portrait = Portrait::as_stored);
    /// The portrait of a read as a picture of this media type. `no_item` without a decoder in the daemon, or a grant.
    [[nodiscard]] Result<client::Response> picture(const std::string& read, const char* media_type);
    /// Reads the appended addresses; empty if the card has none.
    [[nodiscard]] Result<void> addresses(const std::string& reader, const std::string& card,
                                         Octets<most_addresses>& into);
    /// Reads the management information. `no_item` if reader or card has none.
    [[nodiscard]] Result<void> management(const std::string& reader, const std::string& card,
                                          Octets<management_size>& into);

    // For fork(2): nothing is locked in the child, and no connection of the parent is in use there.
    void before_fork() { mutex_.lock(); }
    void after_fork() { mutex_.unlock(); }

  private:
    using Connection = client::Connection;
    using Response = client::Response;
    using Time = std::chrono::steady_clock::time_point;

    [[nodiscard]] std::optional<Connection> take_connection();
    void give_back(Connection connection);
    [[nodiscard]] Result<Response> send(const fivestar_request& request);
    [[nodiscard]] Result<Response> read(const std::string& reader, const std::string& card, const char* fields);

    const std::string socket_;
    std::mutex mutex_;  // guards the members below; never held while a request runs
    pid_t owner_;       ///< process that made the connections
    std::vector<Connection> idle_;
    Snapshot known_;
    Time silent_until_ = {};
};

}  // namespace fivestar::compat
