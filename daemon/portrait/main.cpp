// fivestar-portrait: decodes one portrait for fivestard with a plug-in, locked in. See program_interface.hpp and
// wlt_plugin.h. Ends with 0 after all the pixels, with anything else, or by a signal, when there are none.
#include "daemon/portrait/confinement.hpp"
#include "daemon/portrait/program_interface.hpp"
#include "daemon/portrait/wlt_plugin.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <dlfcn.h>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

constexpr int failed = 1;

using Decode = int (*)(const std::uint8_t* wlt, std::uint8_t* pixels);

Decode load_plugin() {
    const std::string path = "/proc/self/fd/" + std::to_string(fivestar::daemon::portrait_plugin_descriptor);
    void* const library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    ::close(fivestar::daemon::portrait_plugin_descriptor);
    return library != nullptr ? reinterpret_cast<Decode>(::dlsym(library, "fivestar_wlt_decode")) : nullptr;
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

}  // namespace

int main() {
    std::array<std::uint8_t, FIVESTAR_WLT_OCTETS> wlt{};
    std::vector<std::uint8_t> pixels(FIVESTAR_WLT_PIXELS_OCTETS);
    if (!fivestar::portrait::limit_resources()) ::_exit(failed);
    const Decode decode = load_plugin();
    if (decode == nullptr || !fivestar::portrait::allow_computing_only()) ::_exit(failed);
    if (!read_all(wlt.data(), wlt.size()) || decode(wlt.data(), pixels.data()) != 0) ::_exit(failed);
    ::_exit(write_all(pixels.data(), pixels.size()) ? 0 : failed);
}
