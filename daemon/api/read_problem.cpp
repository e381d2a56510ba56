// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/read_problem.hpp"

#include "apdu/status_word.hpp"
#include "daemon/api/sam_problem.hpp"

#include <chrono>
#include <utility>

namespace fivestar::daemon {
namespace {

constexpr std::chrono::seconds soon{1};

ProblemCode code_of(const Error& error) {
    switch (error.code) {
        case ErrorCode::access_required:
            return ProblemCode::access_required;
        case ErrorCode::access_denied:
            return ProblemCode::access_denied;
        case ErrorCode::unsupported:
            if (error.detail == ErrorDetail::sam_required) return ProblemCode::sam_required;
            if (error.detail == ErrorDetail::document_not_accepted) return ProblemCode::document_not_accepted;
            return ProblemCode::unsupported_card;
        case ErrorCode::card_removed:
        case ErrorCode::card_reset:   // by another program: the session is lost
        case ErrorCode::reader_lost:  // and the card with it
            return ProblemCode::card_removed;
        case ErrorCode::reader_busy:
            return ProblemCode::reader_busy;
        case ErrorCode::reader_unresponsive:
            return ProblemCode::reader_unresponsive;
        case ErrorCode::service_lost:
            return ProblemCode::pcsc_unavailable;
        case ErrorCode::service_denied:
            return ProblemCode::pcsc_denied;
        case ErrorCode::deadline_exceeded:
            return ProblemCode::deadline_exceeded;
        case ErrorCode::cancelled:
            return ProblemCode::shutting_down;  // a client that has left does not see it
        case ErrorCode::malformed:
        case ErrorCode::trailing_bytes:
        case ErrorCode::limit_exceeded:
        case ErrorCode::crypto_failure:
        case ErrorCode::invalid_key:
        case ErrorCode::signature_mismatch:
            return ProblemCode::card_data_invalid;
        case ErrorCode::sam_error:
            return ProblemCode::sam_error;
        case ErrorCode::transport_failure:
        case ErrorCode::unexpected_status:
        case ErrorCode::file_not_found:
        case ErrorCode::secure_messaging_failed:
        case ErrorCode::no_progress:
        case ErrorCode::invalid_argument:
        case ErrorCode::invalid_configuration:
        case ErrorCode::io_failure:
            break;
    }
    return ProblemCode::card_protocol_error;
}

}  // namespace

Problem read_problem(const Error& error, std::string reader, const std::vector<AccessKey>& accepts) {
    const ProblemCode code = code_of(error);
    Problem problem{.code = code, .step = error.step, .reader = std::move(reader)};
    if (error.sw != 0) problem.sw = error.sw;
    if (code == ProblemCode::access_denied) {
        problem.attempts_left = apdu::StatusWord{error.sw}.tries_left();
        problem.sw.reset();
        problem.step = "access";
    }
    if (code == ProblemCode::access_required) {
        for (const AccessKey key : accepts) problem.accepts.push_back(to_string(key));
    }
    if (code == ProblemCode::reader_busy) {
        const bool queued = error.detail == ErrorDetail::queued;
        problem.by = queued ? "client" : "other_program";
        problem.detail = queued ? Phrase{"Another read of this reader is under way.", "此读卡器正在进行另一次读取。"}
                                : Phrase{"Another program holds the card.", "另一个程序正在占用此卡。"};
        problem.step = {};
    }
    if (code == ProblemCode::document_not_accepted) {
        problem.detail = {"The configuration of the daemon keeps this kind of document from this program.",
                          "守护进程的配置不允许此程序读取这种证件。"};
        problem.step = {};
    }
    if (code == ProblemCode::sam_error && error.module_code != 0) {
        problem.module_code = error.module_code;
        problem.detail = explain_module_code(error.module_code);
    }
    // The card is still there, but the security module reads a card only once.
    if (error.code == ErrorCode::card_removed && error.sw == apdu::sw::conditions_not_satisfied.value) {
        problem.detail = {"The card must be lifted and presented again.", "请将卡片拿起后重新放置。"};
    }
    if (code == ProblemCode::reader_busy || code == ProblemCode::pcsc_unavailable) problem.retry_after = soon;
    return problem;
}

Problem read_problem(ReadFailure failure) {
    const auto problem = [&](ProblemCode code, Phrase detail = {}) {
        return Problem{.code = code, .detail = detail, .reader = std::move(failure.reader)};
    };
    switch (failure.kind) {
        case ReadFailureKind::service_unavailable: {
            Problem unavailable = problem(ProblemCode::pcsc_unavailable);
            unavailable.retry_after = soon;
            return unavailable;
        }
        case ReadFailureKind::service_denied:
            return problem(ProblemCode::pcsc_denied);
        case ReadFailureKind::no_reader:
            return problem(ProblemCode::no_reader);
        case ReadFailureKind::no_such_reader:
            return problem(ProblemCode::no_such_reader);
        case ReadFailureKind::reader_unresponsive:
            return problem(ProblemCode::reader_unresponsive,
                           {"A call to the reader has not returned; replugging it may help.",
                            "对读卡器的调用没有返回；重新插拔可能有帮助。"});
        case ReadFailureKind::no_card:
            return problem(ProblemCode::no_card);
        case ReadFailureKind::no_scanned_key:
            return problem(ProblemCode::no_scanned_key);
        case ReadFailureKind::several_cards:
            return problem(ProblemCode::several_cards, {"Name the reader, or the card.", "请指明读卡器或卡片。"});
        case ReadFailureKind::card_changed:
            return problem(ProblemCode::card_changed);
        case ReadFailureKind::card_not_read:
            if (failure.error) return read_problem(*failure.error, std::move(failure.reader), failure.accepts);
            return problem(ProblemCode::internal_error);
        case ReadFailureKind::requirement_failed: {
            Problem refused = problem(ProblemCode::requirement_failed,
                                      {"A check that was required did not pass.", "一项必需的检查未通过。"});
            if (failure.check) refused.check = identity::to_string(*failure.check);
            return refused;
        }
        case ReadFailureKind::evidence_not_sealed:
            break;
        case ReadFailureKind::abandoned:
            return {.code = ProblemCode::shutting_down};  // a client that has left does not see it
    }
    return {.code = ProblemCode::internal_error};
}

}  // namespace fivestar::daemon
