// SPDX-License-Identifier: Apache-2.0
// `Desk` is the state of the process: which ports are open, and how far it is with the card on each. It outlives the
// closing of a port, because programs open and close within every call. Any thread may call.
#pragma once

#include "compat/configuration.hpp"
#include "compat/daemon_link.hpp"
#include "compat/return_code.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace fivestar::compat {

inline constexpr std::size_t printed_sam_id_size = 36;
inline constexpr std::size_t sam_id_size = 16;

/// The 16 octets of a printed id (GA/T 467: five little-endian numbers); nothing unless it has that form.
[[nodiscard]] std::optional<std::array<std::uint8_t, sam_id_size>> sam_id_octets(const std::string& printed);

class Desk {
  public:
    template <class T>
    using Result = std::expected<T, Code>;

    Desk() = default;
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;
    ~Desk() = default;

    // Each function of a port takes `if_open`: 0 if the caller has opened it.

    [[nodiscard]] Code open(int port);
    [[nodiscard]] Code close(int port);
    [[nodiscard]] Code status(int port, int if_open);
    /// The id of the reader at a port.
    [[nodiscard]] Result<std::string> reader(int port);
    /// Makes the card on the port a new one.
    [[nodiscard]] Code reset(int port, int if_open);
    /// The port is known, and open where it must be.
    [[nodiscard]] Code check(int port, int if_open);
    /// The port for interfaces that name none: the first that is configured, of USB if `serial` is false; 0 without
    /// any.
    [[nodiscard]] int usual_port(bool serial);
    /// The ports with a card that was selected and is not known to be gone.
    [[nodiscard]] std::vector<int> ports_with_cards();
    /// False if an administrator wants no files beside the program.
    [[nodiscard]] bool writes_files();

    /// The rate of a serial port, as the process has set it. The driver finds the real one.
    [[nodiscard]] Result<unsigned> rate(int port);
    [[nodiscard]] Code set_rate(int port, unsigned current, unsigned wanted);

    [[nodiscard]] Result<std::string> sam_id(int port, int if_open);

    /// `found` if a card lies there, read or not.
    [[nodiscard]] Code presence(int port, int if_open);
    [[nodiscard]] Code find(int port, int if_open);
    [[nodiscard]] Code select(int port, int if_open);
    [[nodiscard]] Result<std::unique_ptr<BaseMessage>> read(int port, int if_open,
                                                            Portrait portrait = Portrait::as_stored);
    /// See DaemonLink::picture.
    [[nodiscard]] Result<client::Response> picture(const BaseMessage& message, const char* media_type);
    /// The appended addresses of the card that was selected; empty if it has none.
    [[nodiscard]] Code addresses(int port, int if_open, Octets<most_addresses>& into);
    [[nodiscard]] Code management(int port, int if_open, Octets<management_size>& into);

    void before_fork();
    void after_fork();

  private:
    enum class Stage : std::uint8_t { none, found, selected, done };

    struct Port {
        bool is_open = false;
        unsigned rate = 115200;
        std::string reader = {};  ///< id, once it is known
        std::string sam_id = {};
        std::string card = {};                               ///< id of the card that `stage` is about
        std::chrono::steady_clock::time_point seen_at = {};  ///< when the daemon was asked about it last
        Stage stage = Stage::none;
        Code refusal = Code::success;  ///< of `done`: why the card cannot be read at all
        bool has_addresses = false;    ///< `addresses` was read
        Octets<most_addresses> addresses = {};

        void forget_card();
    };
    struct Card {
        std::string reader;
        std::string id;
    };

    void configure();
    [[nodiscard]] Result<ReaderStatus> look(int port, int if_open);
    [[nodiscard]] Result<Card> selected_card(int port, int if_open);
    void settle(int port, const Card& card, Code code);

    std::mutex mutex_;  // guards all members; never held while the daemon is asked
    bool is_configured_ = false;
    std::optional<Configuration> configuration_;
    std::unique_ptr<DaemonLink> link_;
    std::map<int, Port> ports_;
};

}  // namespace fivestar::compat
