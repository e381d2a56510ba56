// SPDX-License-Identifier: Apache-2.0
// Reads a card whose fields are those of a citizen's card, within the rights of an origin.
#pragma once

#include "browser/policy/policy.hpp"
#include "client/connection.hpp"
#include "crypto/base/zeroized.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>

namespace fivestar::browser {

/// The daemon's view of a citizen (docs/CHINESE-CARDS.md), and the portrait.
struct Citizen {
    boost::json::value view = {};  ///< an object of texts and nulls, zeroized
    PersonalText portrait = {};    ///< JPEG in Base64; empty if it cannot be decoded

    /// A member of the view, or the portrait; empty if the card does not have it.
    [[nodiscard]] std::string_view text(std::string_view name) const;
};

/// A code of the daemon or of fivestar-browser-host, and its text in Chinese for the person at the desk.
struct ReadProblem {
    std::string code = {};
    std::string text = {};
};

/// One read, in a thread of its own.
class CitizenReader {
  public:
    explicit CitizenReader(client::Connection connection) : connection_(std::move(connection)) {}

    /// Reads the card that is there, or the next one, with these fields. A permanent resident, another document than a
    /// citizen's or resident's card, and one that is not genuine are refused.
    [[nodiscard]] std::expected<Citizen, ReadProblem> read(const OriginRule& rule,
                                                           const std::vector<std::string>& fields, bool waits_for_next);
    /// Ends the read; any thread may call it.
    void cancel() { connection_.cancel(); }

  private:
    [[nodiscard]] std::expected<client::Response, ReadProblem> exchange(const char* method, const std::string& target,
                                                                        const char* accept = nullptr);
    [[nodiscard]] std::expected<Citizen, ReadProblem> citizen_of(const std::string& read);

    client::Connection connection_;
};

}  // namespace fivestar::browser
