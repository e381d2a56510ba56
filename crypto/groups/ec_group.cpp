// SPDX-License-Identifier: Apache-2.0
#include "crypto/groups/ec_group.hpp"

#include "crypto/groups/known_curve.hpp"
#include "crypto/primitives/big_number.hpp"

#include <new>
#include <utility>

#include <openssl/ec.h>

namespace fivestar::crypto {
namespace {

using Group = OpenSslOwner<EC_GROUP, EC_GROUP_free>;
using Point = OpenSslOwner<EC_POINT, EC_POINT_clear_free>;

constexpr std::uint8_t uncompressed = 0x04;
constexpr std::size_t max_scalar_octets = 128;

Modulus modulus_of(const BIGNUM* number) {
    auto modulus = Modulus::create(fixed_width<Bytes>(number, static_cast<std::size_t>(BN_num_bytes(number))));
    if (!modulus) throw std::bad_alloc{};
    return std::move(*modulus);
}

}  // namespace

struct EcGroup::State {
    EllipticCurve curve;
    Group group;
    BigNumber a;
    BigNumber b;
    Modulus prime;
    Modulus order;
};

struct EcPoint::State {
    std::shared_ptr<const EcGroup::State> home;
    Point point;

    [[nodiscard]] const EC_GROUP* group() const { return home->group.get(); }
};

EcGroup::EcGroup(EllipticCurve curve) {
    const ErrorQueueGuard guard;
    Group group{EC_GROUP_new_by_curve_name(known_curve(curve).nid)};
    const BigNumber p{BN_new()};
    BigNumber a{BN_new()};
    BigNumber b{BN_new()};
    if (!group || !p || !a || !b || EC_GROUP_get_curve(group.get(), p.get(), a.get(), b.get(), nullptr) != 1) {
        throw std::bad_alloc{};
    }
    Modulus prime = modulus_of(p.get());
    Modulus order = modulus_of(EC_GROUP_get0_order(group.get()));
    state_ = std::make_shared<const State>(curve, std::move(group), std::move(a), std::move(b), std::move(prime),
                                           std::move(order));
}

EllipticCurve EcGroup::curve() const {
    return state_->curve;
}

std::size_t EcGroup::field_size() const {
    return state_->prime.size();
}

Modulus EcGroup::prime() const {
    return state_->prime;
}

Bytes EcGroup::a() const {
    return fixed_width<Bytes>(state_->a.get(), field_size());
}

Bytes EcGroup::b() const {
    return fixed_width<Bytes>(state_->b.get(), field_size());
}

Modulus EcGroup::order() const {
    return state_->order;
}

EcPoint EcGroup::generator() const {
    const ErrorQueueGuard guard;
    Point point{EC_POINT_dup(EC_GROUP_get0_generator(state_->group.get()), state_->group.get())};
    if (!point) throw std::bad_alloc{};
    return EcPoint{std::make_shared<const EcPoint::State>(state_, std::move(point))};
}

Result<EcPoint> EcGroup::decode(ByteView octets) const {
    const ErrorQueueGuard guard;
    if (octets.size() != 1 + 2 * field_size() || octets[0] != uncompressed) return fail(ErrorCode::malformed);
    Point point{EC_POINT_new(state_->group.get())};
    if (!point) return fail(ErrorCode::crypto_failure);
    // Refuses coordinates past the prime and points that are not on the curve; this form has none at infinity.
    if (EC_POINT_oct2point(state_->group.get(), point.get(), octets.data(), octets.size(), nullptr) != 1) {
        return fail(ErrorCode::invalid_key);
    }
    return EcPoint{std::make_shared<const EcPoint::State>(state_, std::move(point))};
}

Result<SecretBytes> EcGroup::random_scalar(Random& random) const {
    return state_->order.random_number(random);
}

EcPoint::EcPoint(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Bytes EcPoint::encode() const {
    const ErrorQueueGuard guard;
    Bytes octets(1 + 2 * state_->home->prime.size());
    if (EC_POINT_point2oct(state_->group(), state_->point.get(), POINT_CONVERSION_UNCOMPRESSED, octets.data(),
                           octets.size(), nullptr) != octets.size()) {
        throw std::bad_alloc{};
    }
    return octets;
}

SecretBytes EcPoint::x() const {
    const ErrorQueueGuard guard;
    const BigNumber x{BN_new()};
    if (!x || EC_POINT_get_affine_coordinates(state_->group(), state_->point.get(), x.get(), nullptr, nullptr) != 1) {
        throw std::bad_alloc{};
    }
    return fixed_width<SecretBytes>(x.get(), state_->home->prime.size());
}

Result<EcPoint> EcPoint::multiply(ByteView scalar) const {
    const ErrorQueueGuard guard;
    if (scalar.size() > max_scalar_octets) return fail(ErrorCode::invalid_argument);
    const auto reduced = state_->home->order.reduce(scalar);
    if (!reduced) return std::unexpected{reduced.error()};
    const BigNumber factor = secret_number(*reduced);
    Point product{EC_POINT_new(state_->group())};
    const BigNumberContext context{BN_CTX_new()};
    // With one scalar and a known order, OpenSSL uses its constant-time Montgomery ladder.
    if (!factor || !product || !context ||
        EC_POINT_mul(state_->group(), product.get(), nullptr, state_->point.get(), factor.get(), context.get()) != 1) {
        return fail(ErrorCode::crypto_failure);
    }
    if (EC_POINT_is_at_infinity(state_->group(), product.get()) == 1) return fail(ErrorCode::invalid_key);
    return EcPoint{std::make_shared<const State>(state_->home, std::move(product))};
}

Result<EcPoint> EcPoint::add(const EcPoint& other) const {
    const ErrorQueueGuard guard;
    if (state_->home->curve != other.state_->home->curve) return fail(ErrorCode::invalid_argument);
    Point sum{EC_POINT_new(state_->group())};
    if (!sum ||
        EC_POINT_add(state_->group(), sum.get(), state_->point.get(), other.state_->point.get(), nullptr) != 1) {
        return fail(ErrorCode::crypto_failure);
    }
    if (EC_POINT_is_at_infinity(state_->group(), sum.get()) == 1) return fail(ErrorCode::invalid_key);
    return EcPoint{std::make_shared<const State>(state_->home, std::move(sum))};
}

bool EcPoint::operator==(const EcPoint& other) const {
    return state_->home->curve == other.state_->home->curve &&
           EC_POINT_cmp(state_->group(), state_->point.get(), other.state_->point.get(), nullptr) == 0;
}

}  // namespace fivestar::crypto
