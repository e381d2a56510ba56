// SPDX-License-Identifier: Apache-2.0
#include "identity/mrz/mrz.hpp"

namespace fivestar::identity {

bool is_check_digit(MrzFault fault) {
    switch (fault) {
        case MrzFault::document_number_check_digit:
        case MrzFault::birth_date_check_digit:
        case MrzFault::expiry_date_check_digit:
        case MrzFault::optional_data_check_digit:
        case MrzFault::composite_check_digit:
            return true;
        default:
            return false;
    }
}

std::string_view to_string(MrzFault fault) {
    switch (fault) {
        case MrzFault::document_number_check_digit:
            return "document_number_check_digit";
        case MrzFault::birth_date_check_digit:
            return "birth_date_check_digit";
        case MrzFault::expiry_date_check_digit:
            return "expiry_date_check_digit";
        case MrzFault::optional_data_check_digit:
            return "optional_data_check_digit";
        case MrzFault::composite_check_digit:
            return "composite_check_digit";
        case MrzFault::document_code:
            return "mrz_document_code";
        case MrzFault::issuing_state:
            return "mrz_issuing_state";
        case MrzFault::nationality:
            return "mrz_nationality";
        case MrzFault::names:
            return "mrz_names";
        case MrzFault::sex:
            return "mrz_sex";
        case MrzFault::birth_date:
            return "mrz_birth_date";
        case MrzFault::expiry_date:
            return "mrz_expiry_date";
    }
    return "unknown";
}

}  // namespace fivestar::identity
