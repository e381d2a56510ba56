// SPDX-License-Identifier: Apache-2.0
// fivestar-sim on the command line.
#include "tests/sim/command_line.hpp"
#include "tests/support/source_directory.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

std::string data_directory() {
    return (source_directory() / "sim").string();
}

CommandOutcome simulator(const std::string& arguments) {
    return run_command(std::string{FIVESTAR_SIM} + " --data " + data_directory() + " " + arguments);
}

TEST(Program, ReportsWrongArguments) {
    for (const char* wrong : {"", "--unknown", "card", "card --persona passport --vpcd nowhere", "pki",
                              "card --persona passport --quirk unknown", "card --persona passport --quirk removed@0",
                              "sam", "sam --persona resident", "sam --persona resident --device /nowhere --baud 1200",
                              "sam --persona resident --device /nowhere --fault unknown"}) {
        const auto outcome = simulator(wrong);
        EXPECT_EQ(outcome.exit_code, 64) << wrong << '\n' << outcome.output;
        EXPECT_NE(outcome.output, "") << wrong;
    }
}

TEST(Program, ReportsProblems) {
    EXPECT_EQ(simulator("card --persona nobody").exit_code, 3);
    EXPECT_EQ(run_command(std::string{FIVESTAR_SIM} + " --data /proc/none --personas").exit_code, 3);
    EXPECT_EQ(simulator("pki --out /proc/none").exit_code, 3);
    EXPECT_EQ(simulator("sam --persona nobody --device /nowhere/port").exit_code, 3);
    EXPECT_EQ(simulator("sam --persona resident --device /nowhere/port").exit_code, 3);
    const auto nobody = simulator("card --persona nobody");
    EXPECT_NE(nobody.output.find("nobody"), std::string::npos) << nobody.output;
}

TEST(Program, ListsItsPersonas) {
    const auto text = simulator("--personas");
    EXPECT_EQ(text.exit_code, 0);
    EXPECT_NE(text.output.find("five-star-2023 (lds)\n    IRCHN931586198<0010100288<<<<<\n"), std::string::npos);
    EXPECT_NE(text.output.find("\nfive-star-2023 (sam)\n    931586198001010028\n"), std::string::npos);
    const auto json = simulator("--personas --json");
    EXPECT_EQ(json.exit_code, 0);
    // Parsed by another program's JSON parser.
    const auto read = run_command(std::string{FIVESTAR_SIM} + " --data " + data_directory() +
                                  " --personas --json | python3 -c \"import json, sys; "
                                  "print([(p['mrz'][0], p['can']) for p in json.load(sys.stdin) if "
                                  "p['name'] in ('passport', 'identity-card') and p['profile'] == 'emrtd'])\"");
    EXPECT_EQ(read.output,
              "[('I<UTOSPECIMEN<<KIM<<<<<<<<<<<<<<<<<<', None), "
              "('P<UTOSPECIMEN<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', '427816')]\n");
}

TEST(Program, ListsQuirksWithTheirSources) {
    const auto outcome = simulator("--quirks");
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_NE(outcome.output.find("source: Ukrainian passports: gmrtd/gmrtd#410\n"), std::string::npos);
    EXPECT_NE(outcome.output.find("source: constructed\n"), std::string::npos);
    EXPECT_NE(outcome.output.find("\nlong-read-naked-6700 "), std::string::npos);
    EXPECT_NE(outcome.output.find("\nrevoked-signer "), std::string::npos);
}

TEST(Program, ListsTheFaultsOfAModule) {
    const auto outcome = simulator("--faults");
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_NE(outcome.output.find("\nwrong-checksum "), std::string::npos);
}

TEST(Program, WritesThePki) {
    const TemporaryDirectory directory;
    const auto outcome = simulator("pki --out " + (directory.path() / "new").string());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
    for (const char* file : {"csca/passport.cer", "csca/contact.pem", "csca-lds/five-star.cer", "crl/passport.crl",
                             "crl/contact.crl", "crl/five-star.crl"}) {
        EXPECT_TRUE(std::filesystem::exists(directory.path() / "new" / file)) << file;
    }
}

TEST(Program, EndsAtQuitAndAtATerminationSignal) {
    const std::string card =
        std::string{FIVESTAR_SIM} + " --data " + data_directory() + " card --persona passport --vpcd 127.0.0.1:1";
    EXPECT_EQ(run_command("printf 'remove\\ninsert\\nspeak\\nquit\\n' | timeout 10 " + card).exit_code, 0);
    const TemporaryDirectory directory;
    const std::string said = (directory.path() / "said").string();
    EXPECT_EQ(run_command("timeout 60 " + card + " < /dev/null > " + said + " & while ! grep -qs ready " + said +
                          "; do sleep 0.05; done; kill -TERM $!; wait $!")
                  .exit_code,
              0);
}

}  // namespace
}  // namespace fivestar::test
