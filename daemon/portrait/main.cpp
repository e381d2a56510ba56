// SPDX-License-Identifier: Apache-2.0
// fivestar-portrait: makes pixels of one portrait for fivestard, or a JPEG file of pixels, locked in. See
// program_interface.hpp and wlt_plugin.h. Ends with 0 after the whole answer, with anything else, or by a signal, when
// there is none.
#include "daemon/portrait/confinement.hpp"
#include "daemon/portrait/jpeg2000_decoder.hpp"
#include "daemon/portrait/jpeg_codec.hpp"
#include "daemon/portrait/pixels.hpp"
#include "daemon/portrait/png_decoder.hpp"
#include "daemon/portrait/program_interface.hpp"
#include "daemon/portrait/wlt_plugin.h"

#include <cstddef>
#include <cstdint>
#include <dlfcn.h>
#include <optional>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

using fivestar::daemon::PortraitOrder;
using fivestar::daemon::PortraitTask;
using fivestar::portrait::Octets;
using fivestar::portrait::PictureSize;
using fivestar::portrait::Pixels;

constexpr int failed = 1;

using DecodeWlt = int (*)(const std::uint8_t* wlt, std::uint8_t* pixels);

DecodeWlt load_plugin() {
    const std::string path = "/proc/self/fd/" + std::to_string(fivestar::daemon::portrait_plugin_descriptor);
    void* const library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    ::close(fivestar::daemon::portrait_plugin_descriptor);
    return library != nullptr ? reinterpret_cast<DecodeWlt>(::dlsym(library, "fivestar_wlt_decode")) : nullptr;
}

/// libjpeg-turbo detects the processor's features once, on some by reading a file. Encoding a picture here makes it do
/// so before the process is confined and can open no file.
bool warm_up_jpeg() {
    constexpr PictureSize size{8, 8};
    const auto file = fivestar::portrait::encode_jpeg(std::vector<std::uint8_t>(pixel_octets(size)), size);
    return file && fivestar::portrait::decode_jpeg(*file, size);
}

bool read_all(std::uint8_t* octets, std::size_t size) {
    while (size > 0) {
        const ssize_t came = ::read(STDIN_FILENO, octets, size);
        if (came <= 0) return false;
        octets += came;
        size -= static_cast<std::size_t>(came);
    }
    return true;
}

bool write_all(const std::uint8_t* octets, std::size_t size) {
    while (size > 0) {
        const ssize_t gone = ::write(STDOUT_FILENO, octets, size);
        if (gone <= 0) return false;
        octets += gone;
        size -= static_cast<std::size_t>(gone);
    }
    return true;
}

Pixels decode_wlt(DecodeWlt decode, Octets wlt, PictureSize size) {
    if (wlt.size() != FIVESTAR_WLT_OCTETS || size != PictureSize{FIVESTAR_WLT_WIDTH, FIVESTAR_WLT_HEIGHT}) {
        return std::nullopt;
    }
    std::vector<std::uint8_t> pixels(FIVESTAR_WLT_PIXELS_OCTETS);
    if (decode(wlt.data(), pixels.data()) != 0) return std::nullopt;
    return pixels;
}

bool write_file(const std::vector<std::uint8_t>& file, PictureSize size) {
    const PortraitOrder head{static_cast<std::uint32_t>(file.size()), size.width, size.height};
    return write_all(reinterpret_cast<const std::uint8_t*>(&head), sizeof head) && write_all(file.data(), file.size());
}

bool serve(PortraitTask task, DecodeWlt plugin) {
    PortraitOrder order{};
    if (!read_all(reinterpret_cast<std::uint8_t*>(&order), sizeof order)) return false;
    if (order.size > fivestar::daemon::largest_portrait_file) return false;
    std::vector<std::uint8_t> picture(order.size);
    if (!read_all(picture.data(), picture.size())) return false;
    const PictureSize size{order.width, order.height};
    Pixels made;
    switch (task) {
        case PortraitTask::wlt:
            made = decode_wlt(plugin, picture, size);
            break;
        case PortraitTask::jpeg:
            made = fivestar::portrait::decode_jpeg(picture, size);
            break;
        case PortraitTask::jpeg2000:
            made = fivestar::portrait::decode_jpeg2000(picture, size);
            break;
        case PortraitTask::png:
            made = fivestar::portrait::decode_png(picture, size);
            break;
        case PortraitTask::encode_jpeg: {
            const auto file = fivestar::portrait::encode_jpeg(picture, size);
            return file && write_file(*file, size);
        }
    }
    return made && write_all(made->data(), made->size());
}

}  // namespace

int main(int argc, char** argv) {
    const auto task = argc == 2 ? fivestar::daemon::portrait_task_names.find(argv[1]) : std::nullopt;
    if (!task || !fivestar::portrait::limit_resources()) ::_exit(failed);
    const DecodeWlt plugin = *task == PortraitTask::wlt ? load_plugin() : nullptr;
    const bool ready = *task == PortraitTask::wlt ? plugin != nullptr : warm_up_jpeg();
    if (!ready || !fivestar::portrait::allow_computing_only()) ::_exit(failed);
    ::_exit(serve(*task, plugin) ? 0 : failed);
}
