// SPDX-License-Identifier: Apache-2.0
// The files of this program, in one directory that its user owns. Files are replaced by rename(2): readers see the old
// file or the new one, and never half of one.
//   lists/       what fivestard reads
//   incoming/    a file before it takes its place; emptied at the start
//   state/       one SourceState for each source
//   metrics.prom for node_exporter
//   changed      rewritten after a change in lists/; systemd watches it and reloads fivestard
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/descriptor.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace fivestar::trust_update {

class ListFolder {
  public:
    /// Makes the directories that are missing, and locks them against another process. errno tells the cause of a
    /// failure: EWOULDBLOCK if another process has the lock.
    static std::optional<ListFolder> open(const std::filesystem::path& directory);

    [[nodiscard]] std::filesystem::path lists() const { return root_ / "lists"; }
    [[nodiscard]] std::filesystem::path list(const std::string& name) const { return lists() / name; }

    /// Writes a file that has no place yet, down to the disk. Returns its path; nothing if it cannot be written.
    [[nodiscard]] std::optional<std::filesystem::path> write_incoming(const std::string& name, ByteView content) const;
    /// Moves such a file to its place among the lists, down to the disk.
    [[nodiscard]] bool place(const std::filesystem::path& incoming, const std::string& name) const;
    void discard(const std::filesystem::path& incoming) const;

    [[nodiscard]] std::string state(const std::string& name) const;  ///< empty if there is none
    [[nodiscard]] bool replace_state(const std::string& name, std::string_view text) const;
    [[nodiscard]] bool replace_metrics(std::string_view text) const;

    /// Rewrites `changed` if a list is newer than it: also for a run that was ended before it could.
    [[nodiscard]] bool announce_changes() const;

  private:
    ListFolder(std::filesystem::path root, Descriptor lock) : root_(std::move(root)), lock_(std::move(lock)) {}

    /// Writes and renames.
    [[nodiscard]] bool replace(const std::filesystem::path& file, std::string_view text) const;

    std::filesystem::path root_;
    Descriptor lock_;
};

/// The content of a file of at most `largest` octets; nothing if there is none.
[[nodiscard]] std::optional<Bytes> content_of(const std::filesystem::path& file, std::size_t largest);

}  // namespace fivestar::trust_update
