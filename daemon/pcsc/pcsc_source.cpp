// SPDX-License-Identifier: Apache-2.0
#include "daemon/pcsc/pcsc_source.hpp"

#include "daemon/pcsc/pcsc_connection.hpp"
#include "daemon/pcsc/reader_name.hpp"
#include "daemon/pcsc/reader_probe.hpp"
#include "daemon/readers/card_identification.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace fivestar::daemon::pcsc {
namespace {

// The monitor waits that long for readers to tell their USB port and driver. One that does not, because another program
// is in a transaction with it at the very moment it appears, has an id without its port until it is plugged in again.
constexpr auto probe_patience = std::chrono::milliseconds{500};

// Starting takes that long at most, so that who asks in the first instant hears of the readers that are there, not that
// there are none.
constexpr auto first_look = std::chrono::milliseconds{500};

}  // namespace

/// Which id stands for which reader; passes on what the monitor sees.
class PcscSource::Directory final : public Monitor::Observer {
  public:
    void listen(std::shared_ptr<Listener> listener) { listener_ = std::move(listener); }
    std::optional<std::string> name_of(std::string_view id) const;
    ServiceState service() const;

    void service_changed(ServiceState state) override;
    void readers_added(const std::vector<std::string>& names) override;
    void reader_removed(const std::string& name) override;
    void card_inserted(const std::string& name, ByteView atr) override;
    void card_removed(const std::string& name) override;

  private:
    std::string id_of(const std::string& name) const;
    std::string add(const std::string& name, std::string id);

    std::shared_ptr<Listener> listener_;  // set before the monitor starts, called from its thread
    mutable std::mutex mutex_;            // guards what follows
    std::map<std::string, std::string, std::less<>> names_by_id_;
    ServiceState service_ = ServiceState::unavailable;
};

std::optional<std::string> PcscSource::Directory::name_of(std::string_view id) const {
    const std::lock_guard lock{mutex_};
    const auto found = names_by_id_.find(id);
    if (found == names_by_id_.end()) return std::nullopt;
    return found->second;
}

ServiceState PcscSource::Directory::service() const {
    const std::lock_guard lock{mutex_};
    return service_;
}

void PcscSource::Directory::service_changed(ServiceState state) {
    {
        const std::lock_guard lock{mutex_};
        service_ = state;
        if (state != ServiceState::connected) names_by_id_.clear();
    }
    listener_->service_changed(state);
}

void PcscSource::Directory::readers_added(const std::vector<std::string>& names) {
    std::vector<std::string> without_serial;
    std::ranges::copy_if(names, std::back_inserter(without_serial),
                         [](const auto& name) { return !parse_reader_name(name).has_serial; });
    auto probed = probe_readers(without_serial, probe_patience);
    for (const auto& name : names) {
        const ProbedReader& reader = probed[name];
        const auto port = reader.channel ? usb_port(*reader.channel) : std::nullopt;
        const auto id = add(name, make_reader_id(name, port));
        const auto interface =
            believes_module_of(reader.description, {}) ? ReaderInterface::sam : interface_by_name(name);
        listener_->reader_added({.id = id, .name = name, .interface = interface});
    }
}

void PcscSource::Directory::reader_removed(const std::string& name) {
    const auto id = id_of(name);
    {
        const std::lock_guard lock{mutex_};
        names_by_id_.erase(id);
    }
    listener_->reader_removed(id);
}

void PcscSource::Directory::card_inserted(const std::string& name, ByteView atr) {
    listener_->card_inserted(id_of(name), atr);
}

void PcscSource::Directory::card_removed(const std::string& name) {
    listener_->card_removed(id_of(name));
}

std::string PcscSource::Directory::id_of(const std::string& name) const {
    const std::lock_guard lock{mutex_};
    const auto found = std::ranges::find_if(names_by_id_, [&](const auto& entry) { return entry.second == name; });
    return found == names_by_id_.end() ? std::string{} : found->first;
}

/// Readers that nothing tells apart are numbered in the order they come.
std::string PcscSource::Directory::add(const std::string& name, std::string id) {
    const std::lock_guard lock{mutex_};
    const std::string first = id;
    for (unsigned number = 2; names_by_id_.contains(id); ++number) id = first + "-no" + std::to_string(number);
    names_by_id_.emplace(id, name);
    return id;
}

PcscSource::PcscSource(MonitorTimes times) : directory_(std::make_shared<Directory>()), monitor_(times) {}

PcscSource::~PcscSource() = default;

void PcscSource::start(std::shared_ptr<Listener> listener) {
    directory_->listen(std::move(listener));
    monitor_.start(directory_);
    monitor_.await_first_look(first_look);
}

bool PcscSource::stop() {
    const bool stopped = monitor_.stop();
    // A thread that is stuck may still call.
    if (stopped) directory_->listen(nullptr);
    return stopped;
}

Result<std::unique_ptr<apdu::CardConnection>> PcscSource::connect(std::string_view reader_id, CardDisposition at_end) {
    const auto name = directory_->name_of(reader_id);
    if (!name) {
        const auto service = directory_->service();
        if (service == ServiceState::denied) return fail(ErrorCode::service_denied, 0, "connect");
        return fail(service == ServiceState::connected ? ErrorCode::reader_lost : ErrorCode::service_lost, 0,
                    "connect");
    }
    auto connection = PcscConnection::open(*name, at_end);
    if (!connection) return std::unexpected{connection.error()};
    return std::move(*connection);
}

}  // namespace fivestar::daemon::pcsc
