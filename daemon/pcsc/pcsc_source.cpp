// SPDX-License-Identifier: Apache-2.0
#include "daemon/pcsc/pcsc_source.hpp"

#include "daemon/pcsc/pcsc_connection.hpp"
#include "daemon/pcsc/reader_name.hpp"
#include "daemon/pcsc/reader_probe.hpp"
#include "daemon/readers/card_identification.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace fivestar::daemon::pcsc {
namespace {

// The monitor waits this long for new readers to tell their USB port and driver, so that they come in their order. A
// reader that takes longer comes when it has answered.
constexpr auto probe_patience = std::chrono::milliseconds{500};

// The longest wait at the start, so that a first request does not get an empty list of readers.
constexpr auto first_look = std::chrono::milliseconds{500};

}  // namespace

/// Maps ids to names of readers, and passes the monitor's calls on to the listener. The id of a reader comes from its
/// port, so the listener hears of a reader when it has answered, however long that takes, and then of its card.
class PcscSource::Directory final : public Monitor::Observer, public std::enable_shared_from_this<Directory> {
  public:
    Directory(ReaderProbe::Times times, std::filesystem::path usb_devices)
        : times_(times), usb_devices_(std::move(usb_devices)) {}

    void listen(std::shared_ptr<Listener> listener) {
        const std::lock_guard calling{calls_};
        listener_ = std::move(listener);
        if (!listener_) unnamed_.clear();
    }
    std::optional<std::string> name_of(std::string_view id) const {
        const std::lock_guard lock{mutex_};
        const auto found = names_by_id_.find(id);
        if (found == names_by_id_.end()) return std::nullopt;
        return found->second;
    }

    /// Returns the names of the readers that have not answered, although they were asked more than once.
    std::vector<std::string> held_readers() const {
        const std::lock_guard calling{calls_};
        const auto since = std::chrono::steady_clock::now() - times_.longest_retry;
        std::vector<std::string> names;
        for (const Unnamed& reader : unnamed_) {
            if (!reader.answer && reader.added < since) names.push_back(shown_name(reader.name));
        }
        return names;
    }

    ServiceState service() const {
        const std::lock_guard lock{mutex_};
        return service_;
    }

    void service_changed(ServiceState state) override {
        const std::lock_guard calling{calls_};
        if (state != ServiceState::connected) unnamed_.clear();
        {
            const std::lock_guard lock{mutex_};
            service_ = state;
            if (state != ServiceState::connected) names_by_id_.clear();
        }
        listener_->service_changed(state);
    }

    void readers_added(const std::vector<std::string>& names) override {
        std::unique_lock calling{calls_};
        for (const auto& name : names) {
            const auto number = ++last_number_;
            const auto answered = [self = weak_from_this(), number](ProbedReader probed) {
                if (const auto directory = self.lock()) directory->take(number, std::move(probed));
            };
            unnamed_.push_back({.number = number,
                                .name = name,
                                .added = std::chrono::steady_clock::now(),
                                .probe = ReaderProbe{name, times_, answered}});
        }
        one_named_.wait_for(calling, probe_patience, [this] { return unnamed_.empty(); });
    }

    void reader_removed(const std::string& name) override {
        const std::lock_guard calling{calls_};
        if (std::erase_if(unnamed_, [&](const Unnamed& reader) { return reader.name == name; }) != 0) {
            announce_named();  // those that waited for it
            return;
        }
        const auto id = id_of(name);
        {
            const std::lock_guard lock{mutex_};
            names_by_id_.erase(id);
        }
        listener_->reader_removed(id);
    }

    void card_inserted(const std::string& name, ByteView atr) override {
        const std::lock_guard calling{calls_};
        if (auto* const reader = find_unnamed(name)) {
            reader->atr = copy(atr);
        } else {
            listener_->card_inserted(id_of(name), atr);
        }
    }

    void card_removed(const std::string& name) override {
        const std::lock_guard calling{calls_};
        if (auto* const reader = find_unnamed(name)) {
            reader->atr.reset();
        } else {
            listener_->card_removed(id_of(name));
        }
    }

  private:
    /// A reader that the listener does not know yet.
    struct Unnamed {
        std::uint64_t number;
        std::string name;
        std::chrono::steady_clock::time_point added;
        ReaderProbe probe;
        std::optional<ProbedReader> answer = {};
        std::optional<Bytes> atr = {};  ///< of its card, empty for a mute one; nothing if there is no card
    };

    // Called with `calls_` held.

    [[nodiscard]] Unnamed* find_unnamed(std::string_view name) {
        const auto found = std::ranges::find(unnamed_, name, &Unnamed::name);
        return found == unnamed_.end() ? nullptr : &*found;
    }

    /// Announces the readers that have answered. Those of one kind come in the order of the list, because the order
    /// numbers those without a port.
    void announce_named() {
        std::set<std::string> unanswered;
        std::erase_if(unnamed_, [&](const Unnamed& reader) {
            const auto kind = make_reader_id(reader.name, std::nullopt);
            if (!reader.answer || unanswered.contains(kind)) {
                unanswered.insert(kind);
                return false;
            }
            announce(reader, *reader.answer);
            return true;
        });
        one_named_.notify_all();
    }

    void announce(const Unnamed& reader, const ProbedReader& answer) {
        const auto port = answer.channel ? usb_port(*answer.channel, usb_devices_) : std::nullopt;
        const auto id = add(reader.name, make_reader_id(reader.name, port));
        const bool is_module = believes_module_of(answer.description, {});
        listener_->reader_added({.id = id,
                                 .name = shown_name(reader.name),
                                 .interface = is_module ? ReaderInterface::sam : interface_by_name(reader.name),
                                 .sam_id = is_module ? shown_name(answer.description.serial) : std::string{}});
        if (reader.atr) listener_->card_inserted(id, *reader.atr);
    }

    // Called by a probe's thread.

    void take(std::uint64_t number, ProbedReader answer) {
        const std::lock_guard calling{calls_};
        const auto found = std::ranges::find(unnamed_, number, &Unnamed::number);
        if (found == unnamed_.end()) return;
        found->answer = std::move(answer);
        announce_named();
    }

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

    const ReaderProbe::Times times_;
    const std::filesystem::path usb_devices_;

    mutable std::mutex
        calls_;  // held during each call to the listener, and guards the next four members; taken before `mutex_`
    std::condition_variable one_named_;
    std::shared_ptr<Listener> listener_;
    std::vector<Unnamed> unnamed_;
    std::uint64_t last_number_ = 0;

    mutable std::mutex mutex_;  // guards the members below
    std::map<std::string, std::string, std::less<>> names_by_id_;
    ServiceState service_ = ServiceState::unavailable;
};

PcscSource::PcscSource(MonitorTimes times, std::filesystem::path usb_devices)
    : directory_(std::make_shared<Directory>(
          ReaderProbe::Times{.first_retry = times.first_retry, .longest_retry = times.longest_retry},
          std::move(usb_devices))),
      monitor_(times) {}

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

std::vector<std::string> PcscSource::held_readers() const {
    return directory_->held_readers();
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
