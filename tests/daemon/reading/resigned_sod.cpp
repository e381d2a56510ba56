// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/reading/resigned_sod.hpp"

#include "crypto/base/text.hpp"
#include "crypto/primitives/digest.hpp"
#include "tests/daemon/reading/simulated_card.hpp"
#include "tests/support/source_directory.hpp"

#include <algorithm>

namespace fivestar::test {
namespace {

constexpr const char* message_digest = "2A864886F70D010904";

TlvNode opened_sod(const Bytes& file) {
    TlvNode sod = parse_tlv(file);
    node_at(sod, sod_path::content).open();
    return sod;
}

}  // namespace

bool lies_in(const TlvPath& path, const TlvPath& place) {
    return path.size() >= place.size() && std::ranges::equal(place, std::span{path}.first(place.size()));
}

SodWorkshop::SodWorkshop(const std::string& persona)
    : document_(sim::issue_document(test_persona(persona), test_pki()).value()),
      key_(sim::read_key(source_directory() / "sim/pki", test_persona(persona).chain + "-signer").value()),
      algorithm_(test_persona(persona).chain == "contact"
                     ? crypto::SignatureAlgorithm::ecdsa(crypto::DigestAlgorithm::sha384)
                     : crypto::SignatureAlgorithm::rsa_pss(crypto::DigestAlgorithm::sha256)),
      digest_(test_persona(persona).chain == "contact" ? crypto::DigestAlgorithm::sha384
                                                       : crypto::DigestAlgorithm::sha256),
      sod_(opened_sod(document_.security_object)) {}

TlvNode* SodWorkshop::attribute(TlvNode& sod, const std::string& type) {
    TlvNode& attributes = node_at(sod, sod_path::attributes);
    const auto found = std::ranges::find_if(attributes.children, [&](const TlvNode& attribute) {
        return attribute.children.size() == 2 && to_hex(attribute.children[0].value) == type;
    });
    return found == attributes.children.end() ? nullptr : &*found;
}

void SodWorkshop::digest_again(TlvNode& sod, crypto::DigestAlgorithm digest) {
    TlvNode* const attribute = SodWorkshop::attribute(sod, message_digest);
    if (attribute == nullptr || attribute->children[1].children.empty()) return;
    attribute->children[1].children[0].value = crypto::digest(digest, node_at(sod, sod_path::content).content());
}

void SodWorkshop::sign_again(TlvNode& sod) const {
    TlvNode attributes = node_at(sod, sod_path::attributes);
    attributes.tag = {0x31};
    node_at(sod, sod_path::signature).value = key_.sign(algorithm_, attributes.encoded()).value();
}

}  // namespace fivestar::test
