// SPDX-License-Identifier: Apache-2.0
#include "browser/policy/origin.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

namespace fivestar::browser {
namespace {

constexpr std::size_t max_name = 253;  // of a DNS name (RFC 1035 §2.3.4)
constexpr std::size_t max_label = 63;
constexpr std::string_view label_characters = "abcdefghijklmnopqrstuvwxyz0123456789-_";

struct OriginParts {
    bool is_https;
    std::string_view host;  ///< an IPv6 address with its brackets
};

bool is_port(std::string_view text, unsigned default_port) {
    unsigned port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc{} && end == text.data() + text.size() && text.front() != '0' && port <= 65535 &&
           port != default_port;
}

std::optional<OriginParts> split(std::string_view origin) {
    constexpr std::string_view https = "https://";
    constexpr std::string_view http = "http://";
    const bool is_https = origin.starts_with(https);
    if ((!is_https && !origin.starts_with(http)) || origin.size() > max_origin_size) return std::nullopt;
    origin.remove_prefix(is_https ? https.size() : http.size());
    const std::size_t bracket = origin.starts_with('[') ? origin.find(']') : 0;
    if (bracket == std::string_view::npos) return std::nullopt;
    const std::size_t colon = origin.find(':', bracket);
    if (colon != std::string_view::npos && !is_port(origin.substr(colon + 1), is_https ? 443 : 80)) return std::nullopt;
    return OriginParts{is_https, origin.substr(0, colon)};
}

bool is_dns_name(std::string_view host) {
    if (host.empty() || host.size() > max_name) return false;
    for (std::size_t begin = 0; begin <= host.size();) {
        const std::size_t end = std::min(host.find('.', begin), host.size());
        const std::string_view label = host.substr(begin, end - begin);
        if (label.empty() || label.size() > max_label || label.find_first_not_of(label_characters) != label.npos ||
            label.front() == '-' || label.back() == '-')
            return false;
        begin = end + 1;
    }
    return true;
}

std::optional<std::uint32_t> ipv4(const std::string& host) {
    in_addr address{};
    if (::inet_pton(AF_INET, host.c_str(), &address) != 1) return std::nullopt;
    return ntohl(address.s_addr);
}

/// True if the address is written as RFC 5952 §4 says, which browsers do.
bool is_canonical(const in6_addr& address, const std::string& written) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    return ::inet_ntop(AF_INET6, &address, text.data(), text.size()) != nullptr && written == text.data();
}

bool is_private_ipv4(std::uint32_t address) {
    return address >> 24 == 10 || address >> 20 == 0xAC1 || address >> 16 == 0xC0A8 || address >> 24 == 127;
}

bool is_private_ipv6(const in6_addr& address) {
    return (address.s6_addr[0] & 0xFE) == 0xFC || IN6_IS_ADDR_LOOPBACK(&address);
}

/// True if the last label is a number: browsers read such a host as an IPv4 address or refuse it (URL Standard §3.5).
bool ends_in_number(std::string_view host) {
    const std::string_view last = host.substr(host.rfind('.') + 1);
    return last.find_first_not_of("0123456789") == last.npos || last.starts_with("0x");
}

}  // namespace

bool is_permissible_origin(std::string_view origin) {
    const auto parts = split(origin);
    if (!parts) return false;
    if (parts->host.starts_with('[')) {
        if (!parts->host.ends_with(']')) return false;
        const std::string inner{parts->host.substr(1, parts->host.size() - 2)};
        in6_addr address{};
        if (::inet_pton(AF_INET6, inner.c_str(), &address) != 1 || !is_canonical(address, inner)) return false;
        return parts->is_https || is_private_ipv6(address);
    }
    if (const auto address = ipv4(std::string{parts->host})) return parts->is_https || is_private_ipv4(*address);
    return parts->is_https && is_dns_name(parts->host) && !ends_in_number(parts->host);
}

}  // namespace fivestar::browser
