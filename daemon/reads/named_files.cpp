// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/named_files.hpp"

#include "crypto/pki/trust_folder.hpp"
#include "daemon/keys/pseudonym_key.hpp"
#include "daemon/portrait/wlt_decoder.hpp"
#include "daemon/system/secret_file.hpp"

#include <algorithm>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

namespace fivestar::daemon {
namespace {

bool is_there(const std::filesystem::path& path) {
    std::error_code error;
    return std::filesystem::symlink_status(path, error).type() != std::filesystem::file_type::not_found;
}

/// The reason why a path cannot be used, to follow its name; nothing if it can.
using FileFault = std::optional<std::string>;

FileFault fault_of_directory(const std::filesystem::path& directory) {
    if (!is_there(directory)) return "does not exist";
    auto folder = crypto::TrustFolder::open(directory);
    if (!folder) return "is no directory that this user can read";
    const auto names = folder->names();
    if (!names) return "cannot be listed, or has too many files";
    const auto hidden = std::ranges::find_if(*names, [&](const std::string& name) {
        return ::faccessat(folder->descriptor(), name.c_str(), R_OK, AT_EACCESS) != 0;
    });
    if (hidden == names->end()) return std::nullopt;
    return fmt::format("has a file that this user cannot read: {}", *hidden);
}

FileFault fault_of_plugin(const std::filesystem::path& plugin) {
    if (WltDecoder{plugin, portrait_program()}.fault() == Reason::none) return std::nullopt;
    return "does not exist, cannot be read by this user, or can be written by others than root";
}

/// True if a client is granted pseudonyms by less than `*`, which is everything that there is.
bool names_pseudonyms(const Configuration& configuration) {
    return std::ranges::any_of(configuration.clients, [](const ClientRule& client) {
        return client.grants.fields != FieldSet::all() && client.grants.fields.touches("holder.pseudonym");
    });
}

/// The key may be missing at its default place, where a configuration may name it before pseudonyms are granted.
FileFault fault_of_pseudonym_key(const Configuration& configuration) {
    const std::filesystem::path& key_file = configuration.pseudonym.key_file;
    const bool may_be_missing = key_file == Configuration::Pseudonym{}.key_file && !names_pseudonyms(configuration);
    if (may_be_missing && !is_there(key_file)) return std::nullopt;
    const auto key = load_pseudonym_key(key_file);
    return key ? std::nullopt : FileFault{explain_secret_file(key.error().code)};
}

FileFault fault_of(const NamedFile& file, const Configuration& configuration) {
    switch (file.kind) {
        case NamedFile::Kind::trust:
            return fault_of_directory(file.path);
        case NamedFile::Kind::lds_trust:
            return configuration.profiles.five_star_lds ? fault_of_directory(file.path) : std::nullopt;
        case NamedFile::Kind::plugin:
            return fault_of_plugin(file.path);
        case NamedFile::Kind::pseudonym_key:
            return fault_of_pseudonym_key(configuration);
    }
    return std::nullopt;
}

std::optional<ConfigurationError> fault_of_default(const std::filesystem::path& path, const FileFault& fault) {
    if (!fault) return std::nullopt;
    return ConfigurationError{path.native(), 0, *fault};
}

}  // namespace

bool grants_pseudonyms(const Configuration& configuration) {
    return std::ranges::any_of(configuration.clients, [](const ClientRule& client) {
        return client.grants.fields.touches("holder.pseudonym");
    });
}

std::optional<ConfigurationError> fault_of_named_files(const Configuration& configuration) {
    for (const NamedFile& file : configuration.named_files) {
        if (const auto fault = fault_of(file, configuration)) {
            return ConfigurationError{file.place.file, file.place.line, fmt::format("{} {}", file.place.key, *fault)};
        }
    }
    for (const auto& directory : {configuration.trust.csca_directory, configuration.trust.crl_directory,
                                  configuration.trust.master_list_signers}) {
        if (!is_there(directory)) continue;
        if (auto fault = fault_of_default(directory, fault_of_directory(directory))) return fault;
    }
    return fault_of_default(configuration.pseudonym.key_file, fault_of_pseudonym_key(configuration));
}

}  // namespace fivestar::daemon
