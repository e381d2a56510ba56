// SPDX-License-Identifier: Apache-2.0
// DG14 and DG15: parsing, the choice of chip authentication, and its first step.
#include "identity/lds/chip_keys.hpp"

#include "apdu/chip_authentication.hpp"
#include "apdu/key_agreement.hpp"
#include "identity/verification/active_authentication.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

namespace {

class ConstantRandom final : public fivestar::Random {
  public:
    void fill(fivestar::MutableByteView to) override { std::ranges::fill(to, 0x17); }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    const ByteView file{data, size};
    if (const auto infos = identity::parse_dg14(file)) {
        if (const auto choice = apdu::choose_chip_authentication(*infos)) {
            ConstantRandom random;
            const apdu::KeyAgreement group{choice->key.group};
            const auto own = group.generate(random);
            if (own) static_cast<void>(group.agree(own->secret, choice->key.public_value));
        }
    }
    if (const auto key = identity::parse_dg15(file)) {
        constexpr std::array<std::uint8_t, 8> challenge{};
        if (identity::verify_active_authentication(*key, {}, challenge, file.last(size / 2))) std::abort();
    }
    return 0;
}
