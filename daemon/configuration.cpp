// SPDX-License-Identifier: Apache-2.0
#include "daemon/configuration.hpp"

#include "configuration/configuration_file.hpp"
#include "daemon/system/accounts.hpp"
#include "daemon/system/secret_file.hpp"
#include "identity/record.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <limits>
#include <optional>
#include <span>
#include <sys/un.h>
#include <utility>

#include <fmt/format.h>

namespace fivestar::daemon {
namespace {

using configuration::Section;

constexpr std::size_t max_clients = 256;
constexpr std::size_t max_name = 64;
constexpr std::int64_t max_id = std::numeric_limits<uid_t>::max() - 1;  // the highest value means "no id" (chown(2))
constexpr std::string_view zoneinfo = "/usr/share/zoneinfo/";
constexpr std::string_view name_characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
constexpr std::string_view zone_characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-";

bool is_time_zone(const std::string& name) {
    if (name.empty() || name.front() == '/' || name.find_first_not_of(zone_characters) != std::string::npos)
        return false;
    std::ifstream file{std::string{zoneinfo} + name, std::ios::binary};
    std::array<char, 4> magic{};
    file.read(magic.data(), magic.size());
    return file.gcount() == 4 && std::string_view{magic.data(), magic.size()} == "TZif";  // RFC 8536 §3.1
}

void read_socket(Section& section, Configuration::Socket& socket) {
    section.path("path", socket.path);
    if (socket.path.native().size() >= sizeof(sockaddr_un::sun_path)) {
        section.fault("path", "is too long for a Unix socket");
    }
}

void read_read(Section& section, Configuration::Read& read) {
    section.seconds("hold_seconds", read.hold, 0, 3600);
    section.seconds("max_hold_seconds", read.max_hold, 1, 86400);
    section.seconds("deadline_seconds", read.deadline, 1, 600);
    section.seconds("slow_mode_seconds", read.slow_mode, 0, 600);
    section.boolean("pace_fallback_to_bac", read.pace_fallback_to_bac);
    if (read.max_hold < read.hold) section.fault("max_hold_seconds must not be less than read.hold_seconds");
    if (const auto zone = section.text("time_zone")) {
        if (is_time_zone(*zone)) {
            read.time_zone = *zone;
        } else {
            section.fault("time_zone", fmt::format("names no time zone below {}", zoneinfo));
        }
    }
}

void read_policy(Section& section, Configuration::AlgorithmPolicy& policy) {
    for (const auto& [key, refuse] : {std::pair<std::string_view, bool*>{"sha1", &policy.refuse_sha1},
                                      {"sm2_empty_id", &policy.refuse_sm2_empty_id}}) {
        const auto value = section.text(key);
        if (!value) continue;
        if (*value != "report" && *value != "refuse") {
            section.fault(key, "must be \"report\" or \"refuse\"");
        }
        *refuse = *value == "refuse";
    }
    section.number("min_rsa_bits", policy.min_rsa_bits, 1024, 16384);
    section.number("min_ec_bits", policy.min_ec_bits, 160, 521);
}

/// Reads exactly one of `user`, `uid` and `group`; nothing after a fault.
std::optional<std::variant<UserRule, GroupRule>> read_who(Section& section) {
    const auto user = section.text("user");
    const auto uid = section.number("uid", 0, max_id);
    const auto group = section.text("group");
    if (int{user.has_value()} + int{uid.has_value()} + int{group.has_value()} != 1) {
        section.fault("must have exactly one of user, uid and group");
        return std::nullopt;
    }
    if (uid) return UserRule{static_cast<uid_t>(*uid)};
    if (user) {
        if (const auto found = uid_of(*user)) return UserRule{*found};
        section.fault("user", fmt::format("\"{}\" does not exist on this machine", *user));
        return std::nullopt;
    }
    if (group) {
        if (const auto found = gid_of(*group)) return GroupRule{*found};
        section.fault("group", fmt::format("\"{}\" does not exist on this machine", *group));
    }
    return std::nullopt;
}

/// True for a type of document, alone or with the year of an edition: `permanent_resident_card/2017`.
bool is_kind_of_document(std::string_view text) {
    constexpr std::size_t year_digits = 4;
    const std::size_t slash = text.find('/');
    if (!identity::document_type_names.find(text.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    const std::string_view edition = text.substr(slash + 1);
    return edition.size() == year_digits && edition.find_first_not_of("0123456789") == std::string_view::npos;
}

Grants read_grants(Section& section) {
    Grants grants{.routes = RouteSet::by_default(), .reader_globs = {"*"}};
    if (auto readers = section.texts("readers")) grants.reader_globs = std::move(*readers);
    if (auto fields = section.texts("fields")) {
        for (const std::string& path : *fields) {
            if (grants.fields.add(path)) continue;
            section.fault("fields", fmt::format("names no field of a record: \"{}\"", path));
        }
        grants.field_paths = std::move(*fields);
    }
    if (auto documents = section.texts("documents")) {
        for (const std::string& document : *documents) {
            if (is_kind_of_document(document)) continue;
            section.fault("documents", fmt::format("names no kind of document: \"{}\"", document));
        }
        grants.documents = std::move(*documents);
    }
    if (const auto routes = section.texts("routes")) {
        grants.routes = {};
        for (const std::string& name : *routes) {
            if (const auto route = route_name(name)) {
                grants.routes.add(*route);
            } else {
                section.fault("routes", fmt::format("names no route: \"{}\"", name));
            }
        }
    }
    return grants;
}

ClientRule read_client(Section& section) {
    ClientRule rule{.who = UserRule{overflow_uid}};
    if (auto name = section.text("name")) {
        if (name->empty() || name->size() > max_name || name->find_first_not_of(name_characters) != std::string::npos) {
            section.fault("name", fmt::format("must be 1 to {} letters, digits, '.', '_' or '-'", max_name));
        }
        rule.name = std::move(*name);
    }
    if (const auto who = read_who(section)) rule.who = *who;
    rule.grants = read_grants(section);
    return rule;
}

void read_clients(Section& root, std::vector<ClientRule>& clients) {
    root.sections("client", max_clients, [&](Section& section) {
        clients.push_back(read_client(section));
        const std::string& name = clients.back().name;
        const auto same = std::ranges::count(clients, name, &ClientRule::name);
        if (!name.empty() && same > 1) section.fault(fmt::format("name \"{}\" is used twice", name));
    });
}

/// Reads a path, and notes where it is named.
void read_named(Section& section, std::string_view key, std::filesystem::path& path, NamedFile::Kind kind,
                std::vector<NamedFile>& named) {
    section.path(key, path, kind == NamedFile::Kind::plugin);
    auto place = section.place(key);
    if (place && !path.empty()) named.push_back({kind, path, *std::move(place)});
}

void read_evidence(Section& section, Configuration::Evidence& evidence) {
    section.path("key_file", evidence.key_file, true);
    if (evidence.key_file.empty()) return;
    auto key = EvidenceKey::load(evidence.key_file);
    if (key) {
        evidence.key = std::make_shared<const EvidenceKey>(std::move(*key));
    } else {
        section.fault("key_file", explain_secret_file(key.error().code));
    }
}

Configuration read_all(Section& root) {
    using Kind = NamedFile::Kind;
    Configuration all;
    root.section("socket", [&](Section& section) { read_socket(section, all.socket); });
    root.section("trust", [&](Section& section) {
        read_named(section, "csca_directory", all.trust.csca_directory, Kind::trust, all.named_files);
        read_named(section, "crl_directory", all.trust.crl_directory, Kind::trust, all.named_files);
        read_named(section, "master_list_signers", all.trust.master_list_signers, Kind::trust, all.named_files);
        section.path("fetched_lists", all.trust.fetched_lists, true);
    });
    root.section("read", [&](Section& section) { read_read(section, all.read); });
    root.section("keys", [&](Section& section) { section.seconds("seconds", all.keys.lifetime, 1, 300); });
    root.section("policy", [&](Section& section) { read_policy(section, all.policy); });
    root.section("sam", [&](Section& section) {
        if (auto readers = section.texts("readers")) all.sam.readers = std::move(*readers);
    });
    root.section("profiles", [&](Section& section) {
        section.boolean("five_star_lds", all.profiles.five_star_lds);
        read_named(section, "five_star_lds_trust", all.profiles.five_star_lds_trust, Kind::lds_trust, all.named_files);
    });
    root.section("portrait", [&](Section& section) {
        read_named(section, "wlt_plugin", all.portrait.wlt_plugin, Kind::plugin, all.named_files);
    });
    root.section("pseudonym", [&](Section& section) {
        read_named(section, "key_file", all.pseudonym.key_file, Kind::pseudonym_key, all.named_files);
    });
    root.section("evidence", [&](Section& section) { read_evidence(section, all.evidence); });
    root.section("log", [&](Section& section) { section.boolean("audit", all.log.audit); });
    root.section("limits", [&](Section& section) {
        section.number("requests_per_minute", all.limits.requests_per_minute, 1, 1'000'000'000);
    });
    read_clients(root, all.clients);
    return all;
}

std::expected<Configuration, ConfigurationError> parse(std::span<const configuration::ConfigurationText> texts) {
    Configuration configuration;
    auto fault =
        configuration::read_configuration(texts, [&configuration](Section& root) { configuration = read_all(root); });
    if (fault) return std::unexpected{*std::move(fault)};
    return configuration;
}

}  // namespace

std::expected<Configuration, ConfigurationError> parse_configuration(std::string_view text, std::string_view file) {
    const configuration::ConfigurationText one{std::string{file}, std::string{text}};
    return parse({&one, 1});
}

std::expected<Configuration, ConfigurationError> load_configuration(const std::filesystem::path& file) {
    const auto texts = configuration::texts_of_configuration(file, file == default_configuration_file);
    if (!texts) return std::unexpected{texts.error()};
    return parse(*texts);
}

}  // namespace fivestar::daemon
