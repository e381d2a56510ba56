// SPDX-License-Identifier: Apache-2.0
#include "sim/program.hpp"

#include "crypto/base/random.hpp"
#include "sim/chip/vpcd_client.hpp"
#include "sim/console.hpp"
#include "sim/documents/document.hpp"
#include "sim/sam/persona.hpp"
#include "sim/sam/sam_impostor.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <poll.h>
#include <thread>
#include <unistd.h>

#include <boost/json.hpp>
#include <fmt/ranges.h>

namespace fivestar::sim {
namespace {

namespace json = boost::json;

struct Misbehaviour {
    Quirks quirks = {};
    Tampering tampering = Tampering::none;
};

/// Parses the name of a quirk (quirks.hpp) or of a tampering (tampering.hpp).
std::optional<Misbehaviour> parse_misbehaviour(std::string_view text) {
    const auto& tamperings = tampering_profiles();
    const auto tampering = std::ranges::find(tamperings, text, &TamperingProfile::name);
    if (tampering != tamperings.end()) return Misbehaviour{.tampering = tampering->tampering};
    auto quirks = parse_quirk(text);
    if (!quirks) return std::nullopt;
    return Misbehaviour{.quirks = std::move(*quirks)};
}

Next obey(std::string_view line, VpcdClient& client) {
    if (line == "quit") return Next::quit;
    if (line == "insert") {
        client.insert();
    } else if (line == "remove") {
        client.remove();
    } else if (line == "speak") {
        client.speak();
    } else {
        complain(problem, "unknown command; use insert, remove, speak or quit");
    }
    return Next::go_on;
}

/// Runs until a signal, the line `quit`, or the end of the client.
void attend(VpcdClient& client, const Descriptor& signals, const WakeUp& client_ended) {
    LineReader lines;
    std::array<pollfd, 3> waiting{
        {{signals.number(), POLLIN, 0}, {client_ended.number(), POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}}};
    while (true) {
        if (::poll(waiting.data(), waiting.size(), -1) < 0) continue;
        if (waiting[0].revents != 0 || waiting[1].revents != 0) return;
        if (waiting[2].revents == 0) continue;
        if (!lines.read()) waiting[2].fd = -1;
        while (const auto line = lines.next()) {
            if (obey(*line, client) == Next::quit) return;
        }
    }
}

json::object describe(const Persona& persona, const std::vector<std::string>& lines) {
    return {{"name", persona.name},
            {"profile", persona.profile},
            {"mrz", json::array(lines.begin(), lines.end())},
            {"can", persona.can.empty() ? json::value() : json::value(persona.can)}};
}

/// A card for SAM_V modules has no MRZ: no printed key opens it.
json::object describe(const sam::Persona& persona) {
    return {{"name", persona.name},
            {"profile", "sam"},
            {"mrz", json::array{}},
            {"can", nullptr},
            {"number", persona.number}};
}

/// Serves the card in a virtual reader until a signal or the line `quit`.
int serve(VirtualCard& card, const std::string& reader) {
    auto address = VpcdAddress::parse(reader);
    if (!address) return complain(usage_error, "'{}' is not an address; use HOST:PORT", reader);
    const Descriptor signals = termination_signals();
    VpcdClient client{
        card, std::move(*address),
        [&reader] { complain(problem, "nothing listens at {} yet: is pcscd running, with vsmartcard-vpcd?", reader); }};
    const WakeUp client_ended;
    Result<void> outcome;
    {
        const std::jthread service{[&](const std::stop_token& stop) {
            outcome = client.run(stop);
            client_ended.signal();
        }};
        say_ready();
        attend(client, signals, client_ended);
    }
    if (!outcome) return complain(problem, "host of '{}' not found", reader);
    return done;
}

}  // namespace

int run_card(const std::filesystem::path& data, const CardArguments& arguments) {
    auto misbehaviour = parse_misbehaviour(arguments.quirk);
    if (!misbehaviour) return complain(usage_error, "unknown quirk '{}'; see --quirks", arguments.quirk);
    auto card = load_card(data, arguments.persona, misbehaviour->tampering);
    if (!card) return cannot_load(arguments.persona, data, card.error());
    SystemRandom random;
    Chip chip{std::move(*card), std::move(misbehaviour->quirks), random};
    return serve(chip, arguments.address);
}

int run_sam_impostor(const std::filesystem::path& data, const std::string& persona, const std::string& address) {
    const auto holder = sam::load_persona(data, persona);
    if (!holder) return cannot_load(persona, data, holder.error());
    SamImpostor impostor{holder->card.text};
    return serve(impostor, address);
}

int write_pki(const std::filesystem::path& data, const std::filesystem::path& directory) {
    const auto pki = TestPki::load(data);
    if (!pki)
        return complain(problem, "cannot load the test keys from {}: {}", data.string(), to_string(pki.error().code));
    return pki->write(directory) ? done : complain(problem, "cannot write to {}", directory.string());
}

int print_personas(const std::filesystem::path& data, bool as_json) {
    json::array all;
    const auto names = persona_names(data);
    const auto sam_names = sam::persona_names(data);
    if (!names || !sam_names) return complain(problem, "no personas in {}; use --data DIR", data.string());
    for (const std::string& name : *names) {
        const auto persona = load_persona(data, name);
        if (!persona) return complain(problem, "cannot load persona '{}': {}", name, to_string(persona.error().code));
        const auto lines = printed_mrz(persona->mrz);
        if (!lines) return complain(problem, "persona '{}': a field does not fit into the MRZ", name);
        all.emplace_back(describe(*persona, *lines));
        if (!as_json) fmt::print("{} ({})\n    {}\n", name, persona->profile, fmt::join(*lines, "\n    "));
    }
    for (const std::string& name : *sam_names) {
        const auto persona = sam::load_persona(data, name);
        if (!persona)
            return complain(problem, "cannot load persona 'sam/{}': {}", name, to_string(persona.error().code));
        all.emplace_back(describe(*persona));
        if (!as_json) fmt::print("{} (sam)\n    {}\n", name, persona->number);
    }
    if (as_json) fmt::print("{}\n", json::serialize(all));
    return done;
}

int print_quirks() {
    constexpr const char* row = "{:<31} {}\n{:<31} source: {}\n";
    for (const QuirkProfile& each : quirk_profiles()) fmt::print(row, each.name, each.what, "", each.source);
    for (const TamperingProfile& each : tampering_profiles()) fmt::print(row, each.name, each.what, "", constructed);
    return done;
}

}  // namespace fivestar::sim
