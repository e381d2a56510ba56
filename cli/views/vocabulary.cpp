// SPDX-License-Identifier: Apache-2.0
#include "cli/views/vocabulary.hpp"

#include "cli/views/printable.hpp"

#include <algorithm>
#include <array>

namespace fivestar::cli {
namespace {

struct Entry {
    std::string_view code;
    std::string_view zh;
};

constexpr std::array entries{
    // Verdicts, outcomes.
    Entry{"genuine", "真实"},
    Entry{"unverified", "未能证实"},
    Entry{"not_genuine", "不真实"},
    Entry{"passed", "通过"},
    Entry{"failed", "未通过"},
    Entry{"not_performed", "未进行"},
    // Checks.
    Entry{"access", "芯片访问"},
    Entry{"data_group_hashes", "数据组摘要"},
    Entry{"signature", "签名"},
    Entry{"certificate_chain", "证书链"},
    Entry{"certificate_validity", "证书有效期"},
    Entry{"revocation", "证书吊销"},
    Entry{"algorithm_policy", "算法策略"},
    Entry{"chip_authenticity", "芯片真伪"},
    Entry{"number_check_digit", "号码校验位"},
    Entry{"mrz_check_digits", "机读区校验位"},
    Entry{"record_consistency", "记录一致性"},
    // Documents, holders, numbers.
    Entry{"resident_id_card", "居民身份证"},
    Entry{"hmt_residence_permit", "港澳台居民居住证"},
    Entry{"permanent_resident_card", "外国人永久居留身份证"},
    Entry{"passport", "护照"},
    Entry{"identity_card", "身份证件"},
    Entry{"residence_permit", "居留许可"},
    Entry{"visa", "签证"},
    Entry{"hk_macao_exit_permit", "往来港澳通行证"},
    Entry{"taiwan_exit_permit", "往来台湾通行证"},
    Entry{"home_return_permit", "港澳居民来往内地通行证"},
    Entry{"home_return_permit_non_chinese", "港澳居民来往内地通行证（非中国籍）"},
    Entry{"taiwan_compatriot_permit", "台湾居民来往大陆通行证"},
    Entry{"other", "其他"},
    Entry{"female", "女"},
    Entry{"male", "男"},
    Entry{"unspecified", "未说明"},
    Entry{"unknown", "未知"},
    Entry{"permanent_resident_18", "永久居留身份证 18 位"},
    Entry{"permanent_resident_15", "永久居留证 15 位"},
    Entry{"citizen_18", "公民身份号码 18 位"},
    Entry{"hmt_18", "港澳台居民 18 位"},
    Entry{"length", "长度"},
    Entry{"character", "字符"},
    Entry{"kind", "种类"},
    Entry{"province", "省级代码"},
    Entry{"nationality", "国籍"},
    Entry{"birth_date", "出生日期"},
    Entry{"check_digit", "校验位"},
    // Reasons.
    Entry{"not_offered", "芯片不提供"},
    Entry{"not_on_this_card", "此卡不具备"},
    Entry{"not_attempted", "未尝试"},
    Entry{"not_transferable", "不可转移的证明"},
    Entry{"no_crl", "没有吊销列表"},
    Entry{"issuer_unknown", "签发者未知"},
    Entry{"country_unknown", "国家代码未知"},
    Entry{"country_mismatch", "国家不符"},
    Entry{"hash_mismatch", "摘要不符"},
    Entry{"signature_mismatch", "签名不符"},
    Entry{"no_security_object", "没有安全对象"},
    Entry{"no_mrz", "没有机读区"},
    Entry{"no_card_number", "没有证件号码"},
    Entry{"no_access_control", "无访问控制"},
    Entry{"no_data_group_read", "没有读取数据组"},
    Entry{"nothing_to_compare", "无可比较的内容"},
    Entry{"unlisted_data_group", "有未列入签名的数据组"},
    Entry{"listed_group_missing", "缺少签名所列的数据组"},
    Entry{"listed_group_unreadable", "签名所列的数据组无法读取"},
    Entry{"listed_group_refused", "芯片拒绝签名所列的数据组"},
    Entry{"dg1_not_read", "未能读取机读区（DG1）"},
    Entry{"dg2_not_read", "未能读取人像（DG2）"},
    Entry{"dg11_not_read", "未能读取个人信息（DG11）"},
    Entry{"dg12_not_read", "未能读取证件信息（DG12）"},
    Entry{"dg13_not_read", "未能读取 DG13"},
    Entry{"dg14_not_read", "未能读取 DG14"},
    Entry{"dg15_not_read", "未能读取 DG15"},
    Entry{"other_group_not_read", "未能读取签名所列的数据组"},
    Entry{"expired", "已过期"},
    Entry{"not_yet_valid", "尚未生效"},
    Entry{"revoked", "已吊销"},
    Entry{"sha1", "使用 SHA-1"},
    Entry{"rsa_key_too_short", "RSA 密钥过短"},
    Entry{"ec_key_too_short", "椭圆曲线密钥过短"},
    Entry{"refused_by_policy", "策略不允许"},
    Entry{"unsupported_algorithm", "不支持的算法"},
    Entry{"signer_certificate_missing", "缺少签名证书"},
    Entry{"signer_certificate_unreadable", "签名证书无法解析"},
    Entry{"certificate_unreadable", "有无法解析的证书"},
    Entry{"certificate_part_malformed", "证书的部分内容无法解析"},
    Entry{"certificate_usage_malformed", "证书用途无法解析"},
    Entry{"certificate_validity_malformed", "证书有效期无法解析"},
    Entry{"signed_data_version", "签名数据版本不常见"},
    Entry{"signed_data_malformed", "签名数据含有无法解析的内容"},
    Entry{"signer_info_malformed", "有无法解析的签名者"},
    Entry{"signed_attribute_malformed", "有无法解析的签名属性"},
    Entry{"signing_time_malformed", "签名时间的格式不合标准"},
    Entry{"security_object_unreadable", "安全对象无法读取"},
    Entry{"security_object_version", "安全对象版本不常见"},
    Entry{"security_object_malformed", "安全对象含有无法解析的内容"},
    Entry{"security_object_trailing_bytes", "安全对象之后有多余的数据"},
    Entry{"hash_entry_malformed", "摘要列表中有无法解析的条目"},
    Entry{"hash_unreadable", "数据组的摘要无法解析"},
    Entry{"signed_attributes_incomplete", "缺少必需的签名属性"},
    Entry{"signed_attributes_unreadable", "签名属性无法解析"},
    Entry{"ef_com_malformed", "EF.COM 含有无法解析的内容"},
    Entry{"dg1_element_malformed", "DG1 含有无法解析的内容"},
    Entry{"dg2_element_malformed", "DG2 含有无法解析的内容"},
    Entry{"dg13_element_malformed", "DG13 含有无法解析的内容"},
    Entry{"dg14_malformed", "DG14 无法解析"},
    Entry{"dg14_entry_malformed", "DG14 有无法解析的条目"},
    Entry{"dg15_trailing_bytes", "DG15 有多余的数据"},
    Entry{"card_access_entry_malformed", "EF.CardAccess 有无法解析的条目"},
    Entry{"mrz_character", "机读区含有不允许的字符"},
    Entry{"mrz_chinese_name", "机读区的中文姓名无法解码"},
    Entry{"check_digit_rule_unknown", "有校验位的规则未公开"},
    Entry{"face_record_length", "人像记录的长度有误"},
    Entry{"tag_list_missing", "缺少标签列表"},
    Entry{"element_malformed", "有无法解析的数据元素"},
    Entry{"empty_element", "有空的数据元素"},
    Entry{"repeated_element", "有重复的数据元素"},
    Entry{"short_date", "日期的格式不合标准"},
    Entry{"card_access_mismatch", "EF.CardAccess 与签名不符"},
    Entry{"card_access_unconfirmed", "EF.CardAccess 未证实"},
    Entry{"chip_key_not_verified", "芯片密钥未证实"},
    Entry{"active_authentication_failed", "主动认证失败"},
    Entry{"chip_authentication_failed", "芯片认证失败"},
    Entry{"pace_cam_failed", "PACE-CAM 失败"},
    Entry{"sam_reader_not_trusted", "读卡器的安全模块不受信任"},
    // Readers and their cards.
    Entry{"empty", "空"},
    Entry{"card", "有卡"},
    Entry{"reading", "读取中"},
    Entry{"unresponsive", "无响应"},
    Entry{"contact", "接触式"},
    Entry{"contactless", "非接触式"},
    Entry{"emrtd", "机读旅行证件"},
    Entry{"cn_id_sam", "中国身份证件（经安全模块）"},
    Entry{"cn_id_bare", "中国身份证件（需安全模块）"},
    // The daemon.
    Entry{"ok", "正常"},
    Entry{"degraded", "降级"},
    Entry{"connected", "已连接"},
    Entry{"unavailable", "不可用"},
    Entry{"denied", "被拒绝"},
    // Comparisons.
    Entry{"same", "相同"},
    Entry{"different", "不同"},
    Entry{"not_comparable", "无法比较"},
    Entry{"transliterated", "经转写"},
    Entry{"other_order", "顺序不同"},
    Entry{"other_division", "分隔不同"},
    Entry{"truncated", "被截断"},
    Entry{"abbreviated", "被缩写"},
    Entry{"previous_number", "曾用号码"},
    Entry{"long_term", "长期"},
    Entry{"nationality_changed", "国籍已变更"},
    Entry{"no_value", "没有值"},
    Entry{"not_read", "未读取"},
    Entry{"different_scripts", "文字不同"},
    Entry{"incomplete", "不完整"},
    Entry{"century_unknown", "世纪不明"},
    Entry{"different_documents", "证件不同"},
};

/// English words that the code does not have.
struct Name {
    std::string_view code;
    std::string_view en;
};

constexpr std::array names{
    Name{"resident_id_card", "Resident Identity Card"},
    Name{"hmt_residence_permit", "Residence Permit for Hong Kong, Macao and Taiwan Residents"},
    Name{"permanent_resident_card", "Foreign Permanent Resident ID Card"},
    Name{"hk_macao_exit_permit", "Exit-Entry Permit for Travelling to and from Hong Kong and Macao"},
    Name{"taiwan_exit_permit", "Exit-Entry Permit for Travelling to and from Taiwan"},
    Name{"home_return_permit", "Mainland Travel Permit for Hong Kong and Macao Residents"},
    Name{"home_return_permit_non_chinese",
         "Mainland Travel Permit for Hong Kong and Macao Residents (non-Chinese citizens)"},
    Name{"taiwan_compatriot_permit", "Mainland Travel Permit for Taiwan Residents"},
};

}  // namespace

PersonalText words(std::string_view code, Language language) {
    if (language == Language::chinese) {
        const auto* const found = std::ranges::find(entries, code, &Entry::code);
        if (found != entries.end()) return PersonalText{found->zh};
    }
    const auto* const name = std::ranges::find(names, code, &Name::code);
    if (language == Language::english && name != names.end()) return PersonalText{name->en};
    PersonalText text = printable(code);
    std::ranges::replace(text, '_', ' ');
    return text;
}

}  // namespace fivestar::cli
