// SPDX-License-Identifier: Apache-2.0
// Publishes what happens at the readers and to reads as events of GET /v1/events.
#pragma once

#include "crypto/base/clock.hpp"
#include "daemon/api/event_hub.hpp"
#include "daemon/reads/read_listener.hpp"
#include "identity/mrz/mrz.hpp"

#include <string_view>

namespace fivestar::daemon {

class EventPublisher final : public ReadListener {
  public:
    /// The references must outlive this object.
    EventPublisher(EventHub& hub, const Clock& clock) : hub_(hub), clock_(clock) {}

    void reader_event(const ReaderEvent& event) override;
    void read_started(const ReadLabel& label) override;
    void read_finished(const ReadLabel& label, const std::optional<Error>& error) override;

    void key_scanned(const ReaderView& reader, identity::MrzForm form);
    /// `problem` is the code of the problem that answers the scan.
    void key_refused(const ReaderView& reader, std::string_view problem);

  private:
    void publish(std::string_view name, const ReadLabel& label, std::string_view outcome);

    EventHub& hub_;
    const Clock& clock_;
};

}  // namespace fivestar::daemon
