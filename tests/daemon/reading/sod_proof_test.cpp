// EF.SOD is verified while others work: what is known before, and that nothing is left behind.
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
    daemon::SodProof proof{issued_sod(sim::Tampering::bit_in_signature), environment, noon};
    ASSERT_TRUE(proof.listed().has_value());
    EXPECT_TRUE(proof.listed()->hashes.contains(13));
    const auto reports = proof.take();
    EXPECT_EQ(reports.trust.signature.outcome, Outcome::failed);
    EXPECT_EQ(reports.lds_trust.signature.outcome, Outcome::failed);
}

TEST(SodProof, TellsEachStoreApart) {
    const auto environment = full_trust();
    const auto reports = daemon::SodProof{issued_sod(), environment, noon}.take();
    EXPECT_TRUE(reports.trust.verified());
    EXPECT_EQ(reports.trust.certificate_chain.reason, "issuer_unknown");
    EXPECT_EQ(reports.lds_trust.certificate_chain.outcome, Outcome::passed);
}

TEST(SodProof, ProvesNothingToAStoreThatIsNotThere) {
    auto environment = full_trust();
    environment.lds_trust = nullptr;
    const auto reports = daemon::SodProof{issued_sod(), environment, noon}.take();
    EXPECT_TRUE(reports.trust.verified());
    EXPECT_FALSE(reports.lds_trust.verified());
    EXPECT_EQ(reports.lds_trust.certificate_chain.outcome, Outcome::not_performed);
}

TEST(SodProof, MakesAFindingOfAFileThatIsNone) {
    const auto environment = full_trust();
    for (const Bytes& file : {Bytes{}, Bytes{0x77, 0x01}, Bytes{0x77, 0x02, 0x30, 0x00}}) {
        daemon::SodProof proof{file, environment, noon};
        EXPECT_FALSE(proof.listed().has_value());
        EXPECT_EQ(proof.take().trust.unusable, file.empty() ? "no_security_object" : "malformed");
    }
}

/// A read that ends early asks for no report. The sanitizers see whether its thread outlives what it looks at.
TEST(SodProof, EndsWithItsOwner) {
    const Bytes file = issued_sod();
    for (int count = 0; count < 20; ++count) {
        const auto environment = full_trust();
        const daemon::SodProof proof{file, environment, noon};
        EXPECT_TRUE(proof.listed().has_value());
    }
}

}  // namespace
}  // namespace fivestar::test
