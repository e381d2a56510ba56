// SPDX-License-Identifier: Apache-2.0
// The files of a document. The first octet selects the file: 0 is EF.COM, other values are numbers of data groups.
#include "identity/assemble.hpp"
#include "identity/lds/document_groups.hpp"
#include "identity/lds/ef_com.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    constexpr auto today = std::chrono::year{2026} / 6 / 15;
    if (size == 0) return 0;
    const ByteView file{data + 1, size - 1};
    if (data[0] == 0) {
        if (identity::parse_ef_com(file).groups.size() > identity::last_data_group) std::abort();
        return 0;
    }
    const identity::DataGroupFile group{data[0], identity::FileState::read, file};
    identity::Verification verification;
    const auto record =
        identity::assemble(identity::decode_groups({&group, 1}, identity::Profile::lds, today), verification);
    if (record.portrait && (record.portrait->width == 0 || record.portrait->octets.size() > size)) std::abort();
    return 0;
}
