// The 256-octet text record, and the record and checks made of it.
#include "identity/national_text.hpp"

#include "identity/assemble.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    const ByteView octets{data, size};
    const auto text = identity::parse_national_text(octets);
    if (text && text->kind == identity::NationalTextKind::citizen && (octets[248] != ' ' || octets[249] != 0))
        std::abort();
    if (text && text->previous_numbers.size() > 2) std::abort();
    identity::Verification verification;
    const auto record = identity::assemble(identity::decode_text(octets), verification);
    if (record.raw.cn_text->size() != size) std::abort();
    return 0;
}
