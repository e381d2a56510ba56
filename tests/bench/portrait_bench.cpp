// SPDX-License-Identifier: Apache-2.0
// A portrait of 15 kB in JPEG 2000 through the confined process, against OpenJPEG called directly. Prints a row of a
// table.

#include "crypto/base/bytes.hpp"
#include "daemon/portrait/portrait_converter.hpp"
#include "identity/lds/image_header.hpp"
#include "tests/bench/figures.hpp"

#include <fstream>
#include <iterator>
#include <openjpeg.h>
#include <stdexcept>
#include <string>

#include <fmt/core.h>

namespace {

using namespace fivestar;
using namespace fivestar::bench;

constexpr int pairs = 100;
constexpr const char* picture_file = FIVESTAR_SOURCE_DIR "/sim/personas/specimen-man.jp2";

void decode_barely() {
    opj_stream_t* const stream = ::opj_stream_create_default_file_stream(picture_file, OPJ_TRUE);
    opj_codec_t* const codec = ::opj_create_decompress(OPJ_CODEC_JP2);
    opj_dparameters_t parameters{};
    ::opj_set_default_decoder_parameters(&parameters);
    opj_image_t* image = nullptr;
    const bool done = ::opj_setup_decoder(codec, &parameters) != OPJ_FALSE &&
                      ::opj_read_header(stream, codec, &image) != OPJ_FALSE &&
                      ::opj_decode(codec, stream, image) != OPJ_FALSE;
    ::opj_image_destroy(image);
    ::opj_destroy_codec(codec);
    ::opj_stream_destroy(stream);
    if (!done) throw std::runtime_error{"OpenJPEG cannot decode the specimen"};
}

identity::Portrait specimen() {
    std::ifstream file{picture_file, std::ios::binary};
    const Bytes octets{std::istreambuf_iterator<char>{file}, {}};
    const auto header = identity::read_image_header(octets);
    if (!header) throw std::runtime_error{"no specimen"};
    return {.media_type = header->media_type,
            .width = header->width,
            .height = header->height,
            .octets = PersonalBytes{octets}};
}

}  // namespace

int main() {
    const identity::Portrait portrait = specimen();
    const daemon::PortraitConverter converter{FIVESTAR_PORTRAIT_PROGRAM};
    std::vector<double> confined;
    std::vector<double> bare;
    for (int pair = -3; pair < pairs; ++pair) {
        const double ours = milliseconds_of([&] {
            if (!converter.convert(portrait, daemon::PictureFormat::ppm)) throw std::runtime_error{"no conversion"};
        });
        const double theirs = milliseconds_of(decode_barely);
        if (pair < 0) continue;
        confined.push_back(ours);
        bare.push_back(theirs);
    }
    const double target = 1.3 * median(bare) + 10;
    fmt::print(
        "| portrait of {} octets, JPEG 2000, to pixels in a confined process | {:.1f} ms against {:.1f} ms of OpenJPEG "
        "called directly | at most {:.1f} ms (1.3 times, and 10 ms) |\n",
        portrait.octets.size(), median(confined), median(bare), target);
}
