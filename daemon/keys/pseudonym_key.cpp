// SPDX-License-Identifier: Apache-2.0
#include "daemon/keys/pseudonym_key.hpp"

#include "daemon/system/secret_file.hpp"

namespace fivestar::daemon {

Result<std::shared_ptr<const identity::Pseudonyms>> load_pseudonym_key(const std::filesystem::path& path) {
    const auto content = read_secret_file(path);
    if (!content) return std::unexpected{content.error()};
    if (content->size() != identity::Pseudonyms::key_size) return fail(ErrorCode::malformed);
    return std::make_shared<const identity::Pseudonyms>(SecretBytes{as_bytes(content->view())});
}

Result<void> create_pseudonym_key(const std::filesystem::path& path, Random& random) {
    SecretBytes key(identity::Pseudonyms::key_size);
    random.fill({key.data(), key.size()});
    return create_secret_file(path, as_text(key.view()));
}

}  // namespace fivestar::daemon
