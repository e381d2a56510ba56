// EF.SOD in a read: what it lists is known as soon as it is there, whether that is true when it is asked for.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/clock.hpp"
#include "daemon/reading/read_card.hpp"
#include "identity/passive_authentication.hpp"

#include <optional>

namespace fivestar::daemon {

class SodProof {
  public:
    /// `file`: the whole of EF.SOD, or nothing; not kept.
    explicit SodProof(ByteView file) : sod_(identity::parse_sod(file)) {}

    /// What the file lists, proved or not; nullopt if it lists nothing.
    [[nodiscard]] const std::optional<identity::SecurityObject>& listed() const { return sod_.security_object; }

    struct Reports {
        identity::SodReport trust;      ///< to who trusts the environment's `trust`
        identity::SodReport lds_trust;  ///< to who trusts its `lds_trust`; nothing, if that is null
    };
    /// Verifies it, at the instant `now`.
    [[nodiscard]] Reports prove(const ReadEnvironment& environment, WallTime now) const;

  private:
    identity::ParsedSod sod_;
};

}  // namespace fivestar::daemon
