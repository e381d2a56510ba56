// SPDX-License-Identifier: Apache-2.0
// Portraits as pictures, which the daemon makes with the decoder in its configuration (docs/CHINESE-CARDS.md).
#pragma once

#include "compat/bitmap.hpp"
#include "compat/daemon_link.hpp"

#include <memory>
#include <span>
#include <string>

namespace fivestar::compat {

/// The portrait of a read. `no_item` without a decoder, or a grant of the portrait.
[[nodiscard]] DaemonLink::Result<std::unique_ptr<Bitmap>> bitmap_of(const BaseMessage& message);

/// The portrait whose octets as the card has them (WLT) are these: of a card that this process selected, and that still
/// lies there. `read` if there is no such card.
[[nodiscard]] DaemonLink::Result<std::unique_ptr<Bitmap>> bitmap_of(std::span<const std::uint8_t> wlt);

/// Writes the portrait of a read to a file for its owner alone. False, and no file, without a picture: an older file
/// would show another person.
[[nodiscard]] bool write_bitmap(const BaseMessage& message, const std::string& path);

}  // namespace fivestar::compat
