// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/chip/chip_combinations.hpp"

#include <algorithm>
#include <array>

namespace fivestar::test {
namespace {

using crypto::BlockCipher;
using crypto::DigestAlgorithm;
using sim::Mapping;

struct Group {
    std::uint8_t parameter;
    const char* name;
};

constexpr std::array groups{Group{0, "MODP_1024_160"},    Group{1, "MODP_2048_224"},
                            Group{2, "MODP_2048_256"},    Group{8, "P_192"},
                            Group{9, "brainpoolP192r1"},  Group{10, "P_224"},
                            Group{11, "brainpoolP224r1"}, Group{12, "P_256"},
                            Group{13, "brainpoolP256r1"}, Group{14, "brainpoolP320r1"},
                            Group{15, "P_384"},           Group{16, "brainpoolP384r1"},
                            Group{17, "brainpoolP512r1"}, Group{18, "P_521"}};
constexpr std::uint8_t first_curve = 8;
constexpr std::uint8_t p_224 = 10;

constexpr std::array ciphers{std::pair{BlockCipher::triple_des, "3DES"}, std::pair{BlockCipher::aes_128, "AES_128"},
                             std::pair{BlockCipher::aes_192, "AES_192"}, std::pair{BlockCipher::aes_256, "AES_256"}};
constexpr std::array mappings{std::pair{Mapping::generic, "GM"}, std::pair{Mapping::integrated, "IM"},
                              std::pair{Mapping::chip_authentication, "CAM"}};

bool allowed(Mapping mapping, std::uint8_t parameter, BlockCipher cipher) {
    if (mapping == Mapping::integrated) return parameter != p_224;
    return mapping == Mapping::generic || (parameter >= first_curve && cipher != BlockCipher::triple_des);
}

std::string agreement_name(std::uint8_t parameter) {
    return parameter < first_curve ? "DH_" : "ECDH_";
}

}  // namespace

void PrintTo(const PaceCombination& combination, std::ostream* out) {
    *out << combination.name;
}

void PrintTo(const ChipAuthenticationCombination& combination, std::ostream* out) {
    *out << combination.name;
}

std::vector<PaceCombination> pace_combinations() {
    std::vector<PaceCombination> all;
    for (const auto& [mapping, mapping_name] : mappings) {
        for (const Group& group : groups) {
            for (const auto& [cipher, cipher_name] : ciphers) {
                if (!allowed(mapping, group.parameter, cipher)) continue;
                all.push_back({{mapping, cipher, group.parameter},
                               agreement_name(group.parameter) + mapping_name + '_' + cipher_name + '_' + group.name});
            }
        }
    }
    return all;
}

std::vector<ChipAuthenticationCombination> chip_authentication_combinations() {
    std::vector<ChipAuthenticationCombination> all;
    for (const Group& group : groups) {
        for (const auto& [cipher, cipher_name] : ciphers) {
            all.push_back({group.parameter, cipher, agreement_name(group.parameter) + cipher_name + '_' + group.name});
        }
    }
    return all;
}

void PrintTo(const ActiveAuthenticationCombination& combination, std::ostream* out) {
    *out << combination.name;
}

std::vector<ActiveAuthenticationCombination> active_authentication_combinations() {
    std::vector<ActiveAuthenticationCombination> all;
    for (const std::size_t bits : {1024U, 1280U, 1536U, 2048U, 3072U, 4096U}) {
        for (const auto digest : {DigestAlgorithm::sha1, DigestAlgorithm::sha224, DigestAlgorithm::sha256,
                                  DigestAlgorithm::sha384, DigestAlgorithm::sha512}) {
            all.push_back({bits, {}, digest, "RSA_" + std::to_string(bits) + '_' + std::string{to_string(digest)}});
        }
    }
    for (const Group& group : groups) {
        const auto known = sim::AgreementGroup::standardized(group.parameter).value();
        if (known.curve() == nullptr) continue;
        for (const auto digest :
             {DigestAlgorithm::sha224, DigestAlgorithm::sha256, DigestAlgorithm::sha384, DigestAlgorithm::sha512}) {
            if (crypto::digest_size(digest) * 8 > known.order().bits()) continue;
            all.push_back({0, known.curve()->curve(), digest,
                           "ECDSA_" + std::string{group.name} + '_' + std::string{to_string(digest)}});
        }
    }
    return all;
}

std::vector<std::pair<std::string, Bytes>> values_outside(const sim::AgreementGroup& group) {
    const Bytes prime = group.prime().octets();
    if (group.curve() == nullptr) {
        Bytes minus_one = prime;
        minus_one.back() ^= 1U;  // the prime is odd
        // Two is a quadratic non-residue or in the large subgroup, so it does not have the order q. The tests of
        // dh_group compute that.
        return {{"zero", {0}},        {"one", {1}}, {"minus one", minus_one},
                {"the prime", prime}, {"two", {2}}, {"empty", {}}};
    }
    Bytes beside = group.generator();
    beside.back() ^= 1U;
    Bytes compressed = group.generator();
    compressed.resize(1 + prime.size());
    compressed[0] = 0x02;
    Bytes not_reduced{0x04};
    append(not_reduced, prime);
    append(not_reduced, prime);
    Bytes short_point = group.generator();
    short_point.pop_back();
    return {{"beside the curve", beside}, {"infinity", {0x00}},     {"compressed", compressed},
            {"not reduced", not_reduced}, {"cut off", short_point}, {"empty", {}}};
}

}  // namespace fivestar::test
