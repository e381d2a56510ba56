// SPDX-License-Identifier: Apache-2.0
#include "identity/document_type.hpp"

#include <algorithm>
#include <array>

namespace fivestar::identity {
namespace {

// No public list says which state uses which code. Doc 9303-5 and -6 §4.2.2.1 note k leave the second character to the
// issuer, and have no code for residence permits. Regulation (EC) 1030/2002, annex (a) 10, refers to Doc 9303 and names
// none. So these are codes that somebody saw on documents.

/// Codes that states use for nothing but residence permits. IR (life-in-the-air/MRZParser#9), AR and CR are those of
/// most cards in the uniform format of the European Union. RP, RT and R have a first letter that Doc 9303-5 §4.2.2.1
/// does not know: Estonia (Arg0s1080/mrz#27), Iceland.
constexpr std::array<std::string_view, 6> permits_of_all_states{"IR", "AR", "CR", "RP", "RT", "R"};

struct StateCode {
    std::string_view state;
    std::string_view code;
};

/// Further codes of single states, as champion555/react_webrtc lists them (src/CommonData/CountriesList.js). AS is also
/// in Bundestag paper 17/3354, TR in bettse/passy#63; C2 is on form I-551. A code that the state also gives to identity
/// cards of its citizens is left out.
constexpr StateCode permits_of_states[] = {
    {"ALB", "IF"}, {"AUT", "AT"}, {"AUT", "IC"}, {"AUT", "NN"},  //
    {"D", "AF"},   {"D", "AP"},   {"D", "AS"},                   // family members, permanent residence, Swiss citizens
    {"ESP", "IX"},                                               // family members of citizens of the Union
    {"FIN", "VR"}, {"GBR", "VR"}, {"LUX", "VR"},                 // stickers of the size of a visa
    {"FRA", "CF"}, {"FRA", "TS"},                                // members of a family, titre de séjour
    {"GEO", "TR"}, {"HRV", "AB"}, {"HRV", "AD"}, {"HUN", "IC"}, {"HUN", "TE"},
    {"ITA", "CP"}, {"LUX", "CC"}, {"LUX", "CL"}, {"NLD", "IT"}, {"ROU", "IS"},
    {"ROU", "IT"}, {"SVN", "DZ"}, {"USA", "C1"}, {"USA", "C2"},  // permanent residents, and commuters among them
};

bool is_residence_permit(std::string_view code, std::string_view state) {
    if (std::ranges::find(permits_of_all_states, code) != permits_of_all_states.end()) return true;
    return std::ranges::any_of(permits_of_states,
                               [&](const StateCode& each) { return each.state == state && each.code == code; });
}

}  // namespace

DocumentType document_type(std::string_view document_code, std::string_view issuing_state) {
    if (is_residence_permit(document_code, issuing_state)) return DocumentType::residence_permit;
    if (document_code.empty() || document_code == "AC") return DocumentType::other;  // AC: a crew member's certificate
    switch (document_code.front()) {
        case 'P':
            return DocumentType::passport;
        case 'V':
            return DocumentType::visa;
        case 'A':
        case 'C':
        case 'I':
            return DocumentType::identity_card;
        default:
            return DocumentType::other;
    }
}

}  // namespace fivestar::identity
