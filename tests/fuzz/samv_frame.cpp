// SPDX-License-Identifier: Apache-2.0
// Output of a SAM_V module in pieces, whose size the first octet selects: the frame parser, then every parser of
// replies.
#include "samv/frame.hpp"
#include "samv/reply.hpp"
#include "samv/sam_id.hpp"
#include "samv/stream.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace {

using namespace fivestar;

void parse(ByteView content) {
    const auto reply = samv::parse_reply(content);
    if (!reply) return;
    const ByteView data = reply->data.view();
    if (const auto parsed = samv::parse_text_and_photo(data)) {
        std::array<std::uint8_t, samv::stream_size> stream{};
        samv::write_stream(*parsed, stream);
        if (!std::ranges::equal(stream, data) || !samv::parse_text_and_photo(data)) std::abort();
    }
    if (const auto parsed = samv::parse_with_fingerprints(data)) {
        if (6 + parsed->text.size() + parsed->photo.size() + parsed->fingerprints.size() != data.size()) std::abort();
    }
    if (const auto addresses = samv::parse_appended_addresses(data); addresses && addresses->size() > 280) std::abort();
    static_cast<void>(samv::parse_management_information(data));
    if (const auto id = samv::parse_sam_id(data); id && samv::to_string(*id).size() < 36) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::size_t piece = data[0] + std::size_t{1};
    ByteView rest = ByteView{data, size}.subspan(1);
    samv::FrameParser parser;
    while (!rest.empty()) {
        const ByteView fed = rest.first(std::min(piece, rest.size()));
        rest = rest.subspan(fed.size());
        parser.feed(fed);
        while (const auto content = parser.next()) {
            const Bytes frame = samv::encode_frame(content->view());
            if (frame.size() > samv::largest_frame) std::abort();
            parse(content->view());
        }
        if (parser.buffered() > samv::largest_frame) std::abort();
    }
    return 0;
}
