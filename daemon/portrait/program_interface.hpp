// What fivestar-portrait is given: the picture on standard input, where the pixels go to standard output, and on this
// descriptor the plug-in, open for reading.
#pragma once

namespace fivestar::daemon {

inline constexpr int portrait_plugin_descriptor = 3;

}  // namespace fivestar::daemon
