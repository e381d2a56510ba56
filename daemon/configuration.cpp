#include "daemon/configuration.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <limits>
#include <optional>
#include <set>
#include <sys/un.h>
#include <utility>

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include "daemon/system/accounts.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

namespace fivestar::daemon {
namespace {

constexpr std::size_t max_list = 256;  // elements of a list in the file
constexpr std::size_t max_text = 4096;
constexpr std::size_t max_name = 64;
constexpr std::int64_t max_id = std::numeric_limits<uid_t>::max() - 1;  // the highest value means "no id" to the kernel
constexpr std::string_view zoneinfo = "/usr/share/zoneinfo/";
constexpr std::string_view name_characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
constexpr std::string_view zone_characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-";

/// The first fault found, if any; later ones are not looked at.
class Faults {
  public:
    explicit Faults(std::string_view file) : file_(file) {}

    void add(const toml::source_region& where, std::string reason) {
        if (!first_) first_ = ConfigurationError{file_, where.begin.line, std::move(reason)};
    }
    [[nodiscard]] const std::optional<ConfigurationError>& first() const { return first_; }

  private:
    std::string file_;
    std::optional<ConfigurationError> first_;
};

/// One table of the file. Every key is asked for by name; `finish` complains about those nobody asked for.
class Section {
  public:
    Section(const toml::table& table, std::string name, Faults& faults)
        : table_(&table), name_(std::move(name)), faults_(&faults) {}

    [[nodiscard]] const toml::node* find(std::string_view key) {
        known_.insert(key);
        return table_->get(key);
    }
    void fault(const toml::node& at, std::string_view key, std::string_view reason) {
        faults_->add(at.source(), fmt::format("{}{} {}", name_, key, reason));
    }
    void fault(std::string_view reason) { faults_->add(table_->source(), fmt::format("{}{}", name_, reason)); }

    void boolean(std::string_view key, bool& to) {
        const toml::node* const node = find(key);
        if (node == nullptr) return;
        if (!node->is_boolean()) return fault(*node, key, "must be true or false");
        to = **node->as_boolean();
    }

    [[nodiscard]] std::optional<std::int64_t> number(std::string_view key, std::int64_t low, std::int64_t high) {
        const toml::node* const node = find(key);
        if (node == nullptr) return std::nullopt;
        const auto* const integer = node->as_integer();
        if (integer == nullptr || integer->get() < low || integer->get() > high) {
            fault(*node, key, fmt::format("must be a whole number from {} to {}", low, high));
            return std::nullopt;
        }
        return integer->get();
    }
    void number(std::string_view key, unsigned& to, unsigned low, unsigned high) {
        if (const auto value = number(key, std::int64_t{low}, std::int64_t{high})) to = static_cast<unsigned>(*value);
    }
    void seconds(std::string_view key, std::chrono::seconds& to, unsigned low, unsigned high) {
        if (const auto value = number(key, std::int64_t{low}, std::int64_t{high})) to = std::chrono::seconds{*value};
    }

    /// The text of `node`, which holds no control characters; nothing after a fault.
    [[nodiscard]] std::optional<std::string> text(const toml::node& node, std::string_view key) {
        const auto* const string = node.as_string();
        if (string == nullptr) {
            fault(node, key, "must be a text in quotes");
            return std::nullopt;
        }
        const auto is_control = [](char character) {
            return (character >= 0 && character < ' ') || character == '\x7F';
        };
        if (string->get().size() > max_text || std::ranges::any_of(string->get(), is_control)) {
            fault(node, key, "is too long or holds control characters");
            return std::nullopt;
        }
        return string->get();
    }
    [[nodiscard]] std::optional<std::string> text(std::string_view key) {
        const toml::node* const node = find(key);
        if (node == nullptr) return std::nullopt;
        return text(*node, key);
    }

    /// The texts of a list; nothing if the key is absent or faulty.
    [[nodiscard]] std::optional<std::vector<std::string>> texts(std::string_view key) {
        const toml::node* const node = find(key);
        if (node == nullptr) return std::nullopt;
        const toml::array* const array = node->as_array();
        if (array == nullptr || array->size() > max_list) {
            fault(*node, key, fmt::format("must be a list of at most {} texts", max_list));
            return std::nullopt;
        }
        std::vector<std::string> list;
        for (const toml::node& element : *array) {
            auto one = text(element, key);
            if (!one) return std::nullopt;
            if (one->empty()) {
                fault(element, key, "holds an empty text");
                return std::nullopt;
            }
            list.push_back(std::move(*one));
        }
        return list;
    }

    void path(std::string_view key, std::filesystem::path& to, bool may_be_empty = false) {
        const auto value = text(key);
        if (!value) return;
        if (!(may_be_empty && value->empty()) && !value->starts_with('/')) {
            return fault(*find(key), key, "must be an absolute path");
        }
        to = *value;
    }

    void finish() {
        for (const auto& [key, value] : *table_) {
            if (known_.contains(key.str())) continue;
            faults_->add(key.source(), fmt::format("unknown key {}{}", name_, key.str()));
        }
    }

  private:
    const toml::table* table_;
    std::string name_;
    Faults* faults_;
    std::set<std::string_view> known_;
};

/// Calls `read` with the section if the file has it.
template <class Read>
void with_section(Section& root, std::string_view name, Faults& faults, Read read) {
    const toml::node* const node = root.find(name);
    if (node == nullptr) return;
    const toml::table* const table = node->as_table();
    if (table == nullptr) return root.fault(*node, name, "must be a section");
    Section section{*table, std::string{name} + '.', faults};
    read(section);
    section.finish();
}

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
        section.fault(*section.find("path"), "path", "is too long for a Unix socket");
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
            section.fault(*section.find("time_zone"), "time_zone",
                          fmt::format("names no time zone below {}", zoneinfo));
        }
    }
}

void read_policy(Section& section, Configuration::AlgorithmPolicy& policy) {
    if (const auto sha1 = section.text("sha1")) {
        if (*sha1 != "report" && *sha1 != "refuse") {
            section.fault(*section.find("sha1"), "sha1", "must be \"report\" or \"refuse\"");
        }
        policy.refuse_sha1 = *sha1 == "refuse";
    }
    section.number("min_rsa_bits", policy.min_rsa_bits, 1024, 16384);
}

/// Exactly one of `user`, `uid` and `group`; nothing after a fault.
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
        section.fault(*section.find("user"), "user", fmt::format("\"{}\" does not exist on this machine", *user));
        return std::nullopt;
    }
    if (const auto found = gid_of(*group)) return GroupRule{*found};
    section.fault(*section.find("group"), "group", fmt::format("\"{}\" does not exist on this machine", *group));
    return std::nullopt;
}

Grants read_grants(Section& section) {
    Grants grants{.routes = RouteSet::by_default(), .reader_globs = {"*"}};
    if (auto readers = section.texts("readers")) grants.reader_globs = std::move(*readers);
    if (auto fields = section.texts("fields")) {
        for (const std::string& path : *fields) {
            if (grants.fields.add(path)) continue;
            section.fault(*section.find("fields"), "fields", fmt::format("names no field of a record: \"{}\"", path));
        }
        grants.field_paths = std::move(*fields);
    }
    if (const auto routes = section.texts("routes")) {
        grants.routes = {};
        for (const std::string& name : *routes) {
            if (const auto route = route_name(name)) {
                grants.routes.add(*route);
            } else {
                section.fault(*section.find("routes"), "routes", fmt::format("names no route: \"{}\"", name));
            }
        }
    }
    return grants;
}

ClientRule read_client(Section& section) {
    ClientRule rule{.who = UserRule{overflow_uid}};
    if (auto name = section.text("name")) {
        if (name->empty() || name->size() > max_name || name->find_first_not_of(name_characters) != std::string::npos) {
            section.fault(*section.find("name"), "name",
                          fmt::format("must be 1 to {} letters, digits, '.', '_' or '-'", max_name));
        }
        rule.name = std::move(*name);
    }
    if (const auto who = read_who(section)) rule.who = *who;
    rule.grants = read_grants(section);
    section.finish();
    return rule;
}

void read_clients(Section& root, std::vector<ClientRule>& clients, Faults& faults) {
    const toml::node* const node = root.find("client");
    if (node == nullptr) return;
    const toml::array* const array = node->as_array();
    if (array == nullptr || array->size() > max_clients) {
        return root.fault(*node, "client", fmt::format("must be at most {} [[client]] sections", max_clients));
    }
    for (const toml::node& element : *array) {
        const toml::table* const table = element.as_table();
        if (table == nullptr) return root.fault(element, "client", "must be a section, [[client]]");
        Section section{*table, "client.", faults};
        clients.push_back(read_client(section));
        const std::string& name = clients.back().name;
        const auto same = std::ranges::count(clients, name, &ClientRule::name);
        if (!name.empty() && same > 1) section.fault(fmt::format("name \"{}\" is used twice", name));
    }
}

Configuration read_all(Section& root, Faults& faults) {
    Configuration all;
    with_section(root, "socket", faults, [&](Section& section) { read_socket(section, all.socket); });
    with_section(root, "trust", faults, [&](Section& section) {
        section.path("csca_directory", all.trust.csca_directory);
        section.path("crl_directory", all.trust.crl_directory);
        section.path("master_list_signers", all.trust.master_list_signers);
    });
    with_section(root, "read", faults, [&](Section& section) { read_read(section, all.read); });
    with_section(root, "policy", faults, [&](Section& section) { read_policy(section, all.policy); });
    with_section(root, "sam", faults, [&](Section& section) {
        if (auto readers = section.texts("readers")) all.sam.readers = std::move(*readers);
    });
    with_section(root, "profiles", faults, [&](Section& section) {
        section.boolean("five_star_lds", all.profiles.five_star_lds);
        section.path("five_star_lds_trust", all.profiles.five_star_lds_trust);
    });
    with_section(root, "portrait", faults,
                 [&](Section& section) { section.path("wlt_plugin", all.portrait.wlt_plugin, true); });
    with_section(root, "pseudonym", faults,
                 [&](Section& section) { section.path("key_file", all.pseudonym.key_file); });
    with_section(root, "limits", faults, [&](Section& section) {
        section.number("requests_per_minute", all.limits.requests_per_minute, 1, 1'000'000'000);
    });
    read_clients(root, all.clients, faults);
    root.finish();
    return all;
}

}  // namespace

std::string ConfigurationError::to_string() const {
    return line == 0 ? fmt::format("{}: {}", file, reason) : fmt::format("{}:{}: {}", file, line, reason);
}

std::expected<Configuration, ConfigurationError> parse_configuration(std::string_view text, std::string_view file) {
    const toml::parse_result parsed = toml::parse(text);
    if (!parsed) {
        const toml::parse_error& error = parsed.error();
        return std::unexpected{
            ConfigurationError{std::string{file}, error.source().begin.line, std::string{error.description()}}};
    }
    Faults faults{file};
    Section root{parsed.table(), "", faults};
    Configuration configuration = read_all(root, faults);
    if (faults.first()) return std::unexpected{*faults.first()};
    return configuration;
}

std::expected<Configuration, ConfigurationError> load_configuration(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    std::string text(max_configuration_size + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream.eof() || stream.bad()) {
        return std::unexpected{ConfigurationError{file.native(), 0, "cannot be read, or is no file of at most 1 MiB"}};
    }
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return parse_configuration(text, file.native());
}

}  // namespace fivestar::daemon
