// SPDX-License-Identifier: Apache-2.0
#include "daemon/portrait/wlt_decoder.hpp"

#include "daemon/portrait/png.hpp"
#include "daemon/portrait/trusted_file.hpp"
#include "daemon/portrait/wlt_plugin.h"

#include <fcntl.h>
#include <system_error>
#include <utility>

namespace fivestar::daemon {
namespace {

static_assert(FIVESTAR_WLT_OCTETS == identity::wlt_size && FIVESTAR_WLT_WIDTH == identity::wlt_width &&
              FIVESTAR_WLT_HEIGHT == identity::wlt_height &&
              FIVESTAR_WLT_PIXELS_OCTETS == FIVESTAR_WLT_WIDTH * FIVESTAR_WLT_HEIGHT * 3);

constexpr uid_t root = 0;

}  // namespace

WltDecoder::WltDecoder(std::filesystem::path plugin, std::filesystem::path program)
    : plugin_(std::move(plugin)), program_(std::move(program)) {}

Reason WltDecoder::decode(identity::Portrait& portrait) const {
    if (plugin_.empty() || portrait.media_type != identity::MediaType::wlt) return Reason::none;
    const auto plugin = open_plugin();
    if (!plugin) return Reason::portrait_plugin_refused;
    return decode_wlt({.path = program_, .patience = longest_conversion, .plugin = &*plugin}, portrait);
}

Reason WltDecoder::fault() const {
    return plugin_.empty() || open_plugin() ? Reason::none : Reason::portrait_plugin_refused;
}

Result<Descriptor> WltDecoder::open_plugin() const {
    return open_trusted_file(Descriptor{::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)}, plugin_, root);
}

Reason decode_wlt(const ConfinedProgram& program, identity::Portrait& portrait) {
    const auto pixels =
        decode_confined(program, PortraitTask::wlt, portrait.octets.view(), FIVESTAR_WLT_WIDTH, FIVESTAR_WLT_HEIGHT);
    if (!pixels) {
        return pixels.error().code == ErrorCode::deadline_exceeded ? Reason::portrait_plugin_timeout
                                                                   : Reason::portrait_plugin_failed;
    }
    portrait.octets = png_of(pixels->view(), FIVESTAR_WLT_WIDTH, FIVESTAR_WLT_HEIGHT);
    portrait.media_type = identity::MediaType::png;
    return Reason::none;
}

std::filesystem::path portrait_program() {
    constexpr std::string_view name = "fivestar-portrait";
    std::error_code error;
    auto beside = std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / name;
    if (std::filesystem::exists(beside, error)) return beside;
    return std::filesystem::path{FIVESTAR_LIBEXEC_DIRECTORY} / name;
}

}  // namespace fivestar::daemon
