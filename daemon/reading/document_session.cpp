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
    auto secure = apdu::SecureChannel::create(plain_, access->keys);
    if (!secure) return std::unexpected{secure.error()};
    protected_responses_.reset();
    secure_ = std::move(*secure);
    protected_responses_.emplace(*secure_);
    sizes_.protect_with(access->keys.cipher);
    access_ = access->method;
    return {};
}

Result<void> DocumentSession::reopen() {
    protected_responses_.reset();
    secure_.reset();
    sizes_.unprotect();
    if (const auto reset = connection_.reset(); !reset) return reset;
    if (const auto selected = apdu::lds::select_application(plain_); !selected) return selected;
    return gain_access();
}

Result<apdu::LdsFile> DocumentSession::read(const apdu::lds::FileId& file) {
    auto read = files_.read(top(), file);
    while (!read && access_ && read.error().code == ErrorCode::secure_messaging_failed && reopenings_left_ > 0 &&
           files_.give_way(read.error())) {
        --reopenings_left_;
        if (const auto reopened = reopen(); !reopened) return std::unexpected{reopened.error()};
        read = files_.read(top(), file);
    }
    return read;
}

}  // namespace fivestar::daemon
