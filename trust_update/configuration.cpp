// SPDX-License-Identifier: Apache-2.0
#include "trust_update/configuration.hpp"

#include "configuration/configuration_file.hpp"
#include "crypto/base/enum_names.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace fivestar::trust_update {
namespace {

using configuration::Section;

constexpr std::size_t max_sources_of_a_kind = 64;
constexpr std::size_t max_name = 64;
constexpr std::size_t max_url = 2048;
constexpr std::int64_t most_hours = 720;  // 30 days
constexpr std::string_view name_characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
constexpr std::string_view https = "https://";
constexpr EnumNames<ListKind::revocation_list> kind_names("master_list", "revocation_list");

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= max_name &&
           text.find_first_not_of(name_characters) == std::string_view::npos;
}

bool is_in_an_address(char character) {
    return character > ' ' && character <= '~';
}

/// True for an https address with a host and without user or password. libcurl checks the rest.
bool is_address(std::string_view text) {
    if (!text.starts_with(https) || text.size() > max_url || !std::ranges::all_of(text, is_in_an_address)) return false;
    const std::string_view host = text.substr(https.size());
    const std::string_view authority = host.substr(0, host.find_first_of("/?#"));
    return !authority.empty() && !authority.contains('@');
}

bool is_proxy(std::string_view text) {
    return std::ranges::any_of(std::array<std::string_view, 3>{"http://", "https://", "socks5h://"},
                               [&](std::string_view scheme) { return text.starts_with(scheme); });
}

void read_fetch(Section& section, Configuration::Fetch& fetch) {
    section.path("directory", fetch.directory);
    if (auto proxy = section.text("proxy"); proxy && !proxy->empty()) {
        if (!is_proxy(*proxy)) section.fault("proxy", "must begin with http://, https:// or socks5h://");
        fetch.proxy = std::move(*proxy);
    }
    section.path("ca_file", fetch.ca_file);
    section.seconds("deadline_seconds", fetch.deadline, 1, 3600);
    if (const auto megabytes = section.number("max_megabytes", 1, 16)) {
        fetch.largest = static_cast<std::size_t>(*megabytes) << 20U;
    }
}

void read_sources(Section& root, ListKind kind, std::vector<Source>& sources) {
    root.sections(to_string(kind), max_sources_of_a_kind, [&](Section& section) {
        Source source{.kind = kind};
        source.name = section.text("name").value_or("");
        if (!is_name(source.name)) section.fault("name", "must be 1 to 64 letters, digits, '_' or '-'");
        source.url = section.text("url").value_or("");
        if (!is_address(source.url)) section.fault("url", "must be an https address without user and password");
        if (const auto hours = section.number("hours", 1, most_hours)) source.interval = std::chrono::hours{*hours};
        if (std::ranges::any_of(sources, [&](const Source& other) { return other.file() == source.file(); })) {
            section.fault("name", "is used twice");
        }
        sources.push_back(std::move(source));
    });
}

std::expected<Configuration, ConfigurationError> parse(std::span<const configuration::ConfigurationText> texts) {
    Configuration all;
    auto fault = configuration::read_configuration(texts, [&all](Section& root) {
        root.section("trust", [&all](Section& section) {
            section.path("csca_directory", all.trust.csca_directory);
            section.path("crl_directory", all.trust.crl_directory);
            section.path("master_list_signers", all.trust.master_list_signers);
        });
        root.section("fetch", [&all](Section& section) { read_fetch(section, all.fetch); });
        read_sources(root, ListKind::master_list, all.sources);
        read_sources(root, ListKind::revocation_list, all.sources);
    });
    if (fault) return std::unexpected{*std::move(fault)};
    return all;
}

}  // namespace

std::string_view to_string(ListKind kind) {
    return kind_names[kind];
}

std::string Source::file() const {
    return name + (kind == ListKind::master_list ? ".ml" : ".crl");
}

std::expected<Configuration, ConfigurationError> parse_configuration(std::string_view text, std::string_view file) {
    const configuration::ConfigurationText one{std::string{file}, std::string{text}};
    return parse({&one, 1});
}

std::expected<Configuration, ConfigurationError> load_configuration(const std::filesystem::path& file) {
    const auto texts = configuration::texts_of_configuration(file, file == default_configuration_file);
    if (!texts) return std::unexpected{texts.error()};
    return parse(*texts);
}

}  // namespace fivestar::trust_update
