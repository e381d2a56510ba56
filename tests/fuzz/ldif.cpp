// SPDX-License-Identifier: Apache-2.0
// LDIF in two parts: the position of the cut must not change values, errors and their positions.
#include "crypto/pki/ldif.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace fivestar::crypto;
struct Value {
    std::string entry;
    fivestar::Result<fivestar::Bytes> octets;
    bool operator==(const Value&) const = default;
};
using Values = std::vector<Value>;

constexpr std::array<std::string_view, 2> wanted{"usercertificate", "cscamasterlistdata"};

Values values_in(std::string_view first, std::string_view second) {
    Values values;
    LdifReader reader{wanted, [&](const LdifPlace& place, fivestar::Result<fivestar::Bytes> octets) {
                          (void)has_rdn(place.entry, "o=dsc");
                          values.push_back({std::string{place.entry}, std::move(octets)});
                      }};
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
