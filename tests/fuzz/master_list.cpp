// SPDX-License-Identifier: Apache-2.0
// Master lists: SignedData and the list inside, without a trusted signer and with each certificate of the list as one.
#include "crypto/pki/master_list.hpp"

#include "crypto/pki/trust_file.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar::crypto;
    const fivestar::ByteView octets{data, size};
    (void)kind_of_trust_object(octets);
    if (const auto certificates = master_list_certificates(octets)) {
        for (const fivestar::ByteView der : *certificates) (void)Certificate::parse(der);
    }
    MasterListSigners signers;
    if (auto parsed = SignedData::parse(octets)) {
        for (Certificate& certificate : parsed->certificates) signers.add(std::move(certificate));
    }
    (void)open_master_list(octets, signers, {});
    return 0;
}
