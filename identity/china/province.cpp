// SPDX-License-Identifier: Apache-2.0
#include "identity/china/province.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace fivestar::identity {
namespace {

constexpr std::array<Province, 34> provinces{{
    {"11", "北京市", "Beijing"},
    {"12", "天津市", "Tianjin"},
    {"13", "河北省", "Hebei"},
    {"14", "山西省", "Shanxi"},
    {"15", "内蒙古自治区", "Inner Mongolia"},
    {"21", "辽宁省", "Liaoning"},
    {"22", "吉林省", "Jilin"},
    {"23", "黑龙江省", "Heilongjiang"},
    {"31", "上海市", "Shanghai"},
    {"32", "江苏省", "Jiangsu"},
    {"33", "浙江省", "Zhejiang"},
    {"34", "安徽省", "Anhui"},
    {"35", "福建省", "Fujian"},
    {"36", "江西省", "Jiangxi"},
    {"37", "山东省", "Shandong"},
    {"41", "河南省", "Henan"},
    {"42", "湖北省", "Hubei"},
    {"43", "湖南省", "Hunan"},
    {"44", "广东省", "Guangdong"},
    {"45", "广西壮族自治区", "Guangxi"},
    {"46", "海南省", "Hainan"},
    {"50", "重庆市", "Chongqing"},
    {"51", "四川省", "Sichuan"},
    {"52", "贵州省", "Guizhou"},
    {"53", "云南省", "Yunnan"},
    {"54", "西藏自治区", "Tibet"},
    {"61", "陕西省", "Shaanxi"},
    {"62", "甘肃省", "Gansu"},
    {"63", "青海省", "Qinghai"},
    {"64", "宁夏回族自治区", "Ningxia"},
    {"65", "新疆维吾尔自治区", "Xinjiang"},
    {"71", "台湾省", "Taiwan"},
    {"81", "香港特别行政区", "Hong Kong"},
    {"82", "澳门特别行政区", "Macao"},
}};

}  // namespace

const Province* province(std::string_view code) {
    const auto found = std::ranges::find(provinces, code, &Province::code);
    return found != provinces.end() ? &*found : nullptr;
}

CodedValue place_of_four_digits(PersonalText code) {
    const Province* const found =
        code.size() == 4 && code.view().ends_with("00") ? province(code.view().substr(0, 2)) : nullptr;
    CodedValue place;
    if (found != nullptr) place = coded_value(*found);
    place.code = std::move(code);
    return place;
}

CodedValue coded_value(const Province& province) {
    return {PersonalText{province.code}, PersonalText{province.zh}, PersonalText{province.en}};
}

}  // namespace fivestar::identity
