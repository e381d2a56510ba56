// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/reader_registry.hpp"

#include "daemon/readers/registry_core.hpp"

#include <utility>

namespace fivestar::daemon {

ReaderRegistry::ReaderRegistry(std::shared_ptr<ReaderSource> source, const Clock& clock, Random& random,
                               RegistryLimits limits)
    : core_(std::make_shared<RegistryCore>(std::move(source), clock, random, limits)) {}

ReaderRegistry::~ReaderRegistry() {
    core_->stop(std::chrono::seconds{2});
}

void ReaderRegistry::start() {
    core_->start();
}

bool ReaderRegistry::stop(std::chrono::milliseconds patience) {
    return core_->stop(patience);
}

std::vector<ReaderView> ReaderRegistry::readers() const {
    return core_->readers();
}

std::optional<ReaderView> ReaderRegistry::reader(std::string_view reader_id) const {
    return core_->reader(reader_id);
}

ServiceState ReaderRegistry::service() const {
    return core_->service();
}

bool ReaderRegistry::busy(std::string_view reader_id) const {
    return core_->busy(reader_id);
}

Subscription ReaderRegistry::subscribe(std::function<void(const ReaderEvent&)> listener) {
    return core_->subscribe(std::move(listener));
}

Ticket ReaderRegistry::submit(std::string_view reader_id, std::string_view card_id, Job job) {
    return core_->submit(reader_id, card_id, std::move(job));
}

}  // namespace fivestar::daemon
