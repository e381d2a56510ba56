// SPDX-License-Identifier: Apache-2.0
// The daemon's object graph and its life: start, reload, end. The source of readers is a parameter, so that the demo
// runs the same daemon over simulated readers.
#pragma once

#include "daemon/configuration.hpp"
#include "daemon/readers/reader_source.hpp"
#include "daemon/system/log.hpp"

#include <expected>
#include <functional>
#include <memory>

namespace fivestar::daemon {

struct ApplicationParts {
    Configuration configuration;
    /// Loads the configuration again at SIGHUP. Its socket section is ignored.
    std::function<std::expected<Configuration, ConfigurationError>()> reload;
    std::shared_ptr<ReaderSource> readers;
};

/// How the daemon ended.
struct ApplicationEnd {
    int status;
    /// True if a thread is stuck in a call that does not return. The process must then end by _Exit, without
    /// destructors.
    bool stuck;
};

/// Serves until SIGTERM or SIGINT. Called on the main thread before there are others. Uses the socket that systemd
/// passed, or creates one.
[[nodiscard]] ApplicationEnd run_application(ApplicationParts parts, Log& log);

}  // namespace fivestar::daemon
