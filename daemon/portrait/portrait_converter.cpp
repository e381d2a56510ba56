// SPDX-License-Identifier: Apache-2.0
#include "daemon/portrait/portrait_converter.hpp"

#include "daemon/portrait/confined_decoder.hpp"
#include "daemon/portrait/png.hpp"

#include <optional>
#include <string>
#include <utility>

namespace fivestar::daemon {
namespace {

using identity::MediaType;

std::optional<PortraitTask> decoder_of(MediaType type) {
    switch (type) {
        case MediaType::jpeg:
            return PortraitTask::jpeg;
        case MediaType::jp2:
        case MediaType::j2c:
            return PortraitTask::jpeg2000;
        case MediaType::png:
            return PortraitTask::png;
        case MediaType::wlt:
            break;
    }
    return std::nullopt;
}

/// Netpbm's PPM, the binary form.
PersonalBytes ppm_of(const PersonalBytes& pixels, const identity::Portrait& portrait) {
    const std::string head =
        "P6\n" + std::to_string(portrait.width) + ' ' + std::to_string(portrait.height) + "\n255\n";
    PersonalBytes file;
    file.reserve(head.size() + pixels.size());
    file.append(as_bytes(head));
    file.append(pixels.view());
    return file;
}

}  // namespace

bool is_convertible(MediaType type) {
    return decoder_of(type).has_value();
}

PortraitConverter::PortraitConverter(std::filesystem::path program) : program_(std::move(program)) {}

Result<PersonalBytes> PortraitConverter::convert(const identity::Portrait& portrait, PictureFormat to) const {
    const auto decoder = decoder_of(portrait.media_type);
    if (!decoder) return fail(ErrorCode::unsupported);
    const ConfinedProgram program{.path = program_, .patience = longest_conversion};
    auto pixels = decode_confined(program, *decoder, portrait.octets.view(), portrait.width, portrait.height);
    if (!pixels) return pixels;
    switch (to) {
        case PictureFormat::png:
            return png_of(pixels->view(), portrait.width, portrait.height);
        case PictureFormat::jpeg:
            return encode_jpeg_confined(program, pixels->view(), portrait.width, portrait.height);
        case PictureFormat::ppm:
            break;
    }
    return ppm_of(*pixels, portrait);
}

}  // namespace fivestar::daemon
