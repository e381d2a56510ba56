// EF.SOD in a read: what it lists is known as soon as it is there, whether that is true when it is asked for.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/clock.hpp"
#include "daemon/reading/read_card.hpp"
#include "identity/verification/passive_authentication.hpp"

#include <future>
#include <memory>
#include <optional>

namespace fivestar::daemon {

class SodProof {
  public:
    struct Reports {
        identity::SodReport trust;      ///< to who trusts the environment's `trust`
        identity::SodReport lds_trust;  ///< to who trusts its `lds_trust`; nothing, if that is null
    };

    /// `file`: the whole of EF.SOD, or nothing; not kept. The environment's background worker, if it has one, may come
    /// to verify it, as of `now`, while the card is read on.
    SodProof(ByteView file, const ReadEnvironment& environment, WallTime now);
    SodProof(const SodProof&) = delete;
    SodProof& operator=(const SodProof&) = delete;
    ~SodProof();  ///< what was not begun is not done any more

    /// What the file lists, proved or not; nullopt if it lists nothing.
    [[nodiscard]] const std::optional<identity::SecurityObject>& listed() const { return sod_->security_object; }

    /// Verifies it, or waits for who does. Once.
    [[nodiscard]] Reports prove();

  private:
    /// Done by whoever comes first.
    struct Verification;

    std::shared_ptr<const identity::ParsedSod> sod_;
    std::shared_ptr<Verification> verification_;
    std::future<Reports> reports_;
};

}  // namespace fivestar::daemon
