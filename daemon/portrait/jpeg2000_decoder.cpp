// SPDX-License-Identifier: Apache-2.0
#include "daemon/portrait/jpeg2000_decoder.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <memory>
#include <openjpeg.h>

namespace fivestar::portrait {
namespace {

constexpr OPJ_UINT32 most_components = 4;
constexpr OPJ_UINT32 most_bits = 16;
// A few octets can divide a picture into any number of tiles, each with structures of its own.
constexpr OPJ_UINT32 most_tiles = 1024;

template <auto destroy>
struct Destroy {
    template <class T>
    void operator()(T* object) const {
        destroy(object);
    }
};
using Codec = std::unique_ptr<opj_codec_t, Destroy<opj_destroy_codec>>;
using Stream = std::unique_ptr<opj_stream_t, Destroy<opj_stream_destroy>>;
using Image = std::unique_ptr<opj_image_t, Destroy<opj_image_destroy>>;
using CodestreamInfo =
    std::unique_ptr<opj_codestream_info_v2_t,
                    decltype([](opj_codestream_info_v2_t* info) { ::opj_destroy_cstr_info(&info); })>;

/// The stream that OpenJPEG reads.
struct Source {
    Octets octets;
    std::size_t at = 0;
};

OPJ_SIZE_T read_octets(void* to, OPJ_SIZE_T count, void* user) {
    auto& source = *static_cast<Source*>(user);
    const std::size_t taken = std::min<std::size_t>(count, source.octets.size() - source.at);
    if (taken == 0) return static_cast<OPJ_SIZE_T>(-1);  // the end
    std::memcpy(to, source.octets.data() + source.at, taken);
    source.at += taken;
    return taken;
}

OPJ_OFF_T skip_octets(OPJ_OFF_T count, void* user) {
    auto& source = *static_cast<Source*>(user);
    if (count < 0) return -1;
    const std::size_t taken = std::min(static_cast<std::size_t>(count), source.octets.size() - source.at);
    if (taken == 0 && count != 0) return -1;
    source.at += taken;
    return static_cast<OPJ_OFF_T>(taken);
}

OPJ_BOOL seek_octets(OPJ_OFF_T position, void* user) {
    auto& source = *static_cast<Source*>(user);
    if (position < 0 || static_cast<std::size_t>(position) > source.octets.size()) return OPJ_FALSE;
    source.at = static_cast<std::size_t>(position);
    return OPJ_TRUE;
}

Stream stream_of(Source& source) {
    Stream stream{::opj_stream_create(std::max<std::size_t>(source.octets.size(), 1), OPJ_TRUE)};
    if (stream == nullptr) return stream;
    ::opj_stream_set_user_data(stream.get(), &source, nullptr);
    ::opj_stream_set_user_data_length(stream.get(), source.octets.size());
    ::opj_stream_set_read_function(stream.get(), read_octets);
    ::opj_stream_set_skip_function(stream.get(), skip_octets);
    ::opj_stream_set_seek_function(stream.get(), seek_octets);
    return stream;
}

bool is_codestream(Octets picture) {
    constexpr std::array<std::uint8_t, 2> start_of_codestream{0xFF, 0x4F};
    return picture.size() > 2 && std::ranges::equal(picture.first(2), start_of_codestream);
}

/// One component, brought to 8 bits and to the size of the whole.
class Plane {
  public:
    Plane(const opj_image_comp_t& component, PictureSize whole)
        : component_(component),
          whole_(whole),
          lowest_(component.sgnd != 0 ? -(1 << (component.prec - 1)) : 0),
          highest_(lowest_ + (1 << component.prec) - 1),
          octets_(std::size_t{1} << component.prec),
          columns_(whole.width) {
        const std::size_t last = octets_.size() - 1;
        for (std::size_t value = 0; value <= last; ++value) {
            octets_[value] = static_cast<std::uint8_t>((value * 255 + last / 2) / last);
        }
        for (std::size_t x = 0; x < whole.width; ++x) columns_[x] = x * component.w / whole.width;
    }

    [[nodiscard]] static bool is_usable(const opj_image_comp_t& component) {
        return component.data != nullptr && component.w > 0 && component.h > 0 && component.prec > 0 &&
               component.prec <= most_bits;
    }

    /// Writes the row into every third octet.
    void write_row(std::uint32_t y, std::uint8_t* to) const {
        const OPJ_INT32* const row = component_.data + std::size_t{y} * component_.h / whole_.height * component_.w;
        for (const std::size_t column : columns_) {
            *to = octets_[static_cast<std::size_t>(std::clamp(row[column], lowest_, highest_) - lowest_)];
            to += octets_per_pixel;
        }
    }

  private:
    const opj_image_comp_t& component_;
    PictureSize whole_;
    OPJ_INT32 lowest_;
    OPJ_INT32 highest_;
    std::vector<std::uint8_t> octets_;  // of each value
    std::vector<std::size_t> columns_;  // of the component, for each of the whole
};

std::uint8_t octet(double value) {
    return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
}

/// sYCC to sRGB (IEC 61966-2-1 annex G).
void make_rgb(std::uint8_t* pixel) {
    const double luma = pixel[0];
    const double blue = pixel[1] - 128.0;
    const double red = pixel[2] - 128.0;
    pixel[0] = octet(luma + 1.402 * red);
    pixel[1] = octet(luma - 0.344136 * blue - 0.714136 * red);
    pixel[2] = octet(luma + 1.772 * blue);
}

Pixels pixels_of(const opj_image_t& image, PictureSize size) {
    const bool colour = image.numcomps >= octets_per_pixel;
    std::vector<Plane> planes;
    for (OPJ_UINT32 number = 0; number < octets_per_pixel; ++number) {
        const opj_image_comp_t& component = image.comps[colour ? number : 0];
        if (!Plane::is_usable(component)) return std::nullopt;
        planes.emplace_back(component, size);
    }
    std::vector<std::uint8_t> pixels(pixel_octets(size));
    const std::size_t row_size = size.width * octets_per_pixel;
    for (std::uint32_t y = 0; y < size.height; ++y) {
        for (std::size_t number = 0; number < planes.size(); ++number) {
            planes[number].write_row(y, pixels.data() + y * row_size + number);
        }
    }
    if (colour && image.color_space == OPJ_CLRSPC_SYCC) {
        for (std::size_t at = 0; at < pixels.size(); at += octets_per_pixel) make_rgb(pixels.data() + at);
    }
    return pixels;
}

}  // namespace

Pixels decode_jpeg2000(Octets picture, PictureSize size) {
    if (!fits(size)) return std::nullopt;
    Source source{picture};
    const Stream stream = stream_of(source);
    const Codec codec{::opj_create_decompress(is_codestream(picture) ? OPJ_CODEC_J2K : OPJ_CODEC_JP2)};
    if (stream == nullptr || codec == nullptr) return std::nullopt;
    opj_dparameters_t parameters{};
    ::opj_set_default_decoder_parameters(&parameters);
    opj_image_t* raw = nullptr;
    if (::opj_setup_decoder(codec.get(), &parameters) == OPJ_FALSE ||
        ::opj_read_header(stream.get(), codec.get(), &raw) == OPJ_FALSE) {
        return std::nullopt;
    }
    const Image image{raw};
    const PictureSize said{image->x1 - image->x0, image->y1 - image->y0};
    if (said != size || image->numcomps == 0 || image->numcomps > most_components) return std::nullopt;
    const CodestreamInfo info{::opj_get_cstr_info(codec.get())};
    if (info == nullptr || std::uint64_t{info->tw} * info->th > most_tiles) return std::nullopt;
    if (::opj_decode(codec.get(), stream.get(), image.get()) == OPJ_FALSE ||
        ::opj_end_decompress(codec.get(), stream.get()) == OPJ_FALSE) {
        return std::nullopt;
    }
    if (image->numcomps == 0 || image->numcomps > most_components || image->color_space == OPJ_CLRSPC_CMYK ||
        image->color_space == OPJ_CLRSPC_EYCC) {
        return std::nullopt;
    }
    return pixels_of(*image, size);
}

}  // namespace fivestar::portrait
