#include "daemon/reading/document_session.hpp"

#include "apdu/basic_access_control.hpp"
#include "apdu/lds.hpp"

#include <utility>

namespace fivestar::daemon {

DocumentSession::DocumentSession(apdu::CardConnection& connection, const AccessKeys& keys, Random& random,
                                 StepLedger& ledger, const apdu::ApplicationProbe& probe)
    : connection_(connection),
      keys_(keys),
      random_(random),
      access_control_(probe.access_control),
      plain_responses_(connection.channel()),
      plain_(plain_responses_, probe.extended_length),
      sizes_(probe.extended_length),
      files_(sizes_, {}, [&ledger](std::uint64_t done, std::uint64_t total) { ledger.octets(done, total); }) {}

Result<std::unique_ptr<DocumentSession>> DocumentSession::open(apdu::CardConnection& connection, const AccessKeys& keys,
                                                               Random& random, StepLedger& ledger) {
    apdu::ResponseChaining channel{connection.channel()};
    const auto select = [&] { return apdu::lds::select_application(channel); };
    if (const auto selected = ledger.run("select_application", select); !selected) {
        return std::unexpected{selected.error()};
    }
    const bool try_extended = connection.extended_length() && connection.protocol() == apdu::Protocol::t1;
    const auto probe = ledger.run("probe_application", [&]() -> Result<apdu::ApplicationProbe> {
        auto answer = apdu::probe_application(channel, try_extended);
        if (answer || !try_extended || answer.error().code != ErrorCode::transport_failure) return answer;
        // It may be the reader that cannot take extended length: once more, without.
        if (const auto reset = connection.reset(); !reset) return std::unexpected{reset.error()};
        if (const auto selected = select(); !selected) return std::unexpected{selected.error()};
        return apdu::probe_application(channel, false);
    });
    if (!probe) return std::unexpected{probe.error()};
    return std::unique_ptr<DocumentSession>{new DocumentSession{connection, keys, random, ledger, *probe}};
}

apdu::Channel& DocumentSession::top() {
    return protected_responses_ ? static_cast<apdu::Channel&>(*protected_responses_) : plain_;
}

Result<void> DocumentSession::gain_access() {
    if (!keys_.mrz_information) return fail(ErrorCode::access_required);
    const SecretBytes seed = apdu::bac_key_seed(as_bytes(keys_.mrz_information->view()));
    auto access = apdu::basic_access_control(plain_, seed, random_);
    if (!access) return std::unexpected{access.error()};
    auto secure = apdu::SecureChannel::create(plain_, access->keys, sizes_.extended_length());
    if (!secure) return std::unexpected{secure.error()};
    end_session();
    secure_ = std::move(*secure);
    protected_responses_.emplace(*secure_);
    sizes_.protect_with(access->keys.cipher);
    access_ = access->method;
    return {};
}

void DocumentSession::end_session() {
    protected_responses_.reset();
    secure_.reset();
}

Result<void> DocumentSession::reopen() {
    end_session();
    sizes_.unprotect();
    if (const auto reset = connection_.reset(); !reset) return reset;
    if (const auto selected = apdu::lds::select_application(plain_); !selected) return selected;
    return gain_access();
}

Result<apdu::LdsFile> DocumentSession::read(const apdu::lds::FileId& file) {
    while (true) {
        if (access_ && (!secure_ || !secure_->alive())) {
            if (reopenings_left_-- == 0) return fail(ErrorCode::secure_messaging_failed, 0, file.step);
            if (const auto reopened = reopen(); !reopened) return std::unexpected{reopened.error()};
        }
        auto read = files_.read(top(), file);
        if (read || !access_) return read;
        const Error& error = read.error();
        if (error.code == ErrorCode::secure_messaging_failed) {
            // Some chips say of an absent or closed file in plain what they should say protected. The session is over;
            // the answer is about this file, and whether the file should be there the signed list tells.
            if (error.sw == apdu::sw::file_not_found.value) return fail(ErrorCode::file_not_found, error.sw, file.step);
            if (error.sw == apdu::sw::security_status_not_satisfied.value) {
                return fail(ErrorCode::access_denied, error.sw, file.step);
            }
        } else if (error.code != ErrorCode::transport_failure) {
            return read;
        }
        if (!files_.give_way(error)) return read;
        end_session();
    }
}

}  // namespace fivestar::daemon
