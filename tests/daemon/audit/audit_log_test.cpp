// SPDX-License-Identifier: Apache-2.0
// Audit entries as lines and as fields of the journal. The names of the fields are those of docs/OPERATIONS.md.
#include "daemon/audit/audit_log.hpp"

#include "tests/daemon/api/collected_log.hpp"

#include <string>
#include <utility>

#include <gmock/gmock.h>

namespace fivestar::daemon {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(AuditLog, WritesAnEntryAsALineAndAsFields) {
    AuditEntry entry{.client = "hotel-desk",
                     .uid = 1000,
                     .gid = 100,
                     .pid = 4711,
                     .request = "POST /v1/read",
                     .outcome = AuditOutcome::answered,
                     .facts = {.reader = "front-desk", .card = "c7", .reads = {"0a", "0b"}},
                     .duration = std::chrono::microseconds{812345}};
    for (const char* path : {"holder.names.latin", "raw", "compare.holder.sex"}) {
        ASSERT_TRUE(entry.facts.fields.add(path));
    }
    test::CollectedLog log;
    AuditWriter{log}.write(entry);
    EXPECT_THAT(log.lines(), ElementsAre("audit: client=hotel-desk uid=1000 gid=100 pid=4711 request=\"POST /v1/read\" "
                                         "outcome=answered reader=front-desk card=c7 reads=0a,0b "
                                         "fields=holder.names.latin,raw,compare.holder.sex usec=812345"));
    EXPECT_THAT(
        log.records(),
        ElementsAre(ElementsAre(Pair("MESSAGE_ID", audit_message_id), Pair("FIVESTAR_CLIENT", "hotel-desk"),
                                Pair("FIVESTAR_PEER_UID", "1000"), Pair("FIVESTAR_PEER_GID", "100"),
                                Pair("FIVESTAR_PEER_PID", "4711"), Pair("FIVESTAR_REQUEST", "POST /v1/read"),
                                Pair("FIVESTAR_OUTCOME", "answered"), Pair("FIVESTAR_READER", "front-desk"),
                                Pair("FIVESTAR_CARD", "c7"), Pair("FIVESTAR_READ", "0a"), Pair("FIVESTAR_READ", "0b"),
                                Pair("FIVESTAR_FIELD", "holder.names.latin"), Pair("FIVESTAR_FIELD", "raw.cn_text"),
                                Pair("FIVESTAR_FIELD", "raw.mrz"), Pair("FIVESTAR_FIELD", "compare.holder.sex"),
                                Pair("FIVESTAR_DURATION_USEC", "812345"))));
}

TEST(AuditLog, LeavesOutEmptyValues) {
    const AuditEntry entry{.client = "uid:33",
                           .uid = 33,
                           .gid = 33,
                           .pid = 1,
                           .request = "GET /v1/reads/{id}",
                           .outcome = AuditOutcome::refused,
                           .problem = "not_granted",
                           .refused_field = "document.number"};
    test::CollectedLog log;
    AuditWriter{log}.write(entry);
    EXPECT_THAT(log.lines(), ElementsAre("audit: client=uid:33 uid=33 gid=33 pid=1 request=\"GET /v1/reads/{id}\" "
                                         "outcome=refused problem=not_granted refused=document.number usec=0"));
    EXPECT_THAT(log.records(),
                ElementsAre(ElementsAre(Pair("MESSAGE_ID", audit_message_id), Pair("FIVESTAR_CLIENT", "uid:33"),
                                        Pair("FIVESTAR_PEER_UID", "33"), Pair("FIVESTAR_PEER_GID", "33"),
                                        Pair("FIVESTAR_PEER_PID", "1"), Pair("FIVESTAR_REQUEST", "GET /v1/reads/{id}"),
                                        Pair("FIVESTAR_OUTCOME", "refused"), Pair("FIVESTAR_PROBLEM", "not_granted"),
                                        Pair("FIVESTAR_REFUSED_FIELD", "document.number"),
                                        Pair("FIVESTAR_DURATION_USEC", "0"))));
}

TEST(AuditLog, NamesTheFieldsOfEachEntry) {
    AuditEntry entry{
        .client = "desk", .uid = 1, .gid = 1, .pid = 1, .request = "POST /v1/read", .outcome = AuditOutcome::answered};
    test::CollectedLog log;
    AuditWriter writer{log};
    for (const char* path : {"portrait", "portrait", "raw.mrz", "portrait"}) {
        entry.facts.fields = {};
        ASSERT_TRUE(entry.facts.fields.add(path));
        writer.write(entry);
        EXPECT_THAT(log.lines().back(), testing::HasSubstr(std::string{" fields="} + path + " "));
        EXPECT_THAT(log.records().back(), testing::Contains(Pair("FIVESTAR_FIELD", path)).Times(1));
    }
    entry.facts.fields = {};
    writer.write(entry);
    EXPECT_THAT(log.lines().back(), testing::Not(testing::HasSubstr("fields=")));
}

TEST(AuditLog, NamesEveryOutcome) {
    EXPECT_EQ(to_string(AuditOutcome::answered), "answered");
    EXPECT_EQ(to_string(AuditOutcome::answered_in_part), "answered_in_part");
    EXPECT_EQ(to_string(AuditOutcome::refused), "refused");
    EXPECT_EQ(to_string(AuditOutcome::failed), "failed");
    EXPECT_EQ(to_string(AuditOutcome::abandoned), "abandoned");
}

}  // namespace
}  // namespace fivestar::daemon
