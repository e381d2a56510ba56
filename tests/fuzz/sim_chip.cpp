// SPDX-License-Identifier: Apache-2.0
// Arbitrary commands to a simulated chip: every response has a status word and fits into a vpcd frame. The input is a
// sequence of frames: a length of one octet and the command; length 0 resets the chip, length 255 opens a session with
// known keys. The chip's random values are fixed, so that seeds open it with PACE in each mapping, and use chip and
// active authentication.
#include "sim/chip/chip.hpp"
#include "sim/documents/security_infos.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>
#include <vector>

namespace {

using namespace fivestar;

class CountingRandom final : public Random {
  public:
    void fill(MutableByteView to) override {
        for (std::uint8_t& octet : to) octet = next_++;
    }

  private:
    std::uint8_t next_ = 0;
};

sim::ChipSecurity security() {
    using crypto::BlockCipher;
    constexpr std::uint8_t modp_1024_160 = 0;
    constexpr std::uint8_t brainpool_p256r1 = 13;
    const SecretBytes private_key{Bytes(20, 0x17)};
    static const crypto::KeyPair signing_key =
        crypto::KeyPair::from_pkcs8_der(test::read_vector_bytes("pki/key_pair/active_rsa_1024.der")).value();
    sim::ChipSecurity made;
    for (const sim::Mapping mapping :
         {sim::Mapping::generic, sim::Mapping::integrated, sim::Mapping::chip_authentication}) {
        made.pace.offers.push_back({mapping, BlockCipher::aes_128, brainpool_p256r1});
    }
    made.pace.offers.push_back({sim::Mapping::generic, BlockCipher::triple_des, modp_1024_160});
    made.pace.offers.push_back({sim::Mapping::integrated, BlockCipher::aes_192, modp_1024_160});
    made.pace.passwords.emplace(sim::password_reference::can, SecretBytes{as_bytes("500540")});
    made.pace.mapping_key = private_key.clone();
    made.chip_authentication.push_back({brainpool_p256r1, {BlockCipher::aes_128}, 1, private_key.clone()});
    made.chip_authentication.push_back({modp_1024_160, {BlockCipher::triple_des}, 2, private_key.clone()});
    made.active_authentication = sim::ActiveAuthenticationKey{signing_key};
    return made;
}

Bytes card_access(const std::vector<sim::PaceOffer>& offers) {
    std::vector<Bytes> entries;
    for (const sim::PaceOffer& offer : offers) std::ranges::move(sim::pace_infos(offer), std::back_inserter(entries));
    return sim::security_infos(std::move(entries));
}

sim::Card card(sim::Interface interface) {
    sim::Card made{.interface = interface, .extended_length = true};
    made.files.application_identifier = {0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01};
    made.security = security();
    made.files.master_file = {
        {0x2F00, 0x1E, sim::ReadAccess::always, Bytes(70'000, 0x5A)},
        {sim::file_identifier::card_access, 0x1C, sim::ReadAccess::always, card_access(made.security.pace.offers)}};
    made.files.application = {{0x0101, 0x01, sim::ReadAccess::secure_messaging, {0x61, 0x00}}};
    made.basic_access = sim::derive_basic_access_keys("L898902C<369080619406236");
    return made;
}

void check(const sim::Answer& answer) {
    const std::size_t size = answer.octets.size();
    if (answer.delivery != sim::Delivery::whole || size < 2 || size > sim::Chip::max_answer_data + 2) std::abort();
}

void play(ByteView input, sim::Interface interface) {
    CountingRandom random;
    sim::Chip chip{card(interface), {}, random};
    chip.power_on();
    while (!input.empty()) {
        const std::size_t length = input[0];
        input = input.subspan(1);
        if (length == 0) {
            chip.reset();
        } else if (length == 255) {
            if (!chip.start_session(sim::derive_session_keys(crypto::BlockCipher::aes_128, as_bytes("SPECIMEN")))) {
                std::abort();
            }
        } else {
            const std::size_t taken = std::min(length, input.size());
            check(chip.transmit(input.first(taken)));
            input = input.subspan(taken);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    play({data, size}, sim::Interface::contactless);
    play({data, size}, sim::Interface::contact_t0);
    return 0;
}
