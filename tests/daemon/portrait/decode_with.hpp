// SPDX-License-Identifier: Apache-2.0
// fivestar-portrait as the daemon starts it, with plug-ins that behave and plug-ins that do not.
#pragma once

#include "daemon/portrait/confined_decoder.hpp"
#include "daemon/portrait/wlt_decoder.hpp"

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <string>
#include <sys/wait.h>

#include <gtest/gtest.h>

namespace fivestar::daemon {

inline Bytes picture(std::uint8_t first) {
    Bytes octets(identity::wlt_size, 0);
    octets[0] = first;
    return octets;
}

inline Descriptor plugin(const std::string& behaviour) {
    const std::string path = std::string{FIVESTAR_PLUGIN_DIRECTORY} + "/libwlt_plugin_" + behaviour + ".so";
    Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    EXPECT_TRUE(file) << path;
    return file;
}

inline Reason decode_with(const std::string& behaviour, identity::Portrait& portrait,
                          std::chrono::milliseconds patience = std::chrono::seconds{30}) {
    const Descriptor file = plugin(behaviour);
    return decode_wlt({.path = FIVESTAR_PORTRAIT_PROGRAM, .patience = patience, .plugin = &file}, portrait);
}

/// The read goes on with the portrait as it was.
inline void expect_untouched(const std::string& behaviour, Reason reason,
                             std::chrono::milliseconds patience = std::chrono::seconds{30}) {
    identity::Portrait portrait = *identity::wlt_portrait(picture(7));
    EXPECT_EQ(decode_with(behaviour, portrait, patience), reason) << behaviour;
    EXPECT_EQ(portrait.media_type, identity::MediaType::wlt) << behaviour;
    EXPECT_EQ(copy(portrait.octets.view()), picture(7)) << behaviour;
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a child is left behind";
    EXPECT_EQ(errno, ECHILD);
}

}  // namespace fivestar::daemon
