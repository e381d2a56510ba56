// SPDX-License-Identifier: Apache-2.0
// PACE and chip authentication against OpenPACE, which shares no code with this project: as the chip for our terminal
// and as the terminal for our simulated chip. PACE only with generic mapping: OpenPACE's integrated mapping omits
// R(s,t) of ICAO Doc 9303-11, and it has no chip authentication mapping.
#include "apdu/chip_authentication.hpp"
#include "apdu/pace.hpp"
#include "crypto/base/text.hpp"
#include "sim/chip/chip.hpp"
#include "sim/chip/chip_channel.hpp"
#include "sim/documents/public_keys.hpp"
#include "sim/documents/security_infos.hpp"
#include "tests/interop/chip.hpp"
#include "tests/interop/terminal.hpp"
#include "tests/sim/chip/chip_combinations.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace fivestar::interop {
namespace {

using apdu::PacePassword;
using apdu::PasswordKind;
using crypto::BlockCipher;
using sim::AgreementGroup;
using test::ChipAuthenticationCombination;
using test::PaceCombination;

constexpr std::string_view can = "500540";
constexpr std::string_view wrong_can = "500541";
// The first two lines of ICAO Doc 9303-5's specimen, from which OpenPACE takes number and dates.
constexpr std::string_view mrz = "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6";
constexpr std::string_view mrz_information = "D23145890774081221204159";
constexpr const char* file = "61055F1F024142";
constexpr std::uint8_t by_mrz = 1;
constexpr std::uint8_t by_can = 2;
constexpr int most_tries = 16;

PacePassword can_password(std::string_view digits = can) {
    return PacePassword::digits(PasswordKind::can, as_bytes(digits));
}

Password password(std::uint8_t reference, std::string_view text) {
    return {reference, copy(as_bytes(text))};
}

/// One combination in both directions: OpenPACE's chip with our terminal, and OpenPACE's terminal with our chip.
class Interoperability {
  public:
    Interoperability(const sim::PaceOffer& offer, std::optional<BlockCipher> chip_authentication)
        : offer_(offer), group_(AgreementGroup::standardized(offer.parameter).value()) {
        infos_ = sim::pace_infos(offer_);
        static_private_ = group_.random_private_key(random_).value();
        static_public_ = group_.power(group_.generator(), static_private_).value();
        if (chip_authentication) announce(*chip_authentication);
    }

    [[nodiscard]] crypto::SecurityInfos infos() const {
        return crypto::SecurityInfos::parse(sim::security_infos(infos_)).value();
    }
    [[nodiscard]] Bytes pace_protocol() const {
        return sim::pace_oid(offer_.mapping, group_.agreement(), offer_.cipher);
    }
    [[nodiscard]] Bytes chip_authentication_protocol(BlockCipher cipher) const {
        return sim::chip_authentication_oid(group_.agreement(), cipher);
    }
    [[nodiscard]] const Bytes& static_public() const { return static_public_; }
    Random& random() { return random_; }

    /// `cloned`: the chip has another static key than the announced one.
    OpenPaceChip their_chip(bool cloned = false) {
        ChipContent content{.parameter = offer_.parameter, .secret_size = group_.prime().size()};
        content.passwords = {{by_mrz, copy(as_bytes(mrz))}, {by_can, copy(as_bytes(can))}};
        const SecretBytes key = cloned ? group_.random_private_key(random_).value() : static_private_.clone();
        content.static_private = copy(key);
        content.static_public = group_.power(group_.generator(), key).value();
        content.triple_des_protocol = chip_authentication_protocol(BlockCipher::triple_des);
        content.file = test::hex(file);
        return OpenPaceChip{std::move(content)};
    }

    sim::Card our_card(std::optional<BlockCipher> chip_authentication, bool cloned = false) {
        sim::Card card;
        card.extended_length = true;
        card.files.application_identifier = test::hex("A0000002471001");
        card.files.application = {{0x0101, 0x01, sim::ReadAccess::secure_messaging, test::hex(file)}};
        card.security.pace.offers = {offer_};
        card.security.pace.passwords.emplace(by_can, SecretBytes{as_bytes(can)});
        card.security.pace.passwords.emplace(by_mrz, sim::encode_mrz_password(mrz_information));
        if (!chip_authentication) return card;
        card.security.chip_authentication.push_back(
            {offer_.parameter,
             {*chip_authentication},
             {},
             cloned ? group_.random_private_key(random_).value() : static_private_.clone()});
        return card;
    }

    OpenPaceTerminal their_terminal(apdu::Channel& chip) const {
        return {chip, offer_.parameter, group_.prime().size()};
    }

  private:
    void announce(BlockCipher cipher) {
        infos_.push_back(sim::chip_authentication_info(group_.agreement(), cipher, {}));
        infos_.push_back(sim::chip_authentication_public_key_info(
            group_.agreement(), sim::agreement_key_info(offer_.parameter, static_public_, sim::KeyForm::standardized),
            {}));
    }

    SystemRandom random_;
    sim::PaceOffer offer_;
    AgreementGroup group_;
    SecretBytes static_private_;
    Bytes static_public_;
    std::vector<Bytes> infos_;
};

const apdu::Command select_application = {
    .ins = 0xA4, .p1 = 0x04, .p2 = 0x0C, .data = {0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01}};
const apdu::Command read_file = {.ins = 0xB0, .p1 = 0x81, .le = apdu::max_short_le};

/// Our terminal with their chip, repeated after leading zeros.
Result<apdu::PaceResult> open(OpenPaceChip& chip, const crypto::SecurityInfos& infos, const PacePassword& password,
                              Random& random) {
    auto result = apdu::pace(chip, infos.pace.at(0), password, random);
    for (int tries = 1; !result && chip.refused_for_zeros() && tries < most_tries; ++tries) {
        result = apdu::pace(chip, infos.pace.at(0), password, random);
    }
    return result;
}

/// Our side of a session: the content of the chip's file, or the name of the error.
std::string read(apdu::Channel& channel) {
    const auto selected = channel.transmit(select_application);
    if (!selected) return std::string{to_string(selected.error().code)};
    const auto content = channel.transmit(read_file);
    return content ? to_hex(content->data) : std::string{to_string(content.error().code)};
}

/// Their side of a session.
std::string read(OpenPaceTerminal& terminal) {
    if (!terminal.transmit(select_application)) return "refused";
    const auto content = terminal.transmit(read_file);
    return content ? to_hex(content->data) : "refused";
}

class PaceWithOpenPace : public testing::TestWithParam<PaceCombination> {
  protected:
    Interoperability parties_{GetParam().offer, {}};
};

TEST_P(PaceWithOpenPace, AsTheChip) {
    OpenPaceChip chip = parties_.their_chip();
    const crypto::SecurityInfos infos = parties_.infos();
    for (const PacePassword& right : {can_password(), PacePassword::mrz(as_bytes(mrz_information))}) {
        OpenPaceChip fresh = parties_.their_chip();
        const auto result = open(fresh, infos, right, parties_.random());
        ASSERT_TRUE(result.has_value()) << result.error().step << ' ' << to_string(result.error().code);
        const auto session = apdu::SecureChannel::create(fresh, result->keys);
        ASSERT_TRUE(session.has_value());
        EXPECT_EQ(read(**session), file);
    }
    const auto wrong = open(chip, infos, can_password(wrong_can), parties_.random());
    ASSERT_FALSE(wrong.has_value());
    EXPECT_EQ(wrong.error(), (Error{ErrorCode::access_denied, 0x6300, "pace_authenticate"}));
}

TEST_P(PaceWithOpenPace, AsTheTerminal) {
    for (const Password& right : {password(by_can, can), password(by_mrz, mrz)}) {
        sim::Chip chip{parties_.our_card({}), {}, parties_.random()};
        sim::ChipChannel channel{chip};
        OpenPaceTerminal terminal = parties_.their_terminal(channel);
        ASSERT_EQ(terminal.open(parties_.pace_protocol(), right).value, 0x9000);
        EXPECT_EQ(read(terminal), file);
    }
    sim::Chip chip{parties_.our_card({}), {}, parties_.random()};
    sim::ChipChannel channel{chip};
    OpenPaceTerminal terminal = parties_.their_terminal(channel);
    EXPECT_EQ(terminal.open(parties_.pace_protocol(), password(by_can, wrong_can)).value, 0x6300);
}

std::vector<PaceCombination> generic_combinations() {
    auto all = test::pace_combinations();
    std::erase_if(all, [](const auto& one) { return one.offer.mapping != sim::Mapping::generic; });
    return all;
}

INSTANTIATE_TEST_SUITE_P(Doc9303, PaceWithOpenPace, testing::ValuesIn(generic_combinations()),
                         [](const auto& combination) { return combination.param.name; });

class ChipAuthenticationWithOpenPace : public testing::TestWithParam<ChipAuthenticationCombination> {
  protected:
    /// The content of the file after chip authentication of OpenPACE's chip, or the name of the error.
    std::string read_after_authentication(bool cloned);
    /// The same for our chip, read by OpenPACE.
    std::string let_openpace_read(bool cloned);

    Interoperability parties_{{sim::Mapping::generic, BlockCipher::aes_128, GetParam().parameter}, GetParam().cipher};
};

std::string ChipAuthenticationWithOpenPace::read_after_authentication(bool cloned) {
    OpenPaceChip chip = parties_.their_chip(cloned);
    const crypto::SecurityInfos infos = parties_.infos();
    const auto access = open(chip, infos, can_password(), parties_.random());
    if (!access) return "no access";
    const auto session = apdu::SecureChannel::create(chip, access->keys).value();
    const auto choice = apdu::choose_chip_authentication(infos);
    if (!choice || choice->cipher != GetParam().cipher) return "no choice";
    for (int tries = 0; tries < most_tries; ++tries) {
        const auto keys = apdu::authenticate_chip(*session, *choice, parties_.random());
        if (!keys && chip.refused_for_zeros()) continue;
        if (!keys) return std::string{to_string(keys.error().code)};
        return read(*apdu::SecureChannel::create(chip, *keys).value());
    }
    return "zeros";
}

std::string ChipAuthenticationWithOpenPace::let_openpace_read(bool cloned) {
    sim::Chip chip{parties_.our_card(GetParam().cipher, cloned), {}, parties_.random()};
    sim::ChipChannel channel{chip};
    OpenPaceTerminal terminal = parties_.their_terminal(channel);
    if (!terminal.open(parties_.pace_protocol(), password(by_can, can)).success()) return "no access";
    const bool by_template = GetParam().cipher == BlockCipher::triple_des;
    const auto status = terminal.authenticate_chip(parties_.chip_authentication_protocol(GetParam().cipher),
                                                   parties_.static_public(), by_template);
    return status.success() ? read(terminal) : "no authentication";
}

TEST_P(ChipAuthenticationWithOpenPace, AsTheChip) {
    EXPECT_EQ(read_after_authentication(false), file);
    EXPECT_EQ(read_after_authentication(true), "secure_messaging_failed");
}

TEST_P(ChipAuthenticationWithOpenPace, AsTheTerminal) {
    EXPECT_EQ(let_openpace_read(false), file);
    EXPECT_EQ(let_openpace_read(true), "refused");
}

INSTANTIATE_TEST_SUITE_P(Doc9303, ChipAuthenticationWithOpenPace,
                         testing::ValuesIn(test::chip_authentication_combinations()),
                         [](const auto& combination) { return combination.param.name; });

}  // namespace
}  // namespace fivestar::interop

/// Suppresses leaks of contexts inside the library.
extern "C" const char*
__lsan_default_suppressions();  // NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp)
extern "C" const char*
__lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp)
    return "leak:libeac.so\n";
}
