// SPDX-License-Identifier: Apache-2.0
#include "crypto/groups/dh_group.hpp"

#include "crypto/primitives/big_number.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <utility>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

namespace fivestar::crypto {
namespace {

using Key = OpenSslOwner<EVP_PKEY, EVP_PKEY_free>;

constexpr std::array standard_groups{StandardDhGroup::modp_1024_160, StandardDhGroup::modp_2048_224,
                                     StandardDhGroup::modp_2048_256};

const char* openssl_name(StandardDhGroup group) {
    constexpr std::array names{"dh_1024_160", "dh_2048_224", "dh_2048_256"};
    return names.at(static_cast<std::size_t>(group));
}

Key parameters_of(StandardDhGroup group) {
    const OpenSslOwner<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> builder{OSSL_PARAM_BLD_new()};
    if (!builder ||
        OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, openssl_name(group), 0) != 1) {
        throw std::bad_alloc{};
    }
    const OpenSslOwner<OSSL_PARAM, OSSL_PARAM_free> name{OSSL_PARAM_BLD_to_param(builder.get())};
    const OpenSslOwner<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context{EVP_PKEY_CTX_new_from_name(nullptr, "DHX", nullptr)};
    EVP_PKEY* key = nullptr;
    if (!name || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEY_PARAMETERS, name.get()) != 1) {
        throw std::bad_alloc{};
    }
    return Key{key};
}

Bytes number_of(const Key& key, const char* name) {
    BIGNUM* found = nullptr;
    if (EVP_PKEY_get_bn_param(key.get(), name, &found) != 1) throw std::bad_alloc{};
    const BigNumber number{found};
    return fixed_width<Bytes>(found, static_cast<std::size_t>(BN_num_bytes(found)));
}

Modulus standard_modulus(const Key& key, const char* name) {
    auto modulus = Modulus::create(number_of(key, name));
    if (!modulus) throw std::bad_alloc{};
    return std::move(*modulus);
}

/// In a time that does not depend on the value, which may be a shared secret: to know how many octets of that are zero
/// is to know something of it.
bool is_small(ByteView value, std::uint8_t most) {
    unsigned others = 0;
    for (const std::uint8_t octet : value.first(value.size() - 1)) others |= octet;
    return others == 0 && value.back() <= most;
}

/// From 2 to prime - 2; `value` has the prime's size.
bool in_range(const Modulus& prime, ByteView value) {
    const auto negative = prime.subtract(Bytes{0}, value);  // fails past the prime
    return negative && !is_small(value, 1) && !is_small(*negative, 1);
}

/// The value's power is 1: its order divides the exponent.
bool is_one(const Modulus& prime, ByteView value, ByteView exponent) {
    const auto one = prime.power(value, exponent);
    return one && is_small(*one, 1) && one->view().back() == 1;
}

bool has_order(const Modulus& prime, ByteView value, const Modulus& order) {
    return is_one(prime, value, order.octets());
}

/// Euler's criterion: raised to (prime - 1) / 2, quadratic residues are 1.
bool is_residue(const Modulus& prime, ByteView value) {
    Bytes half = prime.octets();
    std::uint8_t carry = 0;
    for (std::uint8_t& octet : half) {
        const auto next = static_cast<std::uint8_t>(octet << 7);
        octet = static_cast<std::uint8_t>(octet >> 1 | carry);
        carry = next;
    }
    return is_one(prime, value, half);
}

}  // namespace

DhGroup::DhGroup(StandardDhGroup group)
    : DhGroup([&] {
          const ErrorQueueGuard guard;
          const Key key = parameters_of(group);
          Modulus prime = standard_modulus(key, OSSL_PKEY_PARAM_FFC_P);
          Bytes generator = number_of(key, OSSL_PKEY_PARAM_FFC_G);
          generator.insert(generator.begin(), prime.size() - generator.size(), 0);
          return DhGroup{std::move(prime), std::move(generator), standard_modulus(key, OSSL_PKEY_PARAM_FFC_Q)};
      }()) {
    standard_ = group;
}

Result<DhGroup> DhGroup::from_numbers(ByteView prime, ByteView generator, ByteView order) {
    auto p = Modulus::create(prime);
    if (!p || p->bits() < min_dh_bits) return fail(ErrorCode::invalid_key);
    const auto g = p->add(generator, Bytes{0});  // of the right size, and less than the prime
    if (!g || !in_range(*p, *g)) return fail(ErrorCode::invalid_key);
    for (const StandardDhGroup standard : standard_groups) {
        DhGroup known{standard};
        if (known.prime_.octets() == p->octets() && std::ranges::equal(known.generator_, *g)) return known;
    }
    std::optional<Modulus> q;
    if (!order.empty()) {
        auto given = Modulus::create(order);
        if (!given || given->bits() < min_dh_order_bits || !has_order(*p, *g, *given)) {
            return fail(ErrorCode::invalid_key);
        }
        q = std::move(*given);
    }
    const bool residues = !q && is_residue(*p, *g);
    DhGroup group{std::move(*p), copy(*g), std::move(q)};
    group.residues_ = residues;
    return group;
}

std::optional<Bytes> DhGroup::cofactor() const {
    if (!order_) return std::nullopt;
    const ErrorQueueGuard guard;
    const BigNumber prime = secret_number(prime_.octets());
    const BigNumber order = secret_number(order_->octets());
    const BigNumber quotient{BN_new()};
    const BigNumberContext context{BN_CTX_new()};
    if (!prime || !order || !quotient || !context ||
        BN_div(quotient.get(), nullptr, prime.get(), order.get(), context.get()) != 1) {
        throw std::bad_alloc{};
    }
    return fixed_width<Bytes>(quotient.get(), size());  // p = q j + 1, so that the remainder, 1, is of no account
}

Result<void> DhGroup::check_public_value(ByteView value) const {
    if (value.size() != size()) return fail(ErrorCode::malformed);
    if (!in_range(prime_, value) || (order_ && !has_order(prime_, value, *order_)) ||
        (residues_ && !is_residue(prime_, value))) {
        return fail(ErrorCode::invalid_key);
    }
    return {};
}

Result<SecretBytes> DhGroup::random_exponent(Random& random) const {
    return order_ ? order_->random_number(random) : prime_.random_number(random);
}

Result<SecretBytes> DhGroup::power(ByteView base, ByteView exponent) const {
    auto result = prime_.power(base, exponent);
    if (result && is_small(*result, 1)) return fail(ErrorCode::invalid_key);
    return result;
}

}  // namespace fivestar::crypto
