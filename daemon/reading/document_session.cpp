#include "daemon/reading/document_session.hpp"

#include "apdu/application_probe.hpp"
#include "apdu/basic_access_control.hpp"
#include "apdu/lds.hpp"

#include <utility>

namespace fivestar::daemon {

namespace {

constexpr std::string_view select_step = "select_application";
constexpr std::string_view access_step = "access";

std::optional<crypto::SecurityInfos> parsed(const std::optional<Bytes>& card_access) {
    if (!card_access) return std::nullopt;
    auto infos = crypto::SecurityInfos::parse(*card_access);
    if (!infos) return std::nullopt;
    return std::move(*infos);
}

/// The document number is longer than a CAN, and every document has it.
std::optional<apdu::PacePassword> pace_password(const AccessKeys& keys) {
    if (keys.mrz_information) return apdu::PacePassword::mrz(as_bytes(keys.mrz_information->view()));
    if (keys.can) return apdu::PacePassword::digits(apdu::PasswordKind::can, as_bytes(keys.can->view()));
    return std::nullopt;
}

/// The protocol failed, not the link: another may do.
bool is_protocol_failure(ErrorCode code) {
    switch (code) {
        case ErrorCode::unsupported:
        case ErrorCode::malformed:
        case ErrorCode::trailing_bytes:
        case ErrorCode::unexpected_status:
        case ErrorCode::access_denied:
        case ErrorCode::invalid_key:
        case ErrorCode::crypto_failure:
        case ErrorCode::secure_messaging_failed:
            return true;
        default:
            return false;
    }
}

/// From the master file. Where it must be and is not, the card is reset and asked once more.
Result<apdu::CardAccess> read_card_access(apdu::CardConnection& connection, bool must_be) {
    auto found = apdu::read_card_access(connection);
    if (!found || found->file || !must_be) return found;
    if (const auto reset = connection.reset(); !reset) return std::unexpected{reset.error()};
    return apdu::read_card_access(connection);
}

}  // namespace

DocumentSession::DocumentSession(apdu::CardConnection& connection, const AccessKeys& keys, Options options,
                                 Random& random, StepLedger& ledger, const apdu::CardAccess& card_access)
    : connection_(connection),
      keys_(keys),
      options_(std::move(options)),
      random_(random),
      ledger_(ledger),
      card_access_file_(card_access.file),
      card_access_(parsed(card_access.file)),
      plain_responses_(connection.channel()),
      plain_(plain_responses_, card_access.extended_length),
      sizes_(card_access.extended_length),
      files_(sizes_, {}, [&ledger](std::uint64_t done, std::uint64_t total) { ledger.octets(done, total); }) {
    choose_pace();
}

Result<std::unique_ptr<DocumentSession>> DocumentSession::open(apdu::CardConnection& connection, const AccessKeys& keys,
                                                               Options options, Random& random, StepLedger& ledger) {
    const auto card_access =
        ledger.run(apdu::lds::card_access.step, [&] { return read_card_access(connection, options.pace_seen); });
    if (!card_access) return std::unexpected{card_access.error()};
    std::unique_ptr<DocumentSession> session{
        new DocumentSession{connection, keys, std::move(options), random, ledger, *card_access}};
    if (!session->pace_) {
        const auto selected = ledger.run(select_step, [&] { return session->select_application(); });
        if (!selected) return std::unexpected{selected.error()};
    }
    return session;
}

void DocumentSession::choose_pace() {
    if (!card_access_ || (!keys_.mrz_information && !keys_.can)) return;
    if (const auto* best = apdu::best_pace_info(card_access_->pace)) pace_ = *best;
}

apdu::Channel& DocumentSession::top() {
    return protected_responses_ ? static_cast<apdu::Channel&>(*protected_responses_) : plain_;
}

Result<void> DocumentSession::gain_access() {
    if (pace_) {
        const auto entered = enter_with_pace();
        const bool may_fall_back = options_.fall_back_to_bac && keys_.mrz_information;
        if (entered || access_ || !may_fall_back || !is_protocol_failure(entered.error().code)) return entered;
        if (const auto done = fall_back(); !done) return done;
        return ledger_.run(access_step, [&] { return open_with_bac(); });
    }
    if (!keys_.mrz_information) return enter_without_bac({ErrorCode::access_required, 0, access_step});
    const auto opened = ledger_.run(access_step, [&] { return open_with_bac(); });
    if (opened || !is_protocol_failure(opened.error().code)) return opened;
    return enter_without_bac(opened.error());
}

Result<void> DocumentSession::enter_with_pace() {
    if (const auto opened = ledger_.run(access_step, [&] { return open_with_pace(); }); !opened) return opened;
    if (chip_authentication_data_) read_card_security();
    return ledger_.run(select_step, [&] { return select_application(); });
}

Result<void> DocumentSession::enter_without_bac(const Error& refusal) {
    const auto open = ledger_.run("probe_application", [&] { return apdu::readable_without_access(plain_responses_); });
    if (!open) return std::unexpected{open.error()};
    if (*open) {
        ledger_.skip(access_step);
        return {};
    }
    if (const auto looked = look_for_card_access(); !looked) return looked;
    choose_pace();
    return pace_ ? enter_with_pace() : std::unexpected{refusal};
}

Result<void> DocumentSession::look_for_card_access() {
    if (card_access_) return {};
    const auto open = channel();
    if (!open) return std::unexpected{open.error()};
    const auto file =
        ledger_.run(apdu::lds::card_access.step, [&] { return apdu::read_card_access_in_application(**open, files_); });
    if (file) {
        card_access_file_ = *file;
        card_access_ = parsed(*file);
    } else if (file.error().code != ErrorCode::secure_messaging_failed) {
        return std::unexpected{file.error()};
    }
    if (card_access_) return {};
    const auto in_master_file = access_ ? look_under_session() : look_after_reset();
    if (!in_master_file) return std::unexpected{in_master_file.error()};
    card_access_ = parsed(*in_master_file);
    return {};
}

Result<std::optional<Bytes>> DocumentSession::look_after_reset() {
    if (const auto done = reset(); !done) return std::unexpected{done.error()};
    auto found = ledger_.run(apdu::lds::card_access.step,
                             [&] { return apdu::read_card_access(connection_, apdu::Absence::doubted); });
    if (!found) return std::unexpected{found.error()};
    return std::move(found->file);
}

/// What is shown in the clear after it was hidden at first counts for nothing. The session ends with it: what is
/// selected now is not the application.
Result<std::optional<Bytes>> DocumentSession::look_under_session() {
    auto found = ledger_.run(apdu::lds::card_access.step, [&]() -> Result<std::optional<Bytes>> {
        const auto selected = top().transmit(apdu::Command{.ins = 0xA4, .p2 = 0x0C, .data = {0x3F, 0x00}});
        if (!selected) return std::unexpected{selected.error()};
        if (!selected->sw.success()) return std::nullopt;
        return apdu::read_card_access_in_application(top(), files_);
    });
    end_session();
    if (!found && found.error().code == ErrorCode::secure_messaging_failed) return std::nullopt;
    return found;
}

Result<void> DocumentSession::open_with_pace() {
    const auto password = pace_password(keys_);
    if (!pace_ || !card_access_ || !password) return fail(ErrorCode::access_required);
    auto opened = apdu::pace(
        plain_, *pace_, *password, random_,
        {.name_parameters = apdu::parameters_are_ambiguous(card_access_->pace), .on_slow_mode = options_.on_slow_mode});
    if (!opened) return std::unexpected{opened.error()};
    if (const auto started = start_session(opened->keys); !started) return started;
    if (!chip_authentication_data_) chip_authentication_data_ = std::move(opened->chip_authentication);
    access_ = keys_.mrz_information ? apdu::AccessMethod::pace_mrz : apdu::AccessMethod::pace_can;
    return {};
}

Result<void> DocumentSession::open_with_bac() {
    if (!keys_.mrz_information) return fail(ErrorCode::access_required);
    const SecretBytes seed = apdu::bac_key_seed(as_bytes(keys_.mrz_information->view()));
    auto access = apdu::basic_access_control(plain_, seed, random_);
    if (!access) return std::unexpected{access.error()};
    if (const auto started = start_session(access->keys); !started) return started;
    access_ = access->method;
    return {};
}

Result<void> DocumentSession::fall_back() {
    pace_failed_ = true;
    pace_.reset();
    if (const auto done = reset(); !done) return done;
    return ledger_.run(select_step, [&] { return select_application(); });
}

void DocumentSession::read_card_security() {
    auto file =
        ledger_.run(apdu::lds::card_security.step, [&] { return files_.read(top(), apdu::lds::card_security); });
    if (file) card_security_ = copy(file->raw);
}

Result<void> DocumentSession::select_application() {
    if (access_ && (!secure_ || !secure_->alive())) return reopen();
    return apdu::lds::select_application(top());
}

Result<void> DocumentSession::start_session(const apdu::SessionKeys& keys) {
    auto secure = apdu::SecureChannel::create(plain_, keys, sizes_.extended_length());
    if (!secure) return std::unexpected{secure.error()};
    end_session();
    secure_ = std::move(*secure);
    protected_responses_.emplace(*secure_);
    sizes_.protect_with(keys.cipher);
    return {};
}

void DocumentSession::end_session() {
    protected_responses_.reset();
    secure_.reset();
}

Result<void> DocumentSession::reset() {
    end_session();
    sizes_.unprotect();
    return connection_.reset();
}

Result<void> DocumentSession::reopen() {
    if (reopenings_left_-- == 0) return fail(ErrorCode::secure_messaging_failed);
    if (const auto done = reset(); !done) return done;
    if (pace_) {
        if (const auto opened = open_with_pace(); !opened) return opened;
        return apdu::lds::select_application(top());
    }
    const auto selected = apdu::lds::select_application(plain_);
    if (!selected || !access_) return selected;
    return open_with_bac();
}

Result<apdu::Channel*> DocumentSession::channel() {
    const bool over = secure_ ? !secure_->alive() : access_.has_value();
    if (over) {
        if (const auto reopened = reopen(); !reopened) return std::unexpected{reopened.error()};
    }
    return &top();
}

Result<void> DocumentSession::restart_secure_messaging(const apdu::SessionKeys& keys) {
    if (const auto started = start_session(keys); !started) return started;
    // Whatever the chip says of the file, that it says so under these keys is the proof. Some say in the clear that
    // they know no short identifiers.
    constexpr apdu::lds::FileId common = apdu::lds::com;
    const apdu::Command read{.ins = 0xB0, .p1 = 0x80U | common.short_identifier, .le = apdu::lds::header_octets};
    const apdu::Command select{
        .ins = 0xA4, .p1 = 0x02, .p2 = 0x0C, .data = {common.identifier >> 8, common.identifier & 0xFF}};
    const auto answer = top().transmit(files_.by_short_identifier() ? read : select);
    if (!answer) return std::unexpected{answer.error()};
    return {};
}

Result<apdu::LdsFile> DocumentSession::read(const apdu::lds::FileId& file) {
    while (true) {
        const auto open = channel();
        if (!open)
            return fail(open.error().code, open.error().sw, open.error().step.empty() ? file.step : open.error().step);
        auto read = files_.read(**open, file);
        if (read || !access_) return read;
        const Error& error = read.error();
        const bool session_over = error.code == ErrorCode::secure_messaging_failed;
        if (!session_over && error.code != ErrorCode::transport_failure) return read;
        if (files_.give_way(error)) {
            end_session();
            continue;
        }
        // Some chips say of an absent or closed file in plain what they should say protected. The session is over; the
        // answer is about this file, and whether the file should be there the signed list tells.
        if (session_over && error.sw == apdu::sw::file_not_found.value) {
            return fail(ErrorCode::file_not_found, error.sw, file.step);
        }
        if (session_over && error.sw == apdu::sw::security_status_not_satisfied.value) {
            return fail(ErrorCode::access_denied, error.sw, file.step);
        }
        return read;
    }
}

}  // namespace fivestar::daemon
