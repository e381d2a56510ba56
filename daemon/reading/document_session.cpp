// SPDX-License-Identifier: Apache-2.0
#include "daemon/reading/document_session.hpp"

#include "apdu/lds.hpp"

#include <utility>

namespace fivestar::daemon {

DocumentSession::DocumentSession(apdu::CardConnection& connection, bool extended_length, StepLedger& ledger,
                                 Reopen reopen)
    : connection_(connection),
      gain_access_again_(std::move(reopen)),
      plain_responses_(connection.channel()),
      plain_(plain_responses_, extended_length),
      sizes_(extended_length),
      files_(sizes_, {}, [&ledger](std::uint64_t done, std::uint64_t total) { ledger.octets(done, total); }) {}

apdu::Channel& DocumentSession::current() {
    return protected_responses_ ? static_cast<apdu::Channel&>(*protected_responses_) : plain_;
}

Result<apdu::Channel*> DocumentSession::channel() {
    if (was_protected_ && (!secure_ || !secure_->alive())) {
        if (const auto reopened = reopen(); !reopened) return std::unexpected{reopened.error()};
    }
    return &current();
}

Result<void> DocumentSession::select_application() {
    if (was_protected_ && (!secure_ || !secure_->alive())) return reopen();
    return apdu::lds::select_application(current());
}

Result<void> DocumentSession::start_secure_messaging(const apdu::SessionKeys& keys) {
    auto secure = apdu::SecureChannel::create(plain_, keys, sizes_.extended_length());
    if (!secure) return std::unexpected{secure.error()};
    end_secure_messaging();
    secure_ = std::move(*secure);
    protected_responses_.emplace(*secure_);
    sizes_.protect_with(keys.cipher);
    was_protected_ = true;
    return {};
}

Result<void> DocumentSession::restart_secure_messaging(const apdu::SessionKeys& keys) {
    if (const auto started = start_secure_messaging(keys); !started) return started;
    // Any status word proves the keys if it arrives under them. Some chips answer in the clear that they know no short
    // identifiers; these are asked to select the file.
    constexpr apdu::lds::FileId common = apdu::lds::com;
    const apdu::Command read{.ins = 0xB0, .p1 = 0x80U | common.short_identifier, .le = apdu::lds::header_octets};
    const apdu::Command select{
        .ins = 0xA4, .p1 = 0x02, .p2 = 0x0C, .data = {common.identifier >> 8, common.identifier & 0xFF}};
    const auto answer = current().transmit(files_.by_short_identifier() ? read : select);
    if (!answer) return std::unexpected{answer.error()};
    return {};
}

void DocumentSession::end_secure_messaging() {
    protected_responses_.reset();
    secure_.reset();
}

Result<void> DocumentSession::reset() {
    end_secure_messaging();
    sizes_.unprotect();
    return connection_.reset();
}

Result<void> DocumentSession::reopen() {
    if (reopenings_left_-- == 0) return fail(ErrorCode::secure_messaging_failed);
    if (const auto done = reset(); !done) return done;
    return gain_access_again_();
}

Result<apdu::LdsFile> DocumentSession::read(const apdu::lds::FileId& file) {
    while (true) {
        const auto open = channel();
        if (!open)
            return fail(open.error().code, open.error().sw, open.error().step.empty() ? file.step : open.error().step);
        auto read = files_.read(**open, file);
        if (read) return read;
        const Error& error = read.error();
        if (files_.misled_by_short_identifier(error)) {
            if (const auto selected = select_application(); !selected) return std::unexpected{selected.error()};
            continue;
        }
        if (!was_protected_) return read;
        const bool session_over = error.code == ErrorCode::secure_messaging_failed;
        if (!session_over && error.code != ErrorCode::transport_failure) return read;
        if (files_.prepare_retry(error)) {
            end_secure_messaging();
            continue;
        }
        // Some chips answer in the clear that a file is absent or closed, which ends the session. The answer is taken
        // for this file: EF.SOD tells whether the file should be there.
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
