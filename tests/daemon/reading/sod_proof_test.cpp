// EF.SOD: what is known before it is verified, and what it proves to whom.
#include "daemon/reading/sod_proof.hpp"

#include "tests/daemon/reading/simulated_card.hpp"

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

using identity::Outcome;

const WallTime noon = std::chrono::sys_days{reading_day} + std::chrono::hours{12};

Bytes issued_sod(sim::Tampering tampering = sim::Tampering::none) {
    return sim::issue_document(test_persona("five-star-2023"), test_pki(), tampering).value().security_object;
}

TEST(SodProof, TellsWhatIsListedBeforeItIsProved) {
    const auto environment = full_trust();
    const daemon::SodProof proof{issued_sod(sim::Tampering::bit_in_signature)};
    ASSERT_TRUE(proof.listed().has_value());
    EXPECT_TRUE(proof.listed()->hashes.contains(13));
    const auto reports = proof.prove(environment, noon);
    EXPECT_EQ(reports.trust.signature.outcome, Outcome::failed);
    EXPECT_EQ(reports.lds_trust.signature.outcome, Outcome::failed);
}

TEST(SodProof, TellsEachStoreApart) {
    const auto environment = full_trust();
    const auto reports = daemon::SodProof{issued_sod()}.prove(environment, noon);
    EXPECT_TRUE(reports.trust.verified());
    EXPECT_EQ(reports.trust.certificate_chain.reason, "issuer_unknown");
    EXPECT_EQ(reports.lds_trust.certificate_chain.outcome, Outcome::passed);
}

TEST(SodProof, ProvesNothingToAStoreThatIsNotThere) {
    auto environment = full_trust();
    environment.lds_trust = nullptr;
    const auto reports = daemon::SodProof{issued_sod()}.prove(environment, noon);
    EXPECT_TRUE(reports.trust.verified());
    EXPECT_FALSE(reports.lds_trust.verified());
    EXPECT_EQ(reports.lds_trust.certificate_chain.outcome, Outcome::not_performed);
}

TEST(SodProof, MakesAFindingOfAFileThatIsNone) {
    const auto environment = full_trust();
    for (const Bytes& file : {Bytes{}, Bytes{0x77, 0x01}, Bytes{0x77, 0x02, 0x30, 0x00}}) {
        const daemon::SodProof proof{file};
        EXPECT_FALSE(proof.listed().has_value());
        EXPECT_EQ(proof.prove(environment, noon).trust.unusable, file.empty() ? "no_security_object" : "malformed");
    }
}

}  // namespace
}  // namespace fivestar::test
