// SPDX-License-Identifier: Apache-2.0
// The files of a document as one read got them, by data group, with what became of each.
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"
#include "identity/lds/data_group.hpp"
#include "identity/verification/passive_authentication.hpp"

#include <map>
#include <utility>
#include <vector>

namespace fivestar::daemon {

class DocumentFiles {
  public:
    struct Entry {
        identity::FileState state = identity::FileState::not_asked;
        PersonalBytes raw = {};  ///< empty unless read
    };

    void set(identity::DataGroupNumber number, Entry entry) { groups_[number] = std::move(entry); }

    /// True if the group was announced or listed, even if it was not read.
    [[nodiscard]] bool contains(identity::DataGroupNumber number) const { return groups_.contains(number); }

    /// The raw octets; empty unless the group was read.
    [[nodiscard]] ByteView raw(identity::DataGroupNumber number) const {
        const auto found = groups_.find(number);
        return found == groups_.end() ? ByteView{} : ByteView{found->second.raw};
    }

    /// For passive authentication; borrows from this.
    [[nodiscard]] std::vector<identity::DataGroupFile> views() const {
        std::vector<identity::DataGroupFile> views;
        views.reserve(groups_.size());
        for (const auto& [number, entry] : groups_) views.push_back({number, entry.state, entry.raw});
        return views;
    }

    /// All of them, moved out.
    [[nodiscard]] std::map<identity::DataGroupNumber, Entry> take() && { return std::move(groups_); }

  private:
    std::map<identity::DataGroupNumber, Entry> groups_;
};

}  // namespace fivestar::daemon
