// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/api/specimen_outcome.hpp"

#include "identity/china/card_number.hpp"

#include <array>
#include <utility>

namespace fivestar::test {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::uint8_t, 6> jpeg_start{0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10};

identity::CodedValue coded(std::string_view code, std::string_view zh, std::string_view en) {
    return {.code = PersonalText{code}, .zh = PersonalText{zh}, .en = PersonalText{en}};
}

identity::Document document() {
    identity::Document document;
    document.type = identity::DocumentType::permanent_resident_card;
    document.edition = "2023";
    document.issuing_state = PersonalText{"CHN"};
    document.number = PersonalText{"931586198001010028"};
    document.previous_numbers.emplace_back("PAK310080010103");
    document.issuing_authority = coded("00", "国家移民管理局", "National Immigration Administration");
    document.valid_from = 2023y / 8 / 8;
    document.valid_until = 2033y / 8 / 7;
    document.renewal_count = PersonalText{"00"};
    document.travel_permit_number = PersonalText{"C00000000"};
    document.issue_count = PersonalText{"01"};
    document.acceptance_authority = coded("1500", "内蒙古", "Inner Mongolia");
    document.card_version = PersonalText{"01"};
    return document;
}

identity::Holder holder() {
    identity::Holder holder;
    holder.names.latin = PersonalText{"SPECIMEN, ZHENGJIAN"};
    holder.names.primary = PersonalText{"SPECIMEN"};
    holder.names.secondary = PersonalText{"ZHENGJIAN"};
    holder.names.chinese = PersonalText{"证件样本"};
    holder.names.chinese_omitted = 1;
    holder.sex = identity::Sex::female;
    holder.birth_date = 1980y / 1 / 1;
    holder.birth_date_printed = PersonalText{"800101"};
    holder.birth_century_assumed = true;
    holder.birth_place = PersonalText{"SPECIMEN TOWN"};
    holder.nationality = PersonalText{"PAK"};
    holder.ethnicity = coded("01", "汉", "Han");
    holder.address = PersonalText{"SPECIMEN STREET 1"};
    holder.address_appended.emplace_back("SPECIMEN STREET 2");
    holder.personal_number = PersonalText{"SPECIMEN-7"};
    holder.pseudonym = PersonalText{"0123456789abcdef0123456789abcdef"};
    return holder;
}

}  // namespace

ByteView specimen_portrait() {
    return jpeg_start;
}

identity::Evidence specimen_evidence() {
    const daemon::ReadOutcome outcome = full_outcome();
    identity::Evidence evidence;
    evidence.read_at = outcome.read_at;
    evidence.profile = outcome.profile;
    evidence.security_object = copy(as_bytes("SPECIMEN SOD"));
    for (const identity::DataGroupNumber number : std::initializer_list<identity::DataGroupNumber>{1, 2}) {
        identity::EvidenceGroup group{.number = number, .state = identity::FileState::read};
        group.octets.emplace(as_bytes(number == 1 ? "SPECIMEN MRZ" : "SPECIMEN PORTRAIT"));
        group.digest = crypto::digest(evidence.digest, *group.octets);
        evidence.groups.push_back(std::move(group));
    }
    evidence.claimed = outcome.verification;
    evidence.claimed_verdict = outcome.verdict;
    return evidence;
}

daemon::ReadOutcome full_outcome() {
    daemon::ReadOutcome outcome;
    outcome.profile = identity::Profile::lds;
    outcome.record.document = document();
    outcome.record.holder = holder();
    outcome.record.number = identity::parse_card_number("931586198001010028");
    outcome.record.number->registration_place = coded("11", "北京市", "Beijing");
    outcome.record.number->birth_date_printed = PersonalText{"800101"};
    outcome.record.portrait = identity::Portrait{.media_type = identity::MediaType::jpeg,
                                                 .width = 413,
                                                 .height = 531,
                                                 .octets = PersonalBytes{specimen_portrait()}};
    outcome.record.raw.cn_text = PersonalBytes{as_bytes("SPECIMEN")};
    outcome.record.raw.mrz.emplace_back("I<CHN931586198<0010028<<<<<<<<");
    outcome.record.module.portrait = PersonalBytes{as_bytes("WLT")};
    outcome.record.module.addresses = PersonalBytes{as_bytes("ADDRESSES")};
    outcome.record.module.management = PersonalBytes{as_bytes("MANAGEMENT")};
    for (std::size_t index = 0; index < identity::check_count; ++index) {
        outcome.verification[static_cast<identity::CheckName>(index)].pass();
    }
    outcome.verification[identity::CheckName::access].method = "bac";
    outcome.verification[identity::CheckName::data_group_hashes].data_groups = {1, 2, 11, 13};
    outcome.verification[identity::CheckName::certificate_validity].at_signing = Outcome::passed;
    outcome.verdict = identity::Verdict::genuine;
    outcome.steps = {
        {.name = "select_application", .outcome = Outcome::passed, .sw = 0x9000, .milliseconds = 3.1234567},
        {.name = "verify", .outcome = Outcome::passed, .sw = 0, .milliseconds = 0.5}};
    outcome.timing = {.total_milliseconds = 812.5, .card_milliseconds = 790.25, .exchanges = 16, .bytes = 17000};
    outcome.read_at = std::chrono::sys_days{2026y / 1 / 31} + 12h + 30min + 45s + 999ms;
    return outcome;
}

}  // namespace fivestar::test
