// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/document_groups.hpp"

#include "crypto/tlv/writer.hpp"
#include "identity/assemble.hpp"
#include "tests/identity/assembled_files.hpp"
#include "tests/support/vector_file.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

TEST(Assemble, LeavesDg13AloneOutsideTheProfile) {
    const Bytes text = test::read_vector_bytes("samv/text_Y.bin");
    const auto [record, verification] =
        assemble_files({{1, dg1(passport)}, {13, tlv::encode(0x6D, tlv::encode(0x04, text))}}, Profile::emrtd);
    EXPECT_FALSE(record.raw.cn_text);
    EXPECT_EQ(record.document.type, DocumentType::passport);
    EXPECT_FALSE(record.holder.names.chinese);
}

TEST(Assemble, KeepsTheOctetsOfATextItCannotRead) {
    Bytes text = test::read_vector_bytes("samv/text_Y.bin");
    text[248] = 'Q';
    const auto [record, verification] =
        assemble_files({{1, five_star_dg1()}, {13, tlv::encode(0x6D, tlv::encode(0x04, text))}}, Profile::lds);
    EXPECT_EQ(copy(record.raw.cn_text->view()), text);
    EXPECT_EQ(record.document.type, DocumentType::residence_permit);
    EXPECT_THAT(verification[CheckName::record_consistency].findings, Contains(Reason::text_unknown_kind));
}

TEST(Assemble, TakesBrokenGroupsForFindings) {
    const Bytes junk = test::hex("7F");
    const auto [record, verification] =
        assemble_files({{1, junk}, {2, junk}, {11, junk}, {12, junk}, {13, junk}, {14, junk}}, Profile::lds);
    EXPECT_THAT(verification[CheckName::record_consistency].findings,
                ElementsAre(Reason::nothing_to_compare, Reason::dg1_malformed, Reason::dg2_malformed,
                            Reason::dg11_malformed, Reason::dg12_malformed, Reason::dg13_malformed));
    EXPECT_EQ(record.document.type, DocumentType::other);
}

}  // namespace
}  // namespace fivestar::identity
