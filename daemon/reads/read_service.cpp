// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/read_service.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::daemon {

ReadService::ReadService(const boost::asio::any_io_executor& executor, ReadDependencies dependencies, HoldRules rules,
                         Random& random)
    : executor_(executor),
      dependencies_(std::move(dependencies)),
      store_(executor, rules, dependencies_.clock, random),
      keys_(executor, dependencies_.clock),
      events_(executor, dependencies_.registry, dependencies_.listener, store_, keys_) {}

std::shared_ptr<ReadSession> ReadService::begin(ReadTask task, EarlyRecord early_record) {
    return std::make_shared<ReadSession>(dependencies_, events_, store_, keys_, running_, executor_, std::move(task),
                                         std::move(early_record));
}

std::chrono::seconds ReadService::keep_key(const ReaderView& reader, SecretText mrz_information) {
    const auto kept = keys_.keep(reader, std::move(mrz_information));
    events_.notify();
    return kept;
}

std::size_t ReadService::queued() const {
    return static_cast<std::size_t>(std::ranges::count_if(running_, &ReadSession::is_queued));
}

}  // namespace fivestar::daemon
