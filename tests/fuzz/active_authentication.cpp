// SPDX-License-Identifier: Apache-2.0
// Responses of a hostile chip to INTERNAL AUTHENTICATE and their verification. The first octet selects the kind of key.
// The keys are known, so that one seed of each kind verifies.
#include "identity/verification/active_authentication.hpp"

#include "apdu/internal_authenticate.hpp"
#include "crypto/keys/key_pair.hpp"
#include "tests/fuzz/fuzzed_channel.hpp"
#include "tests/support/vector_file.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace fivestar;

crypto::PublicKey key(const char* name) {
    const Bytes file = test::read_vector_bytes(std::string{"pki/key_pair/"} + name + ".der");
    return crypto::PublicKey::parse(crypto::KeyPair::from_pkcs8_der(file).value().spki_der()).value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::array keys{key("active_rsa_1024"), key("ds_p256")};
    constexpr apdu::ActiveAuthenticationChallenge challenge{'S', 'P', 'E', 'C', 'I', 'M', 'E', 'N'};
    if (size == 0) return 0;
    const bool rsa = data[0] % 2 == 0;
    const crypto::PublicKey& chosen = keys.at(rsa ? 0 : 1);
    test::FuzzedChannel card{{data + 1, size - 1}};
    const auto signature = apdu::internal_authenticate(
        card, challenge,
        {.octets = rsa ? std::size_t{128} : std::size_t{64}, .exact = rsa, .room = 256, .extended_length = true});
    if (card.exchanges > 2) std::abort();
    if (signature) static_cast<void>(identity::verify_active_authentication(chosen, {}, challenge, *signature));
    return 0;
}
