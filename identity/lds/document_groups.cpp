// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/document_groups.hpp"

#include "identity/lds/chip_keys.hpp"
#include "identity/lds/dg1.hpp"
#include "identity/lds/dg13.hpp"
#include "identity/lds/dg2.hpp"

#include <utility>

namespace fivestar::identity {
namespace {

/// Keeps what was decoded, or the finding that it was not.
template <class T>
void keep(Result<T> decoded, std::optional<T>& in, Reason otherwise, std::vector<Reason>& findings) {
    if (decoded) {
        in = std::move(*decoded);
    } else {
        findings.emplace_back(otherwise);
    }
}

Result<void> adopt_text(ByteView cn_text, DocumentGroups& groups) {
    groups.cn_text.emplace(cn_text);
    auto text = parse_national_text(cn_text);
    if (!text) return std::unexpected{text.error()};
    groups.findings.insert(groups.findings.end(), text->findings.begin(), text->findings.end());
    groups.text = std::move(*text);
    return {};
}

void adopt_dg2(ByteView file, DocumentGroups& groups) {
    auto dg2 = parse_dg2(file);
    if (!dg2) {
        groups.findings.emplace_back(Reason::dg2_malformed);
        return;
    }
    groups.portrait = std::move(dg2->portrait);
    groups.findings.insert(groups.findings.end(), dg2->findings.begin(), dg2->findings.end());
}

void adopt_dg13(ByteView file, DocumentGroups& groups) {
    const auto cn_text = parse_dg13(file);
    if (!cn_text) {
        groups.findings.emplace_back(Reason::dg13_malformed);
        return;
    }
    if (const auto adopted = adopt_text(*cn_text, groups); !adopted) {
        const bool unknown = adopted.error().code == ErrorCode::unsupported;
        groups.findings.emplace_back(unknown ? Reason::text_unknown_kind : Reason::text_malformed);
    }
    if (has_octets_behind(file)) groups.findings.emplace_back(Reason::dg13_element_malformed);
}

}  // namespace

DocumentGroups decode_groups(std::span<const DataGroupFile> files, Profile profile, std::chrono::year_month_day today) {
    DocumentGroups groups;
    for (const DataGroupFile& file : files) {
        if (file.state != FileState::read) continue;
        switch (file.number) {
            case 1:
                keep(parse_dg1(file.octets, today), groups.mrz, Reason::dg1_malformed, groups.findings);
                break;
            case 2:
                adopt_dg2(file.octets, groups);
                break;
            case 11:
                keep(parse_dg11(file.octets), groups.dg11, Reason::dg11_malformed, groups.findings);
                break;
            case 12:
                keep(parse_dg12(file.octets, today), groups.dg12, Reason::dg12_malformed, groups.findings);
                break;
            case 13:
                if (profile != Profile::lds) break;
                adopt_dg13(file.octets, groups);
                break;
            default:
                break;
        }
    }
    if (groups.dg11) {
        groups.findings.insert(groups.findings.end(), groups.dg11->findings.begin(), groups.dg11->findings.end());
    }
    if (groups.dg12) {
        groups.findings.insert(groups.findings.end(), groups.dg12->findings.begin(), groups.dg12->findings.end());
    }
    return groups;
}

Result<DocumentGroups> decode_text(ByteView cn_text) {
    DocumentGroups groups;
    if (const auto adopted = adopt_text(cn_text, groups); !adopted) return std::unexpected{adopted.error()};
    return groups;
}

}  // namespace fivestar::identity
