// SPDX-License-Identifier: Apache-2.0
// Comparison of two names: it ends, is symmetric, and finds a name equal to itself.
#include "crypto/base/bytes.hpp"
#include "identity/matching/name_comparison.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    using namespace fivestar::identity;
    const std::string_view text = as_text(ByteView{data, size});
    const std::size_t line = std::min(text.find('\n'), text.size());
    Names one = written_name(text.substr(0, line));
    Names other = written_name(text.substr(std::min(line + 1, text.size())));
    one.truncated = size % 3 == 1;
    other.truncated = size % 3 == 2;
    if (compare_names(one, other) != compare_names(other, one)) std::abort();
    if (compare_names(one, one).likeness == Likeness::different) std::abort();
    return 0;
}
