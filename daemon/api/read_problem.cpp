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
            return error.step == "sam_required" ? ProblemCode::sam_required : ProblemCode::unsupported_card;
        case ErrorCode::card_removed:
        case ErrorCode::card_reset:   // what lies there now begins anew: to this read its card is gone
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
            return ProblemCode::shutting_down;  // else nobody is left to be told
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

Problem read_problem(const Error& error, std::string reader, std::vector<std::string_view> accepts) {
    const ProblemCode code = code_of(error);
    Problem problem{.code = code, .step = error.step, .reader = std::move(reader)};
    if (error.sw != 0) problem.sw = error.sw;
    if (code == ProblemCode::access_denied) {
        problem.attempts_left = apdu::StatusWord{error.sw}.tries_left();
        problem.sw.reset();
        problem.step = "access";
    }
    if (code == ProblemCode::access_required) problem.accepts = std::move(accepts);
    if (code == ProblemCode::reader_busy) {
        const bool queued = error.step == "queue";
        problem.by = queued ? "client" : "other_program";
        problem.detail = queued ? Phrase{"Another read of this reader is under way.", "此读卡器正在进行另一次读取。"}
                                : Phrase{"Another program holds the card.", "另一个程序正在占用此卡。"};
        problem.step = {};
    }
    if (code == ProblemCode::sam_error && error.module_code != 0) {
        problem.module_code = error.module_code;
        problem.detail = explain_module_code(error.module_code);
    }
    // The card lies there still, but its security module will not read it a second time.
    if (error.code == ErrorCode::card_removed && error.sw == apdu::sw::conditions_not_satisfied.value) {
        problem.detail = {"The card must be lifted and presented again.", "请将卡片拿起后重新放置。"};
    }
    if (code == ProblemCode::reader_busy || code == ProblemCode::pcsc_unavailable) problem.retry_after = soon;
    return problem;
}

std::optional<Problem> unmet_requirement(std::span<const identity::CheckName> required,
                                         const identity::Verification& verification, std::string reader) {
    for (const identity::CheckName name : required) {
        if (verification[name].outcome == identity::Outcome::passed) continue;
        return Problem{.code = ProblemCode::requirement_failed,
                       .detail = {"A check that was required did not pass.", "一项必需的检查未通过。"},
                       .reader = std::move(reader),
                       .check = std::string{identity::to_string(name)}};
    }
    return std::nullopt;
}

}  // namespace fivestar::daemon
