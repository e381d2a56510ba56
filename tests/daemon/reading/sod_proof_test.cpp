// EF.SOD: what is known before it is verified, and what it proves to whom.
#include "daemon/reading/sod_proof.hpp"

#include "daemon/reading/background_worker.hpp"
#include "tests/daemon/reading/simulated_card.hpp"

#include <chrono>
#include <future>
#include <memory>

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
    const auto reports = proof.prove();
    EXPECT_EQ(reports.trust.signature.outcome, Outcome::failed);
    EXPECT_EQ(reports.lds_trust.signature.outcome, Outcome::failed);
}

TEST(SodProof, TellsEachStoreApart) {
    const auto environment = full_trust();
    const auto reports = daemon::SodProof{issued_sod(), environment, noon}.prove();
    EXPECT_TRUE(reports.trust.verified());
    EXPECT_EQ(reports.trust.certificate_chain.reason, "issuer_unknown");
    EXPECT_EQ(reports.lds_trust.certificate_chain.outcome, Outcome::passed);
}

TEST(SodProof, ProvesNothingToAStoreThatIsNotThere) {
    auto environment = full_trust();
    environment.lds_trust = nullptr;
    const auto reports = daemon::SodProof{issued_sod(), environment, noon}.prove();
    EXPECT_TRUE(reports.trust.verified());
    EXPECT_FALSE(reports.lds_trust.verified());
    EXPECT_EQ(reports.lds_trust.certificate_chain.outcome, Outcome::not_performed);
}

TEST(SodProof, MakesAFindingOfAFileThatIsNone) {
    const auto environment = full_trust();
    for (const Bytes& file : {Bytes{}, Bytes{0x77, 0x01}, Bytes{0x77, 0x02, 0x30, 0x00}}) {
        daemon::SodProof proof{file, environment, noon};
        EXPECT_FALSE(proof.listed().has_value());
        EXPECT_EQ(proof.prove().trust.unusable, file.empty() ? "no_security_object" : "malformed");
    }
}

/// Whether the worker comes to an end of what was posted.
bool comes_to(daemon::BackgroundWorker& worker) {
    std::promise<void> there;
    worker.post([&there] { there.set_value(); });
    return there.get_future().wait_for(std::chrono::seconds{10}) == std::future_status::ready;
}

TEST(SodProof, IsVerifiedInTheBackground) {
    auto environment = full_trust();
    environment.background = std::make_shared<daemon::BackgroundWorker>();
    daemon::SodProof good{issued_sod(), environment, noon};
    daemon::SodProof bad{issued_sod(sim::Tampering::bit_in_signature), environment, noon};
    ASSERT_TRUE(comes_to(*environment.background));
    EXPECT_TRUE(good.prove().trust.verified());
    EXPECT_EQ(bad.prove().trust.signature.outcome, Outcome::failed);
}

TEST(SodProof, DoesNotWaitForABackgroundThatIsBusy) {
    auto environment = full_trust();
    environment.background = std::make_shared<daemon::BackgroundWorker>();
    std::promise<void> proved;
    environment.background->post([busy = proved.get_future().share()] { busy.wait(); });
    daemon::SodProof proof{issued_sod(), environment, noon};
    EXPECT_TRUE(proof.prove().trust.verified());
    proved.set_value();
    EXPECT_TRUE(comes_to(*environment.background));
}

TEST(SodProof, MayEndBeforeTheBackgroundComesToIt) {
    auto environment = full_trust();
    environment.background = std::make_shared<daemon::BackgroundWorker>();
    std::promise<void> ended;
    environment.background->post([busy = ended.get_future().share()] { busy.wait(); });
    environment.trust = std::make_shared<const crypto::TrustStore>();
    const std::weak_ptr trust = environment.trust;
    {
        const daemon::SodProof proof{issued_sod(), environment, noon};
    }
    environment.trust = nullptr;
    ended.set_value();
    ASSERT_TRUE(comes_to(*environment.background));
    EXPECT_TRUE(trust.expired());
}

}  // namespace
}  // namespace fivestar::test
