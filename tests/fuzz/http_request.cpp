// SPDX-License-Identifier: Apache-2.0
// The request parser. The first octet selects the sizes of the received parts, which must not change the parsed
// requests. Requests must not exceed the limits, and have one Host at most.
#include "daemon/http/content_negotiation.hpp"
#include "daemon/http/host_field.hpp"
#include "daemon/http/request_parser.hpp"
#include "daemon/http/text_match.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace {

using fivestar::ByteView;
using fivestar::daemon::language_tag;
using fivestar::daemon::RequestLimits;
using fivestar::daemon::RequestParser;

constexpr RequestLimits limits{.head = 512, .body = 1024};

std::string requests_in(ByteView octets, std::size_t part) {
    RequestParser parser{limits};
    std::string summary;
    while (true) {
        const auto progress = parser.parse();
        if (!progress) return summary;
        if (*progress == RequestParser::Progress::complete) {
            const auto request = parser.take();
            if (request.message.body.size() > limits.body) std::abort();
            const auto hosts = std::ranges::count_if(request.message.headers, [](const auto& each) {
                return fivestar::daemon::same_token(each.name, "Host");
            });
            const auto host = request.message.header("Host");
            if (hosts > 1 || (host && !fivestar::daemon::is_host(*host))) std::abort();
            const auto languages = request.message.header("Accept-Language");
            summary += language_tag(fivestar::daemon::preferred_language(languages));
            summary += ' ' + request.message.path + ' ' + std::to_string(request.message.headers.size()) + ' ';
            summary += request.message.body.view();
            summary += request.keep_alive ? " keep\n" : " close\n";
            continue;
        }
        if (octets.empty()) return summary;
        const auto room = parser.room();
        if (room.empty()) std::abort();
        const std::size_t count = std::min({room.size(), part, octets.size()});
        std::ranges::copy(octets.first(count), room.begin());
        parser.received(count);
        octets = octets.subspan(count);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const ByteView octets{data + 1, size - 1};
    const std::string in_parts = requests_in(octets, std::size_t{data[0] % 64U} + 1);
    if (size < limits.head && in_parts != requests_in(octets, size)) std::abort();
    return 0;
}
