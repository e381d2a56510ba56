// SPDX-License-Identifier: Apache-2.0
// PACE with the generic mapping on brainpoolP256r1, the terminal's side, against the arithmetic on points that it
// cannot do without. The chip is a recording with fixed random sources, so that only the host's work is measured.
// Prints a row of a table.

#include "apdu/pace.hpp"
#include "crypto/asn1/security_infos.hpp"
#include "sim/chip/chip_channel.hpp"
#include "sim/documents/document.hpp"
#include "sim/documents/persona.hpp"
#include "sim/pki/pki.hpp"
#include "tests/bench/figures.hpp"
#include "tests/bench/played_card.hpp"

#include <array>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <fmt/core.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>

namespace {

using namespace fivestar;
using namespace fivestar::bench;

constexpr int pairs = 400;
constexpr std::uint8_t terminal_octets = 0x10;
constexpr std::uint8_t chip_octets = 0x80;

/// A document that offers this PACE and no other.
struct Offer {
    sim::Persona persona = sim::load_persona(FIVESTAR_SOURCE_DIR "/sim", "passport").value();
    sim::Document document =
        sim::issue_document(persona, sim::TestPki::load(FIVESTAR_SOURCE_DIR "/sim").value()).value();
};

/// From what EF.CardAccess says to the channel under session keys.
void open(apdu::Channel& chip, ByteView card_access, const std::string& can) {
    FixedRandom random{terminal_octets};
    const auto infos = crypto::SecurityInfos::parse(card_access).value();
    const crypto::PaceInfo& info = infos.pace.at(0);
    if (info.mapping != crypto::PaceMapping::generic ||
        info.parameters != crypto::DomainParameters{crypto::EllipticCurve::brainpool_p256r1}) {
        throw std::runtime_error{"the document offers another PACE"};
    }
    const auto password = apdu::PacePassword::digits(apdu::PasswordKind::can, as_bytes(can));
    const auto opened = apdu::pace(chip, info, password, random).value();
    static_cast<void>(apdu::SecureChannel::create(chip, opened.keys).value());
}

class Recorder final : public apdu::Channel {
  public:
    Recorder(apdu::Channel& next, std::vector<Exchange>& exchanges) : next_(next), exchanges_(exchanges) {}
    Result<apdu::Response> transmit(const apdu::Command& command) override {
        auto response = next_.transmit(command);
        exchanges_.push_back({apdu::encode(command).value(), copy(apdu::encode(response.value()))});
        return response;
    }

  private:
    apdu::Channel& next_;
    std::vector<Exchange>& exchanges_;
};

Recording record(const Offer& offer) {
    FixedRandom random{chip_octets};
    sim::Chip chip{sim::make_card(offer.persona, offer.document), {}, random};
    sim::ChipChannel octets{chip};
    Recording recording;
    Recorder recorder{octets, recording.exchanges};
    open(recorder, offer.document.card_access, offer.persona.can);
    return recording;
}

/// OpenSSL's own arithmetic: the five products that the protocol has (two key pairs, the nonce, two agreements) and the
/// one sum, on points and scalars that lie ready.
class BareArithmetic {
  public:
    BareArithmetic() : group_(EC_GROUP_new_by_curve_name(NID_brainpoolP256r1)), context_(BN_CTX_new()) {
        for (auto& scalar : scalars_) {
            scalar.reset(BN_new());
            if (BN_rand_range(scalar.get(), EC_GROUP_get0_order(group_.get())) != 1) throw std::bad_alloc{};
        }
        for (auto& point : points_) {
            point.reset(EC_POINT_new(group_.get()));
            multiply(*point, *EC_GROUP_get0_generator(group_.get()), *scalars_[0]);
        }
    }

    double time() {
        return milliseconds_of([&] {
            for (std::size_t at = 0; at < products; ++at) multiply(*result_, *points_[at], *scalars_[at]);
            if (EC_POINT_add(group_.get(), result_.get(), points_[0].get(), points_[1].get(), context_.get()) != 1) {
                throw std::bad_alloc{};
            }
        });
    }

  private:
    static constexpr std::size_t products = 5;
    template <class T, auto release>
    struct Release {
        void operator()(T* object) const { release(object); }
    };
    template <class T, auto release>
    using Owner = std::unique_ptr<T, Release<T, release>>;
    using Point = Owner<EC_POINT, EC_POINT_free>;

    void multiply(EC_POINT& result, const EC_POINT& point, const BIGNUM& scalar) {
        if (EC_POINT_mul(group_.get(), &result, nullptr, &point, &scalar, context_.get()) != 1) throw std::bad_alloc{};
    }

    Owner<EC_GROUP, EC_GROUP_free> group_;
    Owner<BN_CTX, BN_CTX_free> context_;
    std::array<Owner<BIGNUM, BN_free>, products> scalars_{};
    std::array<Point, products> points_{};
    Point result_{EC_POINT_new(group_.get())};
};

}  // namespace

int main() {
    try {
        const Offer offer;
        const Recording recording = record(offer);
        PlayedConnection card{recording, Link{0}};
        BareArithmetic bare;
        const auto pace = [&] {
            return milliseconds_of([&] { open(card.channel(), offer.document.card_access, offer.persona.can); });
        };
        const auto compared = compare_in_pairs(pairs, pace, [&] { return bare.time(); });
        fmt::print(
            "| PACE, generic mapping on brainpoolP256r1, host | {:.3f} ms against {:.3f} ms: ratio {:.3f} | at most "
            "1.3 |\n",
            compared.one, compared.other, compared.ratio);
        return EXIT_SUCCESS;
    } catch (const std::exception& error) {
        std::cerr << "bench_pace: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
