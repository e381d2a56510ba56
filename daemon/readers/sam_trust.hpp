// SPDX-License-Identifier: Apache-2.0
// Whether a reader is one whose security module is believed. A smart card may show any ATR and answer any command: so
// nothing that a card says counts, only what the reader's driver says, and what the configuration names.
#pragma once

#include "apdu/card_connection.hpp"

#include <span>
#include <string>

namespace fivestar::daemon {

/// A reader of libifd-samv, by the vendor and type that its driver gives, or one whose name matches a pattern of
/// `named` (fnmatch(3)).
[[nodiscard]] bool believes_module_of(const apdu::ReaderDescription& reader, std::span<const std::string> named);

}  // namespace fivestar::daemon
