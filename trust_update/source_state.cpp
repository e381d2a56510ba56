// SPDX-License-Identifier: Apache-2.0
#include "trust_update/source_state.hpp"

#include "configuration/configuration_file.hpp"

#include <chrono>
#include <cstdint>

#include <fmt/format.h>

namespace fivestar::trust_update {
namespace {

using configuration::Section;

constexpr std::int64_t latest_second = 253'402'300'799;  // of the year 9999
constexpr unsigned most_failures = 1'000'000;

void read_instant(Section& section, std::string_view key, std::optional<WallTime>& to) {
    if (const auto seconds = section.number(key, 0, latest_second)) to = WallTime{std::chrono::seconds{*seconds}};
}

void write_instant(std::string& text, std::string_view key, const std::optional<WallTime>& instant) {
    if (!instant) return;
    const auto seconds = std::chrono::floor<std::chrono::seconds>(instant->time_since_epoch()).count();
    text += fmt::format("{} = {}\n", key, seconds);
}

/// Writes printable ASCII as a basic string of TOML.
void write_text(std::string& text, std::string_view key, std::string_view value) {
    text += fmt::format("{} = \"", key);
    for (const char character : value) {
        if (character == '"' || character == '\\') text += '\\';
        text += character;
    }
    text += "\"\n";
}

}  // namespace

SourceState parse_source_state(std::string_view text) {
    SourceState state;
    const auto fault = configuration::read_configuration(text, "", [&state](Section& root) {
        state.url = root.text("url").value_or("");
        state.validators.etag = root.text("etag").value_or("");
        state.validators.last_modified = root.text("last_modified").value_or("");
        state.list_digest = root.text("list_digest").value_or("");
        state.failure = root.text("failure").value_or("");
        root.number("failures", state.failures, 0, most_failures);
        read_instant(root, "attempted_at", state.attempted_at);
        read_instant(root, "succeeded_at", state.succeeded_at);
        read_instant(root, "failed_at", state.failed_at);
        read_instant(root, "next_attempt", state.next_attempt);
    });
    const bool is_good = !fault && is_validator(state.validators.etag) && is_validator(state.validators.last_modified);
    return is_good ? state : SourceState{};
}

std::string to_text(const SourceState& state) {
    std::string text;
    write_text(text, "url", state.url);
    write_text(text, "etag", state.validators.etag);
    write_text(text, "last_modified", state.validators.last_modified);
    write_text(text, "list_digest", state.list_digest);
    write_text(text, "failure", state.failure);
    text += fmt::format("failures = {}\n", std::min(state.failures, most_failures));
    write_instant(text, "attempted_at", state.attempted_at);
    write_instant(text, "succeeded_at", state.succeeded_at);
    write_instant(text, "failed_at", state.failed_at);
    write_instant(text, "next_attempt", state.next_attempt);
    return text;
}

}  // namespace fivestar::trust_update
