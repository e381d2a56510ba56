// Where the sources lie that this test was built from: personas, vectors, documents.
#pragma once

#include <filesystem>

namespace fivestar::test {

/// An absolute path. The one place that knows it, so that a compiler cache serves every checkout.
[[nodiscard]] std::filesystem::path source_directory();

}  // namespace fivestar::test
