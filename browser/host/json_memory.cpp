// SPDX-License-Identifier: Apache-2.0
#include "browser/host/json_memory.hpp"

#include "crypto/base/zeroizing_resource.hpp"

#include <boost/json/parse.hpp>

namespace fivestar::browser {

Result<boost::json::value> parse_json(std::string_view text, std::size_t max_depth) {
    boost::json::error_code error;
    boost::json::parse_options options;
    options.max_depth = max_depth;
    auto value = boost::json::parse({text.data(), text.size()}, error, zeroizing_storage(), options);
    if (error) return fail(ErrorCode::malformed);
    return value;
}

}  // namespace fivestar::browser
