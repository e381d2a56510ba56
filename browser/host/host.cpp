// SPDX-License-Identifier: Apache-2.0
#include "browser/host/host.hpp"

#include "browser/host/bridge.hpp"
#include "browser/host/caller.hpp"
#include "browser/host/frame.hpp"
#include "browser/host/request.hpp"
#include "browser/policy/policy.hpp"

#include <atomic>
#include <cstdlib>
#include <expected>
#include <iostream>
#include <memory>
#include <optional>
#include <syslog.h>
#include <thread>
#include <utility>

namespace fivestar::browser {
namespace {

class Host {
  public:
    Host(const Installation& installation, bool is_called_by_extension, int output)
        : policy_(load_policy(installation.policy, installation.policy_owner)),
          writer_(output),
          consent_timeout_(installation.consent_milliseconds) {
        if (!policy_) {
            ::syslog(LOG_ERR, "%s", policy_.error().c_str());
            return;
        }
        is_trusted_caller_ =
            is_called_by_extension && is_child_of(policy_->browsers.empty() ? default_browsers() : policy_->browsers);
        if (auto opened = client::Connection::open(installation.socket))
            connection_ = std::make_unique<client::Connection>(std::move(*opened));
    }
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;
    ~Host() {
        consent_.close();
        if (connection_) connection_->cancel();
    }

    void take(std::string_view message) {
        auto request = parse_request(message);
        if (!request) return refuse(0, Refusal::bad_message);
        if (request->operation == Operation::consent) return consent_.answer(request->id, request->is_granted);
        if (is_running_.exchange(true)) return refuse(request->id, Refusal::busy);
        if (worker_.joinable()) worker_.join();  // it has written its last message
        worker_ = std::jthread{[this, taken = std::move(*request)] { carry_out(taken); }};
    }

  private:
    void refuse(std::int64_t id, Refusal refusal) { ExtensionAnswers{writer_, id}.refuse(refusal); }

    [[nodiscard]] std::optional<Refusal> refusal_of(const PageRequest& request) const {
        if (!policy_) return Refusal::policy_invalid;
        if (!is_trusted_caller_) return Refusal::caller_refused;
        if (policy_->find(request.origin) == nullptr) return Refusal::origin_refused;
        if (!connection_) return Refusal::host_failed;
        return std::nullopt;
    }

    void carry_out(const PageRequest& request) {
        std::string outcome;
        ExtensionAnswers answers{writer_, request.id, &is_running_};
        if (const auto refusal = refusal_of(request)) {
            answers.refuse(*refusal);
            outcome = refusal_names[*refusal];
        } else {
            outcome = Bridge{*connection_, consent_, consent_timeout_}.carry_out(
                request, *policy_->find(request.origin), answers);
        }
        ::syslog(outcome == "ok" ? LOG_INFO : LOG_NOTICE, "%s of \"%s\": %s",
                 std::string{operation_names[request.operation]}.c_str(), request.origin.c_str(), outcome.c_str());
    }

    std::expected<Policy, std::string> policy_;
    bool is_trusted_caller_ = false;
    MessageWriter writer_;
    std::chrono::milliseconds consent_timeout_;
    Consent consent_;
    std::unique_ptr<client::Connection> connection_;
    std::atomic<bool> is_running_ = false;
    std::jthread worker_;  ///< last, so that it has ended before the rest is destroyed
};

}  // namespace

void serve(const Installation& installation, bool is_called_by_extension, int input, int output) {
    Host host{installation, is_called_by_extension, output};
    for (;;) {
        const auto message = read_message(input);
        if (!message || !*message) return;
        host.take((*message)->view());
    }
}

int check_configuration(const Installation& installation) {
    const auto policy = load_policy(installation.policy, installation.policy_owner);
    if (!policy) {
        std::cerr << "fivestar-browser-host: " << policy.error() << '\n';
        return EXIT_FAILURE;
    }
    for (const OriginRule& rule : policy->rules) {
        std::cout << rule.origin << ": " << (rule.asks_consent ? "asks" : "always")
                  << (rule.permits_localhost ? ", also through fivestar-localhost\n" : "\n");
    }
    if (policy->rules.empty()) std::cout << "no origin may read cards\n";
    return EXIT_SUCCESS;
}

}  // namespace fivestar::browser
