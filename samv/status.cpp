// SPDX-License-Identifier: Apache-2.0
#include "samv/status.hpp"

namespace fivestar::samv {

std::string_view to_string(Status status) {
    switch (status) {
        case Status::checksum_error:
            return "the request's checksum was wrong";
        case Status::length_error:
            return "the request's length was wrong";
        case Status::bad_command:
            return "command or parameter not allowed";
        case Status::unrecognised_command:
            return "command not recognised";
        case Status::sam_not_authenticated:
            return "the card did not accept the SAM";
        case Status::card_not_authenticated:
            return "the SAM did not accept the card";
        case Status::verification_failed:
            return "the card's information does not verify";
        case Status::wrong_card_type:
            return "card of another type";
        case Status::read_failed:
            return "reading the card failed";
        case Status::random_number_failed:
            return "the random number failed";
        case Status::self_test_failed:
            return "the SAM's self-test failed";
        case Status::sam_not_authorised:
            return "the SAM is not authorised";
        case Status::find_failed:
            return "no card found";
        case Status::select_failed:
            return "selecting the card failed";
        case Status::success:
            return "success";
        case Status::no_such_item:
            return "the card has no such item";
        case Status::card_found:
            return "card found";
    }
    return "unknown";
}

}  // namespace fivestar::samv
