// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/answers.hpp"

#include <string>

#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using test::http_answer;

TEST(TrustView, ShowsTrustedCertificates) {
    const std::string body =
        R"({"loaded_at":"2026-11-22T20:00:00Z","anchors":[{"country":"XE","subject":"C=XE, CN=SPECIMEN",)"
        R"("expires_at":"2025-01-01T00:00:00Z","expired":true,"profile":"emrtd","fingerprint":"AB",)"
        R"("source":{"file":"a.ml","master_list":0}}],"master_lists":[{"country":"XU","file":"a.ml",)"
        R"("signed_at":"2026-10-01T00:00:00Z","certificates":1,"signer_fingerprint":"CD"}],)"
        R"("revocation_lists":[],"skipped":[{"file":"b.der","entry":null,"reason":"malformed"}]})";
    EXPECT_EQ(run_on(http_answer(200, json, body), {"trust"}).output,
              "Anchors\n"
              "  COUNTRY  EXPIRES              PROFILE  FILE  LIST  SUBJECT            SHA-256\n"
              "  XE       2025-01-01  EXPIRED  emrtd    a.ml  0     C=XE, CN=SPECIMEN  AB\n"
              "Master lists\n"
              "  COUNTRY  SIGNED      CERTIFICATES  FILE  SIGNER SHA-256\n"
              "  XU       2026-10-01  1             a.ml  CD\n"
              "Skipped\n"
              "  FILE   ENTRY  REASON\n"
              "  b.der         malformed\n"
              "  Loaded at               2026-11-22T20:00:00Z\n");
}

}  // namespace
}  // namespace fivestar::cli
