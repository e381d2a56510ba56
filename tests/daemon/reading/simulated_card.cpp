// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/reading/simulated_card.hpp"

#include "apdu/lds.hpp"
#include "crypto/pki/certificate.hpp"
#include "crypto/pki/revocation_list.hpp"
#include "crypto/tlv/cursor.hpp"
#include "tests/support/source_directory.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

namespace fivestar::test {
namespace {

const std::filesystem::path data_directory = test::source_directory() / "sim";

sim::Document document_of(const std::string& persona, sim::Tampering tampering) {
    const sim::Persona& other = test_persona(persona == "passport-plain" ? "passport" : "passport-plain");
    return sim::issue_document(test_persona(persona), test_pki(), tampering, &other).value();
}

}  // namespace

const sim::TestPki& test_pki() {
    static const sim::TestPki pki = sim::TestPki::load(data_directory).value();
    return pki;
}

const sim::Persona& test_persona(const std::string& name) {
    static std::map<std::string, sim::Persona> personas;
    const auto known = personas.find(name);
    if (known != personas.end()) return known->second;
    return personas.emplace(name, sim::load_persona(data_directory, name).value()).first->second;
}

std::shared_ptr<const crypto::TrustStore> trust_in(const std::vector<Bytes>& anchors) {
    auto store = std::make_shared<crypto::TrustStore>();
    for (const Bytes& der : anchors) store->add_anchor(crypto::Certificate::parse(der).value());
    const auto& lists = test_pki().revocation_lists();
    for (const Bytes& der : lists) {
        store->add_revocation_list(crypto::RevocationList::parse(der).value());
    }
    return store;
}

daemon::ReadEnvironment full_trust() {
    static const auto passports = trust_in(test_pki().anchors());
    static const auto lds = trust_in(test_pki().lds_anchors());
    return {.trust = passports, .lds_trust = lds, .algorithm_policy = {}, .today = reading_day};
}

daemon::ReadRequest order_for(const sim::Persona& persona) {
    daemon::ReadRequest order;
    if (persona.access_controlled()) {
        const std::string information = sim::mrz_information(persona.mrz);
        order.access.mrz_information = SecretText{std::string_view{information}};
    }
    return order;
}

void RecordingObserver::progress(const daemon::ReadProgress& progress) {
    heard.push_back({std::string{progress.step}, progress.index, progress.of});
    if (progress.step == "read_dg2" && texts == 0) portrait_before_text = true;
    if (on_progress) on_progress(progress);
}

void RecordingObserver::text_ready(const daemon::ReadOutcome& so_far) {
    ++texts;
    if (so_far.record.portrait) portrait_before_text = true;
    const auto& name = so_far.record.holder.names.latin;
    latin_name_in_text = name ? std::string{name->view()} : std::string{};
    verdict_in_text = so_far.verdict;
}

Result<apdu::Response> SimulatedCard::Counter::transmit(const apdu::Command& command) {
    constexpr std::uint8_t secure_messaging_bits = 0x0C;
    constexpr std::uint8_t get_response = 0xC0;
    constexpr tlv::Tag protected_status = 0x99;
    ++commands;
    auto response = next_.transmit(command);
    if (!response) return response;
    if (command.ins != get_response) {
        is_protected_ = (command.cla & secure_messaging_bits) != 0;
        parts_.clear();
    }
    append(parts_, response->data);
    if (!is_protected_ || response->sw.more_available()) return response;
    const auto status = tlv::find(parts_, protected_status);
    if (!status || !*status || (*status)->value.size() != 2) return response;
    const auto inner = static_cast<std::uint16_t>((*status)->value[0] << 8 | (*status)->value[1]);
    ++(inner == response->sw.value ? status_words.equal : status_words.different);
    return response;
}

SimulatedCard::SimulatedCard(const std::string& persona, sim::Quirks quirks, sim::Tampering tampering)
    : SimulatedCard(persona, document_of(persona, tampering), std::move(quirks)) {}

SimulatedCard::SimulatedCard(const std::string& persona, const sim::Document& document, sim::Quirks quirks)
    : persona_(test_persona(persona)),
      chip_(sim::make_card(persona_, document), std::move(quirks), random_),
      octets_(chip_),
      counter_(octets_),
      t0_(counter_),
      atr_(chip_.atr()),
      extended_length_(protocol() == apdu::Protocol::t1) {}

Result<daemon::ReadOutcome> SimulatedCard::read(const daemon::ReadRequest& order,
                                                const daemon::ReadEnvironment& environment,
                                                const std::stop_token& stop) {
    const ManualClock clock{std::chrono::sys_days{reading_day} + std::chrono::hours{12}};
    chip_.power_on();
    if (used_before_ && !apdu::lds::select_application(octets_)) return fail(ErrorCode::unsupported);
    return daemon::read_card(*this, order, environment, random_, clock, observer, stop);
}

Result<daemon::ReadOutcome> SimulatedCard::read() {
    return read(order_for(persona_), full_trust());
}

apdu::Channel& SimulatedCard::channel() {
    return protocol() == apdu::Protocol::t0 ? static_cast<apdu::Channel&>(t0_) : counter_;
}

apdu::Protocol SimulatedCard::protocol() const {
    return persona_.interface == sim::Interface::contact_t0 ? apdu::Protocol::t0 : apdu::Protocol::t1;
}

Result<void> SimulatedCard::reset() {
    chip_.reset();
    return {};
}

std::string summary(const Result<daemon::ReadOutcome>& outcome) {
    if (outcome) return std::string{identity::to_string(outcome->verdict)};
    return std::string{to_string(outcome.error().code)} + '@' + std::string{outcome.error().step};
}

std::string test_name(std::string_view name) {
    std::string plain{name};
    std::ranges::replace(plain, '-', '_');
    return plain;
}

}  // namespace fivestar::test
