// SPDX-License-Identifier: Apache-2.0
#include "daemon/reading/chip_access.hpp"

#include "apdu/application_probe.hpp"
#include "apdu/basic_access_control.hpp"
#include "apdu/lds.hpp"

#include <utility>

namespace fivestar::daemon {

namespace {

constexpr std::string_view select_step = "select_application";
constexpr std::string_view access_step = "access";
constexpr std::string_view card_access_step = apdu::lds::card_access.step;

std::optional<crypto::SecurityInfos> parsed(const std::optional<Bytes>& card_access) {
    if (!card_access) return std::nullopt;
    auto infos = crypto::SecurityInfos::parse(*card_access);
    if (!infos) return std::nullopt;
    return std::move(*infos);
}

/// The MRZ before the CAN: it has more entropy, and every document has one.
std::optional<apdu::PacePassword> pace_password(const AccessKeys& keys) {
    if (keys.mrz_information) return apdu::PacePassword::mrz(as_bytes(keys.mrz_information->view()));
    if (keys.can) return apdu::PacePassword::digits(apdu::PasswordKind::can, as_bytes(keys.can->view()));
    return std::nullopt;
}

}  // namespace

std::string_view access_method(const AccessFacts& access) {
    if (!access.method) return "none";
    switch (*access.method) {
        case apdu::AccessMethod::bac:
            return "bac";
        case apdu::AccessMethod::pace_mrz:
            return "pace-mrz";
        case apdu::AccessMethod::pace_can:
            return "pace-can";
    }
    return "none";
}

void report_access(const AccessFacts& access, identity::Check& check) {
    check.method = access_method(access);
    if (!access.method) return check.report(Reason::no_access_control);
    check.pass();
    if (access.pace_failed) check.report(Reason::pace_failed);
    if (!access.card_access) return;
    if (access.card_access->pace.empty() && !access.card_access->pace_entries.empty())
        check.report(Reason::pace_unsupported);
    const bool by_bac = access.method == apdu::AccessMethod::bac;
    if (by_bac && !access.pace_failed && !access.card_access->pace.empty()) check.report(Reason::pace_not_used);
}

Result<std::unique_ptr<ChipAccess>> ChipAccess::find_card_access(apdu::CardConnection& connection,
                                                                 const AccessKeys& keys, Options options,
                                                                 Random& random, StepLedger& ledger) {
    const auto found = ledger.run(card_access_step,
                                  [&] { return apdu::read_card_access(connection, {.known = options.card_access}); });
    if (!found) return std::unexpected{found.error()};
    return std::unique_ptr<ChipAccess>{new ChipAccess{connection, keys, std::move(options), random, ledger, *found}};
}

ChipAccess::ChipAccess(apdu::CardConnection& connection, const AccessKeys& keys, Options options, Random& random,
                       StepLedger& ledger, const apdu::CardAccess& found)
    : connection_(connection),
      keys_(keys),
      options_(std::move(options)),
      random_(random),
      ledger_(ledger),
      session_(connection, found.extended_length, ledger, [this] { return gain_again(); }) {
    facts_.card_access_file = found.file;
    facts_.card_access = parsed(found.file);
    choose_pace();
}

Result<void> ChipAccess::gain() {
    if (pace_) {
        const auto gained = gain_by_pace();
        const bool may_fall_back = options_.fall_back_to_bac && keys_.mrz_information && !facts_.method;
        if (gained || !may_fall_back || !is_from_chip(gained.error().code)) return gained;
        return fall_back_to_bac();
    }
    if (const auto selected = select_application(); !selected) return selected;
    if (!keys_.mrz_information) return gain_without_bac({ErrorCode::access_required, 0, access_step});
    const auto gained = gain_by_bac();
    if (gained || !is_from_chip(gained.error().code)) return gained;
    return gain_without_bac(gained.error());
}

Result<void> ChipAccess::gain_by_pace() {
    if (const auto gained = ledger_.run(access_step, [&] { return perform_pace(); }); !gained) return gained;
    if (facts_.chip_authentication_data) read_card_security();
    return select_application();
}

Result<void> ChipAccess::gain_by_bac() {
    return ledger_.run(access_step, [&] { return perform_bac(); });
}

Result<void> ChipAccess::fall_back_to_bac() {
    facts_.pace_failed = true;
    pace_.reset();
    if (const auto done = session_.reset(); !done) return done;
    if (const auto selected = select_application(); !selected) return selected;
    return gain_by_bac();
}

Result<void> ChipAccess::gain_without_bac(const Error& refusal) {
    const auto open =
        ledger_.run("probe_application", [&] { return apdu::readable_without_access(session_.in_the_clear()); });
    if (!open) return std::unexpected{open.error()};
    if (*open) {
        ledger_.skip(access_step);
        return {};
    }
    if (const auto looked = find_hidden_card_access(); !looked) return looked;
    choose_pace();
    return pace_ ? gain_by_pace() : std::unexpected{refusal};
}

Result<void> ChipAccess::find_hidden_card_access() {
    if (facts_.card_access) return {};
    const auto open = session_.channel();
    if (!open) return std::unexpected{open.error()};
    const auto in_application =
        ledger_.run(card_access_step, [&] { return apdu::read_card_access_in_application(**open, session_.files()); });
    if (in_application) {
        facts_.card_access_file = *in_application;
        facts_.card_access = parsed(*in_application);
        in_application_ = facts_.card_access.has_value();
    } else if (in_application.error().code != ErrorCode::secure_messaging_failed) {
        return std::unexpected{in_application.error()};
    }
    if (facts_.card_access) return {};
    const auto in_master_file = facts_.method ? look_under_session() : look_after_reset();
    if (!in_master_file) return std::unexpected{in_master_file.error()};
    facts_.card_access = parsed(*in_master_file);
    return {};
}

Result<std::optional<Bytes>> ChipAccess::look_after_reset() {
    if (const auto done = session_.reset(); !done) return std::unexpected{done.error()};
    auto found = ledger_.run(
        card_access_step, [&] { return apdu::read_card_access(connection_, {.after_reset = true, .thorough = true}); });
    if (!found) return std::unexpected{found.error()};
    return std::move(found->file);
}

Result<std::optional<Bytes>> ChipAccess::look_under_session() {
    auto found = ledger_.run(card_access_step, [&]() -> Result<std::optional<Bytes>> {
        apdu::Channel& channel = session_.current();
        const auto selected = channel.transmit(apdu::Command{.ins = 0xA4, .p2 = 0x0C, .data = {0x3F, 0x00}});
        if (!selected) return std::unexpected{selected.error()};
        if (!selected->sw.success()) return std::nullopt;
        return apdu::read_card_access_in_application(channel, session_.files());
    });
    // The application is no longer selected.
    session_.end_secure_messaging();
    // An answer in the clear is ignored: an attacker could have injected it after the first search (downgrade).
    if (!found && found.error().code == ErrorCode::secure_messaging_failed) return std::nullopt;
    return found;
}

Result<void> ChipAccess::select_application() {
    return ledger_.run(select_step, [&] { return session_.select_application(); });
}

void ChipAccess::choose_pace() {
    if (!facts_.card_access || (!keys_.mrz_information && !keys_.can)) return;
    if (const auto* best = apdu::best_pace_info(facts_.card_access->pace)) pace_ = *best;
}

Result<void> ChipAccess::perform_pace() {
    const auto password = pace_password(keys_);
    if (!pace_ || !facts_.card_access || !password) return fail(ErrorCode::access_required);
    auto opened = apdu::pace(session_.in_the_clear(), *pace_, *password, random_,
                             {.name_parameters = apdu::parameters_are_ambiguous(facts_.card_access->pace),
                              .on_slow_mode = options_.on_slow_mode});
    if (!opened) return std::unexpected{opened.error()};
    if (const auto started = session_.start_secure_messaging(opened->keys); !started) return started;
    if (!facts_.chip_authentication_data) facts_.chip_authentication_data = std::move(opened->chip_authentication);
    facts_.method = keys_.mrz_information ? apdu::AccessMethod::pace_mrz : apdu::AccessMethod::pace_can;
    return {};
}

Result<void> ChipAccess::perform_bac() {
    if (!keys_.mrz_information) return fail(ErrorCode::access_required);
    const SecretBytes seed = apdu::bac_key_seed(as_bytes(keys_.mrz_information->view()));
    auto access = apdu::basic_access_control(session_.in_the_clear(), seed, random_);
    if (!access) return std::unexpected{access.error()};
    if (const auto started = session_.start_secure_messaging(access->keys); !started) return started;
    facts_.method = access->method;
    return {};
}

void ChipAccess::read_card_security() {
    auto file = ledger_.run(apdu::lds::card_security.step, [&] {
        auto first = session_.files().read(session_.current(), apdu::lds::card_security);
        // In the application, the identifiers of EF.CardSecurity are those of EF.SOD.
        if (first || in_application_ || !session_.files().misled_by_short_identifier(first.error())) return first;
        return session_.files().read(session_.current(), apdu::lds::card_security);
    });
    if (file) facts_.card_security = copy(file->raw);
}

Result<void> ChipAccess::gain_again() {
    if (pace_) {
        if (const auto opened = perform_pace(); !opened) return opened;
        return apdu::lds::select_application(session_.current());
    }
    if (const auto selected = apdu::lds::select_application(session_.in_the_clear()); !selected) return selected;
    return perform_bac();
}

}  // namespace fivestar::daemon
