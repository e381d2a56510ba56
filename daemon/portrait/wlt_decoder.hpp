// SPDX-License-Identifier: Apache-2.0
// The portrait of a Chinese identity card made a picture that everybody can show, by the configured plug-in.
#pragma once

#include "crypto/base/reason.hpp"
#include "daemon/portrait/confined_decoder.hpp"
#include "identity/portrait.hpp"

#include <filesystem>

namespace fivestar::daemon {

class WltDecoder {
  public:
    /// `plugin`: an absolute path, checked at each use, as it may be replaced between two; empty: no decoder.
    /// `program`: fivestar-portrait.
    WltDecoder(std::filesystem::path plugin, std::filesystem::path program);

    /// Makes a WLT portrait a PNG; every other stays as it is, and so does one that cannot be decoded. Returns why not:
    /// `portrait_plugin_refused` (the file is not root's alone), `portrait_plugin_timeout`, `portrait_plugin_failed`;
    /// `none` if there was nothing to do or it was done. Blocks for up to two seconds; any thread.
    [[nodiscard]] Reason decode(identity::Portrait& portrait) const;

    /// Returns why the plug-in would not be used now: `portrait_plugin_refused`; `none` without one, and if it would.
    [[nodiscard]] Reason fault() const;

  private:
    [[nodiscard]] Result<Descriptor> open_plugin() const;

    std::filesystem::path plugin_;
    std::filesystem::path program_;
};

/// The same with a plug-in that is open already.
[[nodiscard]] Reason decode_wlt(const ConfinedProgram& program, identity::Portrait& portrait);

/// fivestar-portrait: beside the running program, as in a build tree, else where it is installed.
[[nodiscard]] std::filesystem::path portrait_program();

}  // namespace fivestar::daemon
