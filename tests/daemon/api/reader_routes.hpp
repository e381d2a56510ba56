// SPDX-License-Identifier: Apache-2.0
// Two readers without a card, and the routes that show them.
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/base/random.hpp"
#include "daemon/api/reader_routes.hpp"
#include "daemon/api/whoami_route.hpp"
#include "daemon/readers/embedded_source.hpp"
#include "daemon/readers/reader_registry.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::test {

class ReaderRoutes : public testing::Test {
  protected:
    ReaderRoutes() {
        registry_.start();
        add_reader_routes(routes_, registry_);
        add_whoami_route(routes_);
    }

    /// Waits until the reader shows a card, or none; false if it takes too long.
    bool shows_card(const std::string& reader, bool card) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
        while (std::chrono::steady_clock::now() < end) {
            const auto view = registry_.reader(reader);
            if (view && view->card.has_value() == card) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        }
        return false;
    }

    SystemClock clock_;
    SystemRandom random_;
    std::shared_ptr<daemon::EmbeddedSource> source_ =
        std::make_shared<daemon::EmbeddedSource>(std::vector<std::string>{"front desk", "back-desk"});
    daemon::ReaderRegistry registry_{source_, clock_, random_};
    daemon::RouteTable routes_;
};

}  // namespace fivestar::test
