// SPDX-License-Identifier: Apache-2.0
#include "daemon/portrait/jpeg_codec.hpp"

#include <csetjmp>
#include <cstdio>  // jpeglib.h needs it
#include <cstdlib>
#include <jpeglib.h>

namespace fivestar::portrait {
namespace {

constexpr int quality = 92;
// A progressive picture of a few octets can ask for any number of passes over all of its pixels. Encoders make ten.
constexpr int most_scans = 64;

/// libjpeg leaves by a jump where it would end the program. Nothing with a destructor may live where it jumps from.
struct Errors {
    jpeg_error_mgr manager;
    std::jmp_buf out;
};

void leave(j_common_ptr codec) {
    std::longjmp(reinterpret_cast<Errors*>(codec->err)->out, 1);  // NOLINT(cert-err52-cpp): the library is C
}

void be_silent(j_common_ptr) {}

void start(Errors& errors, jpeg_error_mgr*& of_codec) {
    of_codec = ::jpeg_std_error(&errors.manager);
    errors.manager.error_exit = leave;
    errors.manager.output_message = be_silent;
}

void count_scans(j_common_ptr codec) {
    if (reinterpret_cast<j_decompress_ptr>(codec)->input_scan_number > most_scans) leave(codec);
}

bool decode_rows(jpeg_decompress_struct& codec, Errors& errors, Octets picture, PictureSize size,
                 std::uint8_t* pixels) {
    jpeg_progress_mgr progress{};
    progress.progress_monitor = count_scans;
    if (setjmp(errors.out) != 0) return false;  // NOLINT(cert-err52-cpp): the library is C
    ::jpeg_create_decompress(&codec);
    codec.progress = &progress;
    ::jpeg_mem_src(&codec, picture.data(), picture.size());
    if (::jpeg_read_header(&codec, TRUE) != JPEG_HEADER_OK) return false;
    if (codec.image_width != size.width || codec.image_height != size.height) return false;
    codec.out_color_space = JCS_RGB;
    ::jpeg_start_decompress(&codec);
    if (codec.output_width != size.width || codec.output_height != size.height ||
        codec.output_components != octets_per_pixel) {
        return false;
    }
    const std::size_t row_size = size.width * octets_per_pixel;
    while (codec.output_scanline < codec.output_height) {
        JSAMPROW row = pixels + codec.output_scanline * row_size;
        if (::jpeg_read_scanlines(&codec, &row, 1) != 1) return false;
    }
    return true;
}

bool encode_rows(jpeg_compress_struct& codec, Errors& errors, Octets pixels, PictureSize size, unsigned char*& file,
                 unsigned long& file_size) {
    if (setjmp(errors.out) != 0) return false;  // NOLINT(cert-err52-cpp): the library is C
    ::jpeg_create_compress(&codec);
    ::jpeg_mem_dest(&codec, &file, &file_size);
    codec.image_width = size.width;
    codec.image_height = size.height;
    codec.input_components = octets_per_pixel;
    codec.in_color_space = JCS_RGB;
    ::jpeg_set_defaults(&codec);
    ::jpeg_set_quality(&codec, quality, TRUE);
    ::jpeg_start_compress(&codec, TRUE);
    const std::size_t row_size = size.width * octets_per_pixel;
    while (codec.next_scanline < codec.image_height) {
        // libjpeg reads only.
        auto* row = const_cast<JSAMPROW>(pixels.data() + codec.next_scanline * row_size);
        ::jpeg_write_scanlines(&codec, &row, 1);
    }
    ::jpeg_finish_compress(&codec);
    return true;
}

}  // namespace

Pixels decode_jpeg(Octets picture, PictureSize size) {
    if (!fits(size)) return std::nullopt;
    std::vector<std::uint8_t> pixels(pixel_octets(size));
    jpeg_decompress_struct codec{};
    Errors errors{};
    start(errors, codec.err);
    const bool done = decode_rows(codec, errors, picture, size, pixels.data());
    ::jpeg_destroy_decompress(&codec);
    if (!done) return std::nullopt;
    return pixels;
}

std::optional<std::vector<std::uint8_t>> encode_jpeg(Octets pixels, PictureSize size) {
    if (!fits(size) || pixels.size() != pixel_octets(size)) return std::nullopt;
    jpeg_compress_struct codec{};
    Errors errors{};
    start(errors, codec.err);
    unsigned char* file = nullptr;
    unsigned long file_size = 0;
    const bool done = encode_rows(codec, errors, pixels, size, file, file_size);
    ::jpeg_destroy_compress(&codec);
    std::optional<std::vector<std::uint8_t>> octets;
    if (done) octets.emplace(file, file + file_size);
    std::free(file);  // NOLINT(cppcoreguidelines-no-malloc): libjpeg took it from malloc
    return octets;
}

}  // namespace fivestar::portrait
