// SPDX-License-Identifier: Apache-2.0
// The other side of the socket, octet by octet: says exactly what it is told to, and shows exactly what comes.
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

    /// False if the other side has closed.
    bool send(std::string_view octets);
    /// Closes the sending side only.
    void stop_sending();

    struct Answer {
        unsigned status = 0;
        std::string head;
        std::string body;
    };
    /// The next answer, by its Content-Length; nothing if the connection ended or fell silent first.
    [[nodiscard]] std::optional<Answer> answer(bool without_body = false);
    /// Asks and waits for the answer.
    [[nodiscard]] std::optional<Answer> ask(std::string_view octets);
    /// Everything up to and including `text`; nothing if it does not come.
    [[nodiscard]] std::optional<std::string> until(std::string_view text);
    /// Whether the other side closes within `patience`, whatever it says before.
    [[nodiscard]] bool is_closed(std::chrono::milliseconds patience = std::chrono::seconds{60});

    [[nodiscard]] int descriptor() const { return socket_.number(); }

  private:
    bool receive(std::chrono::milliseconds patience);

    Descriptor socket_;
    std::string received_;
};

}  // namespace fivestar::test
