// SPDX-License-Identifier: Apache-2.0
// Comparison of two names: it ends, is symmetric, and finds a name equal to itself, also with invisible characters in
// it.
#include "crypto/base/bytes.hpp"
#include "crypto/base/utf8.hpp"
#include "identity/chinese_name.hpp"
#include "identity/matching/name_comparison.hpp"

#include <algorithm>
#include <cstdlib>

namespace {

using namespace fivestar;
using namespace fivestar::identity;

/// The text with a zero width joiner behind each character; a lone octet becomes U+FFFD.
PersonalText with_joiners(std::string_view text) {
    constexpr char32_t zero_width_joiner = 0x200D;
    PersonalText changed;
    for_each_code_point(text, [&](char32_t c) {
        append_code_point(changed, c);
        append_code_point(changed, zero_width_joiner);
    });
    return changed;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text(ByteView{data, size});
    const std::size_t line = std::min(text.find('\n'), text.size());
    const std::string_view first = text.substr(0, line);
    Names one = written_name(first);
    Names other = written_name(text.substr(std::min(line + 1, text.size())));
    if (compare_names(one, written_name(with_joiners(first).view())).likeness == Likeness::different) std::abort();
    one.truncated = size % 3 == 1;
    other.truncated = size % 3 == 2;
    if (compare_names(one, other) != compare_names(other, one)) std::abort();
    if (compare_names(one, one).likeness == Likeness::different) std::abort();
    if (same_chinese_names(first, with_joiners(first).view()) == false) std::abort();
    const std::string_view second = text.substr(std::min(line + 1, text.size()));
    if (same_chinese_names(first, second) != same_chinese_names(second, first)) std::abort();
    return 0;
}
