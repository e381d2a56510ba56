// SPDX-License-Identifier: Apache-2.0
// One request over HTTPS, with bounds on size, time and redirects.
#pragma once

#include "crypto/base/bytes.hpp"
#include "trust_update/configuration.hpp"
#include "trust_update/problem.hpp"

#include <chrono>
#include <expected>
#include <string>
#include <string_view>

namespace fivestar::trust_update {

/// What a server says about the version that it sent (RFC 9110 §8.8). Empty if it says nothing that is usable.
struct Validators {
    std::string etag = {};
    std::string last_modified = {};

    [[nodiscard]] bool empty() const { return etag.empty() && last_modified.empty(); }
};

/// True for a value that may be sent back: printable ASCII, at most 256 characters.
[[nodiscard]] bool is_validator(std::string_view text);

struct Downloaded {
    bool is_unchanged = false;  ///< 304: the version of the validators is still the current one
    Bytes content = {};
    Validators validators = {};
};

struct DownloadFailure {
    Problem problem;
    long status = 0;                     ///< of HTTP, with `http_status`
    std::chrono::seconds retry_after{};  ///< as the server asks; at most a day
};

/// Fetches `url`. `known`: the validators of what is there already; empty to fetch it in any case.
[[nodiscard]] std::expected<Downloaded, DownloadFailure> download(const std::string& url, const Validators& known,
                                                                  const Configuration::Fetch& settings);

}  // namespace fivestar::trust_update
