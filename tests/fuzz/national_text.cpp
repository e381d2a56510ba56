// SPDX-License-Identifier: Apache-2.0
// Data of a security module: the 256-octet text record, the portrait, the appended addresses, and the record and checks
// made from them.
#include "identity/china/national_text.hpp"

#include "identity/china/appended_addresses.hpp"
#include "identity/china/assemble_sam.hpp"

#include <algorithm>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    const ByteView octets = ByteView{data, size}.first(std::min(size, identity::national_text_size));
    const ByteView rest = ByteView{data, size}.subspan(octets.size());
    const auto text = identity::parse_national_text(octets);
    if (text && text->kind == identity::NationalTextKind::citizen && (octets[248] != ' ' || octets[249] != 0))
        std::abort();
    if (text && text->previous_numbers.size() > 2) std::abort();
    identity::Verification verification;
    const auto record = identity::assemble_sam({octets, rest, rest}, verification);
    if (record.has_value() != text.has_value()) std::abort();
    if (!record) return 0;
    if (!record->raw.cn_text || record->raw.cn_text->size() != octets.size()) std::abort();
    if (record->portrait.has_value() != (rest.size() == identity::wlt_size)) std::abort();
    if (record->holder.address_appended.size() > identity::max_appended_addresses) std::abort();
    return 0;
}
