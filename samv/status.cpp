// SPDX-License-Identifier: Apache-2.0
#include "samv/status.hpp"

#include <algorithm>
#include <iterator>

namespace fivestar::samv {

std::string_view to_string(Status status) {
    struct Name {
        Status status;
        std::string_view text;
    };
    constexpr Name names[] = {
        {Status::checksum_error, "the request's checksum was wrong"},
        {Status::length_error, "the request's length was wrong"},
        {Status::bad_command, "command or parameter not allowed"},
        {Status::unrecognised_command, "command not recognised"},
        {Status::sam_not_authenticated, "the card did not accept the SAM"},
        {Status::card_not_authenticated, "the SAM did not accept the card"},
        {Status::verification_failed, "the card's information does not verify"},
        {Status::wrong_card_type, "card of another type"},
        {Status::read_failed, "reading the card failed"},
        {Status::random_number_failed, "the random number failed"},
        {Status::self_test_failed, "the SAM's self-test failed"},
        {Status::sam_not_authorised, "the SAM is not authorised"},
        {Status::find_failed, "no card found"},
        {Status::select_failed, "selecting the card failed"},
        {Status::success, "success"},
        {Status::no_such_item, "the card has no such item"},
        {Status::card_found, "card found"},
    };
    const auto* const found = std::ranges::find(names, status, &Name::status);
    return found == std::end(names) ? "unknown" : found->text;
}

}  // namespace fivestar::samv
