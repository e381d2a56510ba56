// SPDX-License-Identifier: Apache-2.0
#include "identity/document_type.hpp"

#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

struct Row {
    std::string_view code;
    std::string_view state;
    DocumentType type;
};

TEST(DocumentType, FollowsTheFirstLetter) {
    // Doc 9303-4 §4.2.2.1 (P), Doc 9303-5 and -6 §4.2.2.1 (A, C, I; AC), Doc 9303-7 §4.2.2.1 (V).
    using enum DocumentType;
    for (const auto& [code, state, type] :
         {Row{"P", "UTO", passport}, Row{"PP", "UTO", passport}, Row{"PD", "CHN", passport}, Row{"PO", "CHN", passport},
          Row{"V", "UTO", visa}, Row{"VC", "CHN", visa}, Row{"I", "UTO", identity_card}, Row{"ID", "D", identity_card},
          Row{"IP", "USA", identity_card}, Row{"A", "UTO", identity_card}, Row{"C", "ITA", identity_card},
          Row{"AC", "UTO", other}, Row{"X", "UTO", other}, Row{"ME", "D", other}, Row{"", "UTO", other}}) {
        EXPECT_EQ(document_type(code, state), type) << code << state;
    }
}

TEST(DocumentType, KnowsResidencePermits) {
    // Regulation (EC) 1030/2002 (IR, AR, CR); Arg0s1080/mrz#27 (RP); bettse/passy#63 (TR); Bundestag paper 17/3354 (AR
    // and AS of Germany); form I-551 (C1, C2); the others: champion555/react_webrtc src/CommonData/CountriesList.js.
    for (const auto& [code, state] : {std::pair{"IR", "NLD"},
                                      {"IR", "CHN"},
                                      {"AR", "D"},
                                      {"AS", "D"},
                                      {"AF", "D"},
                                      {"AR", "CHE"},
                                      {"CR", "ITA"},
                                      {"RP", "EST"},
                                      {"TR", "GEO"},
                                      {"TS", "FRA"},
                                      {"IX", "ESP"},
                                      {"VR", "GBR"},
                                      {"C1", "USA"},
                                      {"C2", "USA"}}) {
        EXPECT_EQ(document_type(code, state), DocumentType::residence_permit) << code << state;
    }
}

TEST(DocumentType, DoesNotLendACodeToAnotherState) {
    EXPECT_EQ(document_type("TS", "UTO"), DocumentType::other);
    EXPECT_EQ(document_type("C1", "UTO"), DocumentType::identity_card);
    EXPECT_EQ(document_type("VR", "UTO"), DocumentType::visa);
    EXPECT_EQ(document_type("AS", "FRA"), DocumentType::identity_card);
}

}  // namespace
}  // namespace fivestar::identity
