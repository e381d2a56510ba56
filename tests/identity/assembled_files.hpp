// SPDX-License-Identifier: Apache-2.0
// Records that are assembled from files of a card.
#pragma once

#include "crypto/tlv/writer.hpp"
#include "identity/assemble.hpp"

namespace fivestar::identity {

inline constexpr auto assembly_day = std::chrono::year{2026} / 6 / 15;

struct File {
    DataGroupNumber number;
    Bytes octets;
};

struct Assembled {
    IdentityRecord record;
    Verification verification;
};

inline Assembled assemble_files(const std::vector<File>& files, Profile profile) {
    std::vector<DataGroupFile> groups;
    groups.reserve(files.size());
    for (const File& file : files) groups.push_back({file.number, FileState::read, file.octets});
    Assembled result;
    result.record = assemble(decode_groups(groups, profile, assembly_day), result.verification);
    return result;
}

inline Bytes dg1(std::string_view zone) {
    return tlv::encode(0x61, tlv::encode(0x5F1F, as_bytes(zone)));
}

inline Bytes details(tlv::Tag outer, const std::vector<std::pair<tlv::Tag, std::string_view>>& elements) {
    tlv::Writer content;
    Bytes listed;
    for (const auto& [tag, value] : elements) {
        listed.push_back(static_cast<std::uint8_t>(tag >> 8));
        listed.push_back(static_cast<std::uint8_t>(tag));
    }
    content.add(0x5C, listed);
    for (const auto& [tag, value] : elements) content.add(tag, as_bytes(value));
    return tlv::encode(outer, content.view());
}

inline const std::string_view passport =
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F3404159ZE184226B<<<<<16";

inline Bytes five_star_dg1() {
    return dg1("IRCHN931586198<0010100288<<<<<8001014F3308073PAK<<<<<<<<<<<2ZHENGJIAN<<YANGBEN<ZHENG<J<Y<B");
}

}  // namespace fivestar::identity
