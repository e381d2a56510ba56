// SPDX-License-Identifier: Apache-2.0
#include "identity/verification/consistency.hpp"

#include "identity/chinese_name.hpp"
#include "identity/country.hpp"
#include "identity/date.hpp"
#include "identity/names.hpp"

namespace fivestar::identity {
namespace {

/// `YYMMDD` with fillers for unknown parts, against a whole date.
bool printed_date_fits(std::string_view printed, Date date) {
    const auto number = static_cast<unsigned>(static_cast<int>(date.year()) % 100) * 10000 +
                        static_cast<unsigned>(date.month()) * 100 + static_cast<unsigned>(date.day());
    bool fits = printed.size() == 6;
    unsigned rest = number;
    for (std::size_t at = printed.size(); fits && at-- > 0; rest /= 10) {
        fits = printed[at] == '<' || printed[at] == static_cast<char>('0' + rest % 10);
    }
    return fits;
}

bool sexes_contradict(Sex a, Sex b) {
    const auto told = [](Sex sex) { return sex == Sex::female || sex == Sex::male; };
    return told(a) && told(b) && a != b;
}

class Comparison {
  public:
    explicit Comparison(Check& check) : check_(check) {}

    void demand(bool agree, Reason reason) {
        compared_ = true;
        if (!agree) check_.report(reason);
    }
    void demand(std::optional<bool> agree, Reason reason) {
        if (agree) demand(*agree, reason);
    }
    void conclude() {
        if (compared_) {
            check_.pass();
        } else {
            check_.report(Reason::nothing_to_compare);
        }
    }

  private:
    Check& check_;
    bool compared_ = false;
};

void compare(const Mrz& mrz, const Dg11& dg11, Comparison& comparison) {
    if (dg11.primary) {
        const PersonalText full = join_names(dg11.primary->view(), dg11.secondary ? dg11.secondary->view() : "");
        const PersonalText printed = join_names(mrz.primary.view(), mrz.secondary.view());
        comparison.demand(same_names(printed.view(), full.view(), mrz.truncated), Reason::dg1_dg11_names);
    }
    if (dg11.birth_date) {
        comparison.demand(printed_date_fits(mrz.birth_date_printed.view(), *dg11.birth_date),
                          Reason::dg1_dg11_birth_date);
    }
}

void compare(const Mrz& mrz, const NationalText& text, Comparison& comparison) {
    if (text.english_name) {
        const PersonalText printed = join_names(mrz.primary.view(), mrz.secondary.view());
        comparison.demand(same_names(printed.view(), text.english_name->view(), mrz.truncated), Reason::dg1_dg13_names);
    }
    if (text.birth_date) {
        comparison.demand(printed_date_fits(mrz.birth_date_printed.view(), *text.birth_date),
                          Reason::dg1_dg13_birth_date);
    }
    if (text.valid_until) {
        comparison.demand(printed_date_fits(mrz.expiry_date_printed.view(), *text.valid_until),
                          Reason::dg1_dg13_expiry_date);
    }
    if (text.nationality) {
        comparison.demand(icao_code(mrz.nationality.view()) == icao_code(text.nationality->view()),
                          Reason::dg1_dg13_nationality);
    }
    if (text.number) comparison.demand(mrz.document_number.view() == text.number->view(), Reason::dg1_dg13_number);
    comparison.demand(!sexes_contradict(mrz.sex, text.sex), Reason::dg1_dg13_sex);
}

void compare(const Dg11& dg11, const NationalText& text, Comparison& comparison) {
    if (dg11.primary) {
        const std::string_view secondary = dg11.secondary ? dg11.secondary->view() : "";
        if (text.chinese_name && has_han(dg11.primary->view())) {
            PersonalText name = dg11.primary->clone();
            name.append(secondary);
            comparison.demand(same_chinese_names(name.view(), text.chinese_name->view()), Reason::dg11_dg13_names);
        } else if (text.english_name) {
            const PersonalText full = join_names(dg11.primary->view(), secondary);
            comparison.demand(same_names(full.view(), text.english_name->view(), false), Reason::dg11_dg13_names);
        }
    }
    if (dg11.birth_date && text.birth_date) {
        comparison.demand(*dg11.birth_date == *text.birth_date, Reason::dg11_dg13_birth_date);
    }
}

void compare(const NationalText& text, Comparison& comparison) {
    if (text.valid_from && text.valid_until)
        comparison.demand(*text.valid_from <= *text.valid_until, Reason::text_validity);
    if (text.valid_from && text.birth_date) {
        comparison.demand(*text.birth_date <= *text.valid_from, Reason::text_issue_before_birth);
    }
}

CardNumberKind kind_of_number(NationalTextKind kind) {
    switch (kind) {
        case NationalTextKind::hmt:
            return CardNumberKind::hmt_18;
        case NationalTextKind::permanent_resident_2017:
            return CardNumberKind::permanent_resident_15;
        case NationalTextKind::permanent_resident_2023:
            return CardNumberKind::permanent_resident_18;
        case NationalTextKind::citizen:
            break;
    }
    return CardNumberKind::citizen_18;
}

void compare(const CardNumber& number, const NationalText& text, Comparison& comparison) {
    comparison.demand(number.kind == kind_of_number(text.kind), Reason::number_kind);
    if (number.birth_date && text.birth_date) {
        comparison.demand(*number.birth_date == *text.birth_date, Reason::number_birth_date);
    }
    if (number.kind == CardNumberKind::permanent_resident_15 && text.number && text.birth_date) {
        comparison.demand(printed_date_fits(text.number->view().substr(7, 6), *text.birth_date),
                          Reason::number_birth_date);
    }
    if (number.sex) comparison.demand(!sexes_contradict(*number.sex, text.sex), Reason::number_sex);
    if (number.first_nationality && text.nationality) {
        comparison.demand(number.first_nationality->view() == icao_code(text.nationality->view()),
                          Reason::number_nationality);
    }
}

}  // namespace

void check_mrz(const DocumentGroups& groups, Check& check) {
    if (!groups.mrz) return check.report(Reason::no_mrz);
    for (const Reason fault : groups.mrz->faults) check.report(fault);
    check.pass();
}

void check_number(const std::optional<CardNumber>& number, Check& check) {
    if (!number) return check.report(Reason::no_card_number);
    for (const Reason fault : number->faults) check.report(fault);
    check.pass();
}

void check_consistency(const DocumentGroups& groups, const std::optional<CardNumber>& number, Check& check) {
    Comparison comparison{check};
    if (groups.mrz && groups.dg11) compare(*groups.mrz, *groups.dg11, comparison);
    if (groups.mrz && groups.dg12 && groups.mrz->expiry_date && groups.dg12->issue_date) {
        comparison.demand(*groups.dg12->issue_date <= *groups.mrz->expiry_date, Reason::dg1_dg12_issue_date);
    }
    if (groups.text) {
        if (groups.mrz) compare(*groups.mrz, *groups.text, comparison);
        if (groups.dg11) compare(*groups.dg11, *groups.text, comparison);
        if (groups.dg12 && groups.dg12->issue_date && groups.text->valid_from) {
            comparison.demand(*groups.dg12->issue_date == *groups.text->valid_from, Reason::dg12_dg13_issue_date);
        }
        compare(*groups.text, comparison);
        if (number) compare(*number, *groups.text, comparison);
    }
    comparison.conclude();
    for (const Reason finding : groups.findings) check.report(finding);
}

}  // namespace fivestar::identity
