// SPDX-License-Identifier: Apache-2.0
// The certificates, revocation lists and signed data that the openssl command line made (tests/vectors/pki/README.md).
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/pki/certificate.hpp"
#include "crypto/pki/revocation_list.hpp"
#include "crypto/pki/signed_data.hpp"
#include "crypto/pki/trust_store.hpp"

#include <chrono>
#include <initializer_list>
#include <string>
#include <string_view>

namespace fivestar::test {

/// A file below tests/vectors/pki.
[[nodiscard]] Bytes pki_file(std::string_view name);

/// The same, parsed; throws if it cannot be, which fails the test.
[[nodiscard]] crypto::Certificate pki_certificate(std::string_view name);
[[nodiscard]] crypto::RevocationList pki_revocation_list(std::string_view name);
[[nodiscard]] crypto::SignedData pki_signed_data(std::string_view name);

/// A store of certificates below csca/ and lists below crl/, none of which may be refused.
[[nodiscard]] crypto::TrustStore pki_store(std::initializer_list<std::string_view> anchors,
                                           std::initializer_list<std::string_view> lists = {});

/// Noon of a day, UTC.
[[nodiscard]] WallTime noon(int year, unsigned month, unsigned day);

}  // namespace fivestar::test
