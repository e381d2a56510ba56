// SPDX-License-Identifier: Apache-2.0
// A client that sends and shows raw octets.
#pragma once

#include "crypto/base/descriptor.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace fivestar::test {

class RawClient {
  public:
    explicit RawClient(const std::filesystem::path& socket);

    /// Sends octets; false if the server has closed the connection.
    bool send(std::string_view octets);
    /// Shuts down the sending side only.
    void stop_sending();

    struct Answer {
        unsigned status = 0;
        std::string head;
        std::string body;
    };
    /// Returns the next answer, by its Content-Length; nothing at the end of the connection or after a time-out.
    [[nodiscard]] std::optional<Answer> answer(bool without_body = false);
    /// Sends a request and returns the answer.
    [[nodiscard]] std::optional<Answer> ask(std::string_view octets);
    /// Returns everything up to and including `text`; nothing if it does not come.
    [[nodiscard]] std::optional<std::string> until(std::string_view text);
    /// True if the server closes within `patience`. Discards what it sends.
    [[nodiscard]] bool is_closed(std::chrono::milliseconds patience = std::chrono::seconds{60});

    [[nodiscard]] int descriptor() const { return socket_.number(); }

  private:
    bool receive(std::chrono::milliseconds patience);

    Descriptor socket_;
    std::string received_;
};

}  // namespace fivestar::test
