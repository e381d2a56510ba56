// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"
#include "cli/evidence_file.hpp"
#include "cli/evidence_keys.hpp"
#include "cli/views/evidence_view.hpp"
#include "cli/views/printable.hpp"
#include "cli/views/record_view.hpp"
#include "crypto/pki/trust_directory.hpp"
#include "identity/evidence/evidence_verification.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <string>
#include <unistd.h>

#include <boost/json/serialize.hpp>

namespace fivestar::cli {
namespace {

/// Reads a file, at most one octet more than evidence may have.
std::optional<PersonalText> content_of(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return std::nullopt;
    PersonalText content(max_evidence_octets + 1);
    std::size_t size = 0;
    ssize_t got = 1;
    while (got > 0 && size < content.size()) {
        got = ::read(file, content.data() + size, content.size() - size);
        if (got < 0 && errno == EINTR) {
            got = 1;
        } else if (got > 0) {
            size += static_cast<std::size_t>(got);
        }
    }
    ::close(file);
    if (got < 0) return std::nullopt;
    content.resize(size);
    return content;
}

std::string_view explain_evidence_file(ErrorCode code) {
    switch (code) {
        case ErrorCode::limit_exceeded:
            return "the file is too long for evidence of a read";
        case ErrorCode::unsupported:
            return "the evidence has a version that this program does not support";
        default:
            return "the file is not evidence of a read";
    }
}

struct Trust {
    crypto::LoadedTrust documents;
    std::optional<crypto::LoadedTrust> lds_profile;
};

Result<Trust> load_trust(const VerifyCommand& command, WallTime now) {
    const auto loader = crypto::TrustLoader::open(command.crl, command.master_list_signers, now);
    if (!loader) return std::unexpected{loader.error()};
    auto documents = loader->load(command.trust);
    if (!documents) return std::unexpected{documents.error()};
    Trust trust{std::move(*documents), std::nullopt};
    if (command.lds_trust.empty()) return trust;
    auto lds = loader->load(command.lds_trust);
    if (!lds) return std::unexpected{lds.error()};
    trust.lds_profile = std::move(*lds);
    return trust;
}

}  // namespace

ExitCode run_verify(const Arguments& arguments, const VerifyCommand& command, Console& console, Language language) {
    const auto problem = [&console](const std::string& text) {
        console.complain(text);
        return ExitCode::problem;
    };
    const auto content = content_of(command.file);
    if (!content) return problem(std::string{"the file cannot be read: "} + std::strerror(errno));
    const auto file = parse_evidence_file(content->view());
    if (!file) return problem(std::string{explain_evidence_file(file.error().code)});
    const WallTime now = SystemClock{}.wall();
    const auto trust = load_trust(command, now);
    if (!trust) return problem("the directories with trusted certificates cannot be read");
    const auto keys = EvidenceKeys::load(command.evidence_keys);
    if (!keys) return problem("the directory with evidence keys cannot be read");

    const SignatureVerdict signature = keys->verify(*file);
    const auto report =
        identity::verify_evidence(file->evidence,
                                  {.trust = *trust->documents.store,
                                   .lds_trust = trust->lds_profile ? trust->lds_profile->store.get() : nullptr,
                                   .policy = command.policy,
                                   .terminal_is_believed = signature == SignatureVerdict::good},
                                  now);
    const boost::json::value shown = evidence_report_json(*file, signature, report);
    PersonalText text =
        arguments.json ? printable_json(boost::json::serialize(shown)) : evidence_report_text(shown, language);
    if (arguments.json) text.push_back('\n');
    const bool printed = console.print(text.view());
    return printed ? exit_code_of(shown) : ExitCode::problem;
}

}  // namespace fivestar::cli
