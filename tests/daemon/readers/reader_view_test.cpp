// SPDX-License-Identifier: Apache-2.0
// The access keys of each kind of card.
#include "daemon/readers/reader_view.hpp"

#include <gmock/gmock.h>

namespace fivestar::daemon {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(AccessKeys, AreTheMrzAndWithPaceTheCan) {
    EXPECT_THAT(access_keys({.id = "c", .kind = CardKind::emrtd}), ElementsAre(AccessKey::mrz));
    EXPECT_THAT(access_keys({.id = "c", .kind = CardKind::emrtd, .offers_pace = true}),
                ElementsAre(AccessKey::mrz, AccessKey::can));
}

TEST(AccessKeys, AreNoneForOtherCards) {
    EXPECT_THAT(access_keys({.id = "c", .kind = CardKind::unknown}), IsEmpty());
    EXPECT_THAT(access_keys({.id = "c", .kind = CardKind::cn_id_sam}), IsEmpty());
    EXPECT_THAT(access_keys({.id = "c", .kind = CardKind::cn_id_bare}), IsEmpty());
}

}  // namespace
}  // namespace fivestar::daemon
