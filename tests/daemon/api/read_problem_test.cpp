// SPDX-License-Identifier: Apache-2.0
// The mapping is that of docs/API.md: its codes, its statuses.
#include "daemon/api/read_problem.hpp"

#include <array>
#include <utility>

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

struct Case {
    Error error;
    std::string_view code;
    unsigned status;
};

constexpr std::array cases{
    Case{{ErrorCode::access_required, 0x6982, "read_com"}, "access_required", 422},
    Case{{ErrorCode::access_denied, 0x6300, "bac"}, "access_denied", 422},
    Case{{ErrorCode::unsupported, 0x6A82, "select_application"}, "unsupported_card", 422},
    Case{{.code = ErrorCode::unsupported, .step = "sam_required", .detail = ErrorDetail::sam_required},
         "sam_required",
         422},
    Case{
        {.code = ErrorCode::unsupported, .step = "document_not_accepted", .detail = ErrorDetail::document_not_accepted},
        "document_not_accepted",
        422},
    Case{{ErrorCode::card_removed}, "card_removed", 409},
    Case{{ErrorCode::card_reset}, "card_removed", 409},
    Case{{ErrorCode::reader_lost}, "card_removed", 409},
    Case{{.code = ErrorCode::reader_busy, .step = "queue", .detail = ErrorDetail::queued}, "reader_busy", 423},
    Case{{ErrorCode::reader_busy, 0, "connect"}, "reader_busy", 423},
    Case{{ErrorCode::reader_unresponsive}, "reader_unresponsive", 503},
    Case{{ErrorCode::service_lost}, "pcsc_unavailable", 503},
    Case{{ErrorCode::service_denied}, "pcsc_denied", 503},
    Case{{ErrorCode::transport_failure}, "card_protocol_error", 502},
    Case{{ErrorCode::deadline_exceeded}, "deadline_exceeded", 503},
    Case{{ErrorCode::cancelled}, "shutting_down", 503},
    Case{{ErrorCode::unexpected_status, 0x6F00, "read_dg1"}, "card_protocol_error", 502},
    Case{{ErrorCode::file_not_found, 0x6A82, "read_dg1"}, "card_protocol_error", 502},
    Case{{ErrorCode::secure_messaging_failed, 0, "read_dg1"}, "card_protocol_error", 502},
    Case{{ErrorCode::no_progress, 0, "read_dg1"}, "card_protocol_error", 502},
    Case{{ErrorCode::malformed, 0, "read_dg1"}, "card_data_invalid", 502},
    Case{{ErrorCode::trailing_bytes, 0, "read_dg1"}, "card_data_invalid", 502},
    Case{{ErrorCode::limit_exceeded, 0, "read_dg2"}, "card_data_invalid", 502},
    Case{{ErrorCode::sam_error, 0x6400, "read_sam_stream", 0x41}, "sam_error", 502},
    Case{{ErrorCode::crypto_failure}, "card_data_invalid", 502},
    Case{{ErrorCode::invalid_key}, "card_data_invalid", 502},
    Case{{ErrorCode::signature_mismatch}, "card_data_invalid", 502},
    Case{{ErrorCode::invalid_argument}, "card_protocol_error", 502},
    Case{{ErrorCode::invalid_configuration}, "card_protocol_error", 502},
    Case{{ErrorCode::io_failure}, "card_protocol_error", 502},
};

TEST(ReadProblem, MapsEveryError) {
    for (const Case& one : cases) {
        const Problem problem = read_problem(one.error, "front-desk");
        EXPECT_EQ(to_string(problem.code), one.code) << to_string(one.error.code);
        EXPECT_EQ(status_of(problem.code), one.status) << to_string(one.error.code);
        EXPECT_EQ(problem.reader, "front-desk");
    }
}

TEST(ReadProblem, NoErrorIsAnInternalError) {
    for (std::size_t code = 0; code < error_names.count; ++code) {
        EXPECT_LT(status_of(read_problem({static_cast<ErrorCode>(code)}, "").code), 600U);
        EXPECT_NE(status_of(read_problem({static_cast<ErrorCode>(code)}, "").code), 500U) << code;
    }
}

TEST(ReadProblem, NamesStepAndStatusWord) {
    const Problem problem = read_problem({ErrorCode::unexpected_status, 0x6F00, "read_dg1"}, "r");
    EXPECT_EQ(problem.step, "read_dg1");
    EXPECT_EQ(problem.sw, 0x6F00);
    EXPECT_FALSE(read_problem({ErrorCode::malformed, 0, "read_dg1"}, "r").sw);
}

TEST(ReadProblem, WrongKeysAreIndistinguishable) {
    // 6300: EXTERNAL AUTHENTICATE refused; 6982, 6988: so; 0: the chip's own proof did not match.
    const Problem first = read_problem({ErrorCode::access_denied, 0x6300, "external_authenticate"}, "r");
    for (const Error& other :
         {Error{ErrorCode::access_denied, 0x6982, "external_authenticate"},
          Error{ErrorCode::access_denied, 0x6988, "bac"}, Error{ErrorCode::access_denied, 0, ""}}) {
        EXPECT_EQ(to_json(read_problem(other, "r"), Language::english), to_json(first, Language::english));
    }
}

TEST(ReadProblem, HasTheAttemptsLeftIfTheChipCountsThem) {
    EXPECT_EQ(read_problem({ErrorCode::access_denied, 0x63C2, "pace"}, "r").attempts_left, 2U);
    EXPECT_EQ(read_problem({ErrorCode::access_denied, 0x63C0, "pace"}, "r").attempts_left, 0U);
    EXPECT_FALSE(read_problem({ErrorCode::access_denied, 0x6300, "pace"}, "r").attempts_left);
    EXPECT_FALSE(read_problem({ErrorCode::unexpected_status, 0x63C2, "pace"}, "r").attempts_left);
}

TEST(ReadProblem, NamesTheKeysThatOpenTheCard) {
    const Problem problem = read_problem({ErrorCode::access_required}, "r", {AccessKey::mrz, AccessKey::can});
    EXPECT_EQ(problem.accepts, (std::vector<std::string_view>{"mrz", "can"}));
    EXPECT_TRUE(read_problem({ErrorCode::access_denied}, "r", {AccessKey::mrz}).accepts.empty());
}

TEST(ReadProblem, NamesTheUserOfABusyReader) {
    const Problem queued =
        read_problem({.code = ErrorCode::reader_busy, .step = "queue", .detail = ErrorDetail::queued}, "r");
    EXPECT_EQ(queued.by, "client");
    EXPECT_TRUE(queued.retry_after);
    EXPECT_EQ(queued.step, "");
    EXPECT_EQ(read_problem({ErrorCode::reader_busy, 0, "connect"}, "r").by, "other_program");
}

TEST(ReadProblem, MapsEveryFailure) {
    const std::array failures{
        std::pair{ReadFailureKind::service_unavailable, "pcsc_unavailable"},
        std::pair{ReadFailureKind::service_denied, "pcsc_denied"},
        std::pair{ReadFailureKind::no_reader, "no_reader"},
        std::pair{ReadFailureKind::no_such_reader, "no_such_reader"},
        std::pair{ReadFailureKind::reader_unresponsive, "reader_unresponsive"},
        std::pair{ReadFailureKind::no_card, "no_card"},
        std::pair{ReadFailureKind::no_scanned_key, "no_scanned_key"},
        std::pair{ReadFailureKind::several_cards, "several_cards"},
        std::pair{ReadFailureKind::card_changed, "card_changed"},
        std::pair{ReadFailureKind::requirement_failed, "requirement_failed"},
        std::pair{ReadFailureKind::evidence_not_sealed, "internal_error"},
        std::pair{ReadFailureKind::abandoned, "shutting_down"},
    };
    for (const auto& [kind, code] : failures) EXPECT_EQ(to_string(read_problem({.kind = kind}).code), code) << code;
    EXPECT_EQ(read_problem({.kind = ReadFailureKind::no_such_reader, .reader = "r"}).reader, "r");
    EXPECT_TRUE(read_problem({.kind = ReadFailureKind::service_unavailable}).retry_after);
}

TEST(ReadProblem, MapsTheErrorOfACard) {
    const Problem problem = read_problem({.kind = ReadFailureKind::card_not_read,
                                          .reader = "r",
                                          .error = Error{ErrorCode::access_required},
                                          .accepts = {AccessKey::mrz, AccessKey::can}});
    EXPECT_EQ(to_string(problem.code), "access_required");
    EXPECT_EQ(problem.reader, "r");
    EXPECT_EQ(problem.accepts, (std::vector<std::string_view>{"mrz", "can"}));
}

TEST(ReadProblem, NamesTheCheckThatFailed) {
    const Problem problem = read_problem(
        {.kind = ReadFailureKind::requirement_failed, .reader = "r", .check = identity::CheckName::revocation});
    EXPECT_EQ(problem.check, "revocation");
    EXPECT_EQ(problem.reader, "r");
}

}  // namespace
}  // namespace fivestar::daemon
