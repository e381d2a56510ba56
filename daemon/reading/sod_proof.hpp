// EF.SOD while the card is read on: what it lists is known at once; whether that is true is found out on another
// thread, since the reader's waits for the card most of the time.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/clock.hpp"
#include "daemon/reading/read_card.hpp"
#include "identity/passive_authentication.hpp"

#include <future>
#include <optional>

namespace fivestar::daemon {

class SodProof {
  public:
    /// `file`: the whole of EF.SOD, or nothing; not kept. `environment` must outlive this. `now`: the instant of the
    /// verification.
    SodProof(ByteView file, const ReadEnvironment& environment, WallTime now);
    SodProof(const SodProof&) = delete;
    SodProof& operator=(const SodProof&) = delete;
    ~SodProof() = default;  ///< waits for the thread: milliseconds, whatever the file says

    /// What the file lists, proved or not; nullopt if it lists nothing.
    [[nodiscard]] const std::optional<identity::SecurityObject>& listed() const { return sod_.security_object; }

    struct Reports {
        identity::SodReport trust;      ///< to who trusts the environment's `trust`
        identity::SodReport lds_trust;  ///< to who trusts its `lds_trust`; nothing, if that is null
    };
    /// Waits until it is worked out. Once.
    [[nodiscard]] Reports take() { return reports_.get(); }

  private:
    const identity::ParsedSod sod_;
    std::future<Reports> reports_;  // after what its thread looks at
};

}  // namespace fivestar::daemon
