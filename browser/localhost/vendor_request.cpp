// SPDX-License-Identifier: Apache-2.0
#include "browser/localhost/vendor_request.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace fivestar::browser {
namespace {

using Route = std::pair<std::string_view, VendorAct>;

constexpr std::array<Route, 3> zkidronline_paths{{{"/zkidronline/scanreadidcardinfo", VendorAct::read},
                                                  {"/zkidronline/info", VendorAct::version},
                                                  {"/info", VendorAct::version}}};
constexpr std::array<Route, 3> cvr_paths{{{"/readcard", VendorAct::read},
                                          {"/opendevice", VendorAct::acknowledge},
                                          {"/closedevice", VendorAct::acknowledge}}};
constexpr std::array<Route, 4> est_commands{{{"EST_Reader_ReadIDCard#", VendorAct::read},
                                             {"EST_StopReadIDCard#", VendorAct::stop},
                                             {"EST_GetVersion#", VendorAct::version},
                                             {"EST_PosBeep#", VendorAct::acknowledge}}};
constexpr std::string_view command_characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";

std::string in_lower_case(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(), [](char character) {
        return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
    });
    return lower;
}

}  // namespace

std::expected<VendorRequest, TargetFault> parse_target(VendorForm form, std::string_view target) {
    // Pages differ in case, and some append parameters with & alone.
    const std::string lower = in_lower_case(target);
    const std::size_t end = std::min(lower.find_first_of("?&"), lower.size());
    const std::string_view path = std::string_view{lower}.substr(0, end);
    const std::string_view parameters = std::string_view{lower}.substr(end);
    if (parameters.contains("callback") || parameters.contains("jsonp")) return std::unexpected{TargetFault::jsonp};
    if (form == VendorForm::est) return std::unexpected{TargetFault::no_such_path};
    const auto& paths = form == VendorForm::cvr ? cvr_paths : zkidronline_paths;
    const auto* const found = std::ranges::find(paths, path, &Route::first);
    if (found == paths.end()) return std::unexpected{TargetFault::no_such_path};
    return VendorRequest{.act = found->second};
}

VendorRequest parse_command(std::string_view frame) {
    const std::size_t hash = frame.find('#');
    if (frame.size() > max_command_size || hash == std::string_view::npos || hash == 0 ||
        frame.find_first_not_of(command_characters) != hash)
        return {};
    VendorRequest request{.command = std::string{frame.substr(0, hash + 1)}};
    const auto* const found = std::ranges::find(est_commands, request.command, &Route::first);
    if (found != est_commands.end()) request.act = found->second;
    if (request.act == VendorAct::read && frame.substr(hash + 1) == "|1") request.act = VendorAct::read_continuously;
    return request;
}

}  // namespace fivestar::browser
