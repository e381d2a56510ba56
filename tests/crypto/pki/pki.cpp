// SPDX-License-Identifier: Apache-2.0
#include "tests/crypto/pki/pki.hpp"

#include "crypto/pki/pem.hpp"
#include "tests/support/vector_file.hpp"

#include <stdexcept>
#include <utility>

namespace fivestar::test {

Bytes pki_file(std::string_view name) {
    return read_vector_bytes(std::string{"pki/"}.append(name));
}

crypto::Certificate pki_certificate(std::string_view name) {
    auto certificate = crypto::Certificate::parse(pki_file(std::string{name}.append(".der")));
    if (!certificate) throw std::runtime_error{"no certificate: " + std::string{name}};
    return std::move(*certificate);
}

crypto::RevocationList pki_revocation_list(std::string_view name) {
    const Bytes content = pki_file(std::string{"crl/"}.append(name));
    const auto blocks = crypto::pem_blocks(as_text(content));
    const bool pem = blocks && blocks->size() == 1;
    auto list = crypto::RevocationList::parse(pem ? blocks->front().content.value() : content);
    if (!list) throw std::runtime_error{"no revocation list: " + std::string{name}};
    return std::move(*list);
}

crypto::SignedData pki_signed_data(std::string_view name) {
    auto data = crypto::SignedData::parse(pki_file(std::string{"sod/"}.append(name).append(".der")));
    if (!data) throw std::runtime_error{"no signed data: " + std::string{name}};
    return std::move(*data);
}

crypto::TrustStore pki_store(std::initializer_list<std::string_view> anchors,
                             std::initializer_list<std::string_view> lists) {
    crypto::TrustStore store;
    for (const std::string_view anchor : anchors) {
        const auto added = store.add_anchor(pki_certificate(std::string{"csca/"}.append(anchor)));
        if (added.reason != Reason::none) throw std::runtime_error{std::string{to_string(added.reason)}};
    }
    for (const std::string_view list : lists) {
        const auto added = store.add_revocation_list(pki_revocation_list(list));
        if (added.reason != Reason::none) throw std::runtime_error{std::string{to_string(added.reason)}};
    }
    return store;
}

WallTime noon(int year, unsigned month, unsigned day) {
    using namespace std::chrono;
    return sys_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}} + hours{12};
}

}  // namespace fivestar::test
