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

// The monitor waits this long for new readers to tell their USB port and driver. A reader that another program uses at
// that moment has an id without its port until it is plugged in again.
constexpr auto probe_patience = std::chrono::milliseconds{500};

// The longest wait at the start, so that a first request does not get an empty list of readers.
constexpr auto first_look = std::chrono::milliseconds{500};

}  // namespace

/// Maps ids to names of readers, and passes the monitor's calls on to the listener.
class PcscSource::Directory final : public Monitor::Observer {
  public:
    void listen(std::shared_ptr<Listener> listener) { listener_ = std::move(listener); }
    std::optional<std::string> name_of(std::string_view id) const {
        const std::lock_guard lock{mutex_};
        const auto found = names_by_id_.find(id);
        if (found == names_by_id_.end()) return std::nullopt;
        return found->second;
    }

    ServiceState service() const {
        const std::lock_guard lock{mutex_};
        return service_;
    }

    void service_changed(ServiceState state) override {
        {
            const std::lock_guard lock{mutex_};
            service_ = state;
            if (state != ServiceState::connected) names_by_id_.clear();
        }
        listener_->service_changed(state);
    }

    void readers_added(const std::vector<std::string>& names) override {
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
            listener_->reader_added({.id = id, .name = shown_name(name), .interface = interface});
        }
    }

    void reader_removed(const std::string& name) override {
        const auto id = id_of(name);
        {
            const std::lock_guard lock{mutex_};
            names_by_id_.erase(id);
        }
        listener_->reader_removed(id);
    }

    void card_inserted(const std::string& name, ByteView atr) override { listener_->card_inserted(id_of(name), atr); }

    void card_removed(const std::string& name) override { listener_->card_removed(id_of(name)); }

  private:
    std::string id_of(const std::string& name) const {
        const std::lock_guard lock{mutex_};
        const auto found = std::ranges::find_if(names_by_id_, [&](const auto& entry) { return entry.second == name; });
        return found == names_by_id_.end() ? std::string{} : found->first;
    }

    /// Adds a reader. Readers with the same id are numbered in the order they come.
    std::string add(const std::string& name, std::string id) {
        const std::lock_guard lock{mutex_};
        const std::string first = id;
        for (unsigned number = 2; names_by_id_.contains(id); ++number) id = first + "-no" + std::to_string(number);
        names_by_id_.emplace(id, name);
        return id;
    }

    std::shared_ptr<Listener> listener_;  // set before the monitor starts, called from its thread
    mutable std::mutex mutex_;            // guards the members below
    std::map<std::string, std::string, std::less<>> names_by_id_;
    ServiceState service_ = ServiceState::unavailable;
};

PcscSource::PcscSource(MonitorTimes times) : directory_(std::make_shared<Directory>()), monitor_(times) {}

PcscSource::~PcscSource() = default;

void PcscSource::start(std::shared_ptr<Listener> listener) {
    directory_->listen(std::move(listener));
    monitor_.start(directory_);
    monitor_.await_first_look(first_look);
}

bool PcscSource::stop() {
    const bool stopped = monitor_.stop();
    // A stuck thread may still call the listener.
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
