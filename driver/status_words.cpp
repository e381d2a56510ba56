// SPDX-License-Identifier: Apache-2.0
#include "driver/status_words.hpp"

#include "driver/pseudo_apdu.hpp"

namespace fivestar::driver {

std::uint16_t status_word_of(samv::Status status) {
    using samv::Status;
    switch (status) {
        case Status::sam_not_authenticated:
        case Status::card_not_authenticated:
            return sw::security_not_satisfied;
        case Status::verification_failed:
            return sw::incorrect_data;
        case Status::wrong_card_type:
            return sw::function_not_supported;
        case Status::read_failed:
        case Status::random_number_failed:
        case Status::find_failed:
        case Status::select_failed:
            return sw::no_information;
        case Status::no_such_item:
            return sw::data_not_found;
        case Status::self_test_failed:
            return sw::memory_failure;
        case Status::sam_not_authorised:
            return sw::authentication_blocked;
        default:
            return sw::no_diagnosis;
    }
}

}  // namespace fivestar::driver
