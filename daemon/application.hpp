// The object graph of the daemon, and its life: start, reload, end. Readers come from a source, so that the demo runs
// the same daemon over simulated ones.
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
    /// What SIGHUP asks for a new configuration; its socket section is not looked at.
    std::function<std::expected<Configuration, ConfigurationError>()> reload;
    std::shared_ptr<ReaderSource> readers;
};

/// How it ended.
struct ApplicationEnd {
    int status;
    /// A thread is stuck in a call that does not return: leave by _Exit, without destructors.
    bool stuck;
};

/// Serves until SIGTERM or SIGINT. Called on the main thread before there are others. Takes its socket from systemd if
/// there is one, else makes its own.
[[nodiscard]] ApplicationEnd run_application(ApplicationParts parts, Log& log);

}  // namespace fivestar::daemon
