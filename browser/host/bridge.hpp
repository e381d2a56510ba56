// SPDX-License-Identifier: Apache-2.0
// One request of a page, carried out at the daemon within the rights of the page's origin.
#pragma once

#include "browser/host/answer.hpp"
#include "browser/host/request.hpp"
#include "browser/policy/policy.hpp"
#include "client/connection.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/array.hpp>

namespace fivestar::browser {

/// The refusal that tells a page that the daemon did not answer.
[[nodiscard]] Refusal refusal_of(fivestar_error error);

/// The answer of the person at the desk, which the extension sends while the request waits for it.
class Consent {
  public:
    enum class Outcome : std::uint8_t { granted, denied, timed_out, closed };

    /// Makes an answer to the request `id` possible; called before the question is sent.
    void expect(std::int64_t id);
    /// Waits for it.
    [[nodiscard]] Outcome wait(std::chrono::milliseconds timeout);
    /// An answer to another request than the expected one is ignored.
    void answer(std::int64_t id, bool is_granted);
    /// Ends the wait, and any later one: the browser has closed the connection.
    void close();

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<std::int64_t> expected_;
    std::optional<bool> granted_;
    bool is_closed_ = false;
};

class Bridge {
  public:
    Bridge(client::Connection& connection, Consent& consent, std::chrono::milliseconds consent_timeout)
        : connection_(&connection), consent_(&consent), consent_timeout_(consent_timeout) {}

    /// Answers the request. Returns the code of the refusal or problem for the journal; "ok" without one.
    [[nodiscard]] std::string carry_out(const PageRequest& request, const OriginRule& rule, Answers& answers);

  private:
    class Run;
    client::Connection* connection_;
    Consent* consent_;
    std::chrono::milliseconds consent_timeout_;
};

}  // namespace fivestar::browser
