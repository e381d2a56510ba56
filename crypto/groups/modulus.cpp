// SPDX-License-Identifier: Apache-2.0
#include "crypto/groups/modulus.hpp"

#include "crypto/primitives/big_number.hpp"

#include <utility>

namespace fivestar::crypto {
namespace {

using Montgomery = OpenSslOwner<BN_MONT_CTX, BN_MONT_CTX_free>;

constexpr std::size_t max_octets = max_arithmetic_bits / 8;
constexpr int most_candidates = 128;

ByteView without_leading_zeros(ByteView octets) {
    while (!octets.empty() && octets[0] == 0) octets = octets.subspan(1);
    return octets;
}

}  // namespace

struct Modulus::State {
    BigNumber modulus;
    Montgomery montgomery;
    std::size_t size;

    /// A number below the modulus, or null.
    [[nodiscard]] BigNumber operand(ByteView octets) const {
        if (octets.size() > 2 * max_octets) return nullptr;
        BigNumber number = secret_number(octets);
        return number && BN_cmp(number.get(), modulus.get()) < 0 ? std::move(number) : nullptr;
    }

    /// `operation(result, left, right, context)` on two numbers below the modulus.
    template <class Operation>
    Result<SecretBytes> combine(ByteView left, ByteView right, Operation operation) const {
        const ErrorQueueGuard guard;
        const BigNumber a = operand(left);
        const BigNumber b = operand(right);
        if (!a || !b) return fail(ErrorCode::invalid_argument);
        const BigNumber result{BN_new()};
        const BigNumberContext context{BN_CTX_new()};
        if (!result || !context || !operation(result.get(), a.get(), b.get(), context.get())) {
            return fail(ErrorCode::crypto_failure);
        }
        return fixed_width<SecretBytes>(result.get(), size);
    }
};

Modulus::Modulus(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Result<Modulus> Modulus::create(ByteView modulus) {
    const ErrorQueueGuard guard;
    modulus = without_leading_zeros(modulus);
    if (modulus.empty() || modulus.size() > max_octets) return fail(ErrorCode::invalid_argument);
    BigNumber number{BN_bin2bn(modulus.data(), static_cast<int>(modulus.size()), nullptr)};
    Montgomery montgomery{BN_MONT_CTX_new()};
    const BigNumberContext context{BN_CTX_new()};
    if (!number || !montgomery || !context) return fail(ErrorCode::crypto_failure);
    if (BN_is_odd(number.get()) == 0 || BN_is_one(number.get()) == 1) return fail(ErrorCode::invalid_argument);
    if (BN_MONT_CTX_set(montgomery.get(), number.get(), context.get()) != 1) return fail(ErrorCode::crypto_failure);
    return Modulus{std::make_shared<const State>(std::move(number), std::move(montgomery), modulus.size())};
}

std::size_t Modulus::size() const {
    return state_->size;
}

std::size_t Modulus::bits() const {
    return static_cast<std::size_t>(BN_num_bits(state_->modulus.get()));
}

Bytes Modulus::octets() const {
    return fixed_width<Bytes>(state_->modulus.get(), state_->size);
}

Result<SecretBytes> Modulus::reduce(ByteView number) const {
    const ErrorQueueGuard guard;
    if (number.size() > 2 * max_octets) return fail(ErrorCode::invalid_argument);
    const BigNumber given = secret_number(number);
    const BigNumber result{BN_new()};
    const BigNumberContext context{BN_CTX_new()};
    if (!given || !result || !context ||
        BN_nnmod(result.get(), given.get(), state_->modulus.get(), context.get()) != 1) {
        return fail(ErrorCode::crypto_failure);
    }
    return fixed_width<SecretBytes>(result.get(), state_->size);
}

Result<SecretBytes> Modulus::add(ByteView left, ByteView right) const {
    return state_->combine(left, right, [&](BIGNUM* result, const BIGNUM* a, const BIGNUM* b, BN_CTX* /*context*/) {
        return BN_mod_add_quick(result, a, b, state_->modulus.get()) == 1;
    });
}

Result<SecretBytes> Modulus::subtract(ByteView left, ByteView right) const {
    return state_->combine(left, right, [&](BIGNUM* result, const BIGNUM* a, const BIGNUM* b, BN_CTX* /*context*/) {
        return BN_mod_sub_quick(result, a, b, state_->modulus.get()) == 1;
    });
}

Result<SecretBytes> Modulus::multiply(ByteView left, ByteView right) const {
    return state_->combine(left, right, [&](BIGNUM* result, const BIGNUM* a, const BIGNUM* b, BN_CTX* context) {
        // One factor in Montgomery's form makes the product come out of it.
        BN_MONT_CTX* const montgomery = state_->montgomery.get();
        return BN_to_montgomery(result, a, montgomery, context) == 1 &&
               BN_mod_mul_montgomery(result, result, b, montgomery, context) == 1;
    });
}

Result<SecretBytes> Modulus::power(ByteView base, ByteView exponent) const {
    const ErrorQueueGuard guard;
    if (exponent.size() > max_octets) return fail(ErrorCode::invalid_argument);
    const BigNumber a = state_->operand(base);
    if (!a) return fail(ErrorCode::invalid_argument);
    const BigNumber e = secret_number(exponent);
    const BigNumber result{BN_new()};
    const BigNumberContext context{BN_CTX_new()};
    if (!e || !result || !context ||
        BN_mod_exp_mont_consttime(result.get(), a.get(), e.get(), state_->modulus.get(), context.get(),
                                  state_->montgomery.get()) != 1) {
        return fail(ErrorCode::crypto_failure);
    }
    return fixed_width<SecretBytes>(result.get(), state_->size);
}

Result<SecretBytes> Modulus::inverse_of_prime(ByteView number) const {
    const ErrorQueueGuard guard;
    const BigNumber exponent{BN_dup(state_->modulus.get())};
    const BigNumber a = state_->operand(number);
    if (!a || BN_is_zero(a.get()) == 1) return fail(ErrorCode::invalid_argument);
    if (!exponent || BN_sub_word(exponent.get(), 2) != 1) return fail(ErrorCode::crypto_failure);
    return power(number, fixed_width<Bytes>(exponent.get(), state_->size));
}

Result<SecretBytes> Modulus::random_number(Random& random) const {
    const auto unused_bits = static_cast<unsigned>(8 * size() - bits());
    SecretBytes candidate(size());
    for (int tries = 0; tries < most_candidates; ++tries) {
        random.fill({candidate.data(), candidate.size()});
        candidate[0] &= static_cast<std::uint8_t>(0xFFU >> unused_bits);
        // The time of the comparisons depends on rejected candidates alone, not on the one that is kept.
        const BigNumber number = state_->operand(candidate);
        if (number && BN_is_zero(number.get()) == 0) return candidate;
    }
    return fail(ErrorCode::crypto_failure);
}

}  // namespace fivestar::crypto
