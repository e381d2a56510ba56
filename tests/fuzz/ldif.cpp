// LDIF, fed in two parts: a value and an error must not depend on where the file is cut.
#include "crypto/ldif.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

using namespace fivestar::crypto;
using Values = std::vector<fivestar::Result<fivestar::Bytes>>;

constexpr std::array<std::string_view, 2> wanted{"usercertificate", "cscamasterlistdata"};

Values values_in(std::string_view first, std::string_view second) {
    Values values;
    LdifReader reader{wanted, [&](fivestar::Result<fivestar::Bytes> value) { values.push_back(std::move(value)); }};
    reader.feed(first);
    reader.feed(second);
    reader.finish();
    return values;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fivestar::as_text({data, size});
    const std::size_t cut = size == 0 ? 0 : data[0] % size;
    if (values_in(text, {}) != values_in(text.substr(0, cut), text.substr(cut))) std::abort();
    return 0;
}
