// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/portrait/decode_with.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/wait.h>

#include <gtest/gtest.h>

namespace fivestar::daemon {

Bytes picture(std::uint8_t first) {
    Bytes octets(identity::wlt_size, 0);
    octets[0] = first;
    return octets;
}

Descriptor plugin(const std::string& behaviour) {
    const std::string path = std::string{FIVESTAR_PLUGIN_DIRECTORY} + "/libwlt_plugin_" + behaviour + ".so";
    Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    EXPECT_TRUE(file) << path;
    return file;
}

Reason decode_with(const std::string& behaviour, identity::Portrait& portrait, std::chrono::milliseconds patience) {
    const Descriptor file = plugin(behaviour);
    return decode_wlt({.path = FIVESTAR_PORTRAIT_PROGRAM, .patience = patience, .plugin = &file}, portrait);
}

void expect_untouched(const std::string& behaviour, Reason reason, std::chrono::milliseconds patience) {
    identity::Portrait portrait = *identity::wlt_portrait(picture(7));
    EXPECT_EQ(decode_with(behaviour, portrait, patience), reason) << behaviour;
    EXPECT_EQ(portrait.media_type, identity::MediaType::wlt) << behaviour;
    EXPECT_EQ(copy(portrait.octets.view()), picture(7)) << behaviour;
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a child is left behind";
    EXPECT_EQ(errno, ECHILD);
}

}  // namespace fivestar::daemon
