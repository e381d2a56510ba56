// SPDX-License-Identifier: Apache-2.0
#include "cli/evidence_file.hpp"

#include "cli/json.hpp"
#include "crypto/asn1/object_identifier.hpp"
#include "crypto/base/text.hpp"
#include "crypto/primitives/digest.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <limits>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace fivestar::cli {
namespace {

namespace json = boost::json;
using identity::Evidence;

constexpr std::uint32_t known_version = 1;
constexpr std::size_t key_id_characters = 64;
constexpr std::size_t text_octets = 256;  // of the record that a security module reads

PersonalBytes taken(Bytes octets) {
    PersonalBytes personal{ByteView{octets}};
    zeroize(octets.data(), octets.size());
    return personal;
}

/// Reads a JSON object member by member, in a fixed order. A fault is never cleared.
class MemberReader {
  public:
    /// Borrows the value. Anything but an object is a fault.
    explicit MemberReader(const json::value& value) : object_(value.if_object()), good_(object_ != nullptr) {}

    /// Takes the next member, which must have this name; else a fault, and a null value.
    const json::value& take(std::string_view name) {
        static const json::value null;
        if (!good_ || next_ == object_->size()) {
            good_ = false;
            return null;
        }
        const auto& member = *(object_->begin() + static_cast<std::ptrdiff_t>(next_));
        if (std::string_view{member.key()} != name) {
            good_ = false;
            return null;
        }
        ++next_;
        return member.value();
    }

    // Each takes the next member, which must have this type and must not be empty or null; else a fault.

    std::string_view text(std::string_view name) { return text_of(take(name)); }
    /// Empty for null.
    std::string_view text_or_null(std::string_view name) {
        const json::value& value = take(name);
        return value.is_null() ? std::string_view{} : text_of(value);
    }
    bool boolean(std::string_view name) {
        const bool* value = take(name).if_bool();
        good_ = good_ && value != nullptr;
        return value != nullptr && *value;
    }
    std::uint32_t number(std::string_view name) {
        const std::int64_t* value = take(name).if_int64();
        if (value == nullptr || *value < 0 || *value > std::numeric_limits<std::uint32_t>::max()) {
            good_ = false;
            return 0;
        }
        return static_cast<std::uint32_t>(*value);
    }
    const json::array& array(std::string_view name, std::size_t longest) {
        static const json::array none;
        const auto* array = take(name).if_array();
        if (array == nullptr || array->size() > longest) {
            good_ = false;
            return none;
        }
        return *array;
    }
    /// Takes base64 exactly as `to_base64` writes it; empty for null.
    Bytes octets_or_null(std::string_view name) {
        const std::string_view text = text_or_null(name);
        auto octets = from_base64(text);
        std::string again = octets ? to_base64(*octets) : std::string{};
        good_ = good_ && octets && again == text;
        zeroize(again.data(), again.size());
        return octets ? std::move(*octets) : Bytes{};
    }
    Bytes octets(std::string_view name) {
        Bytes octets = octets_or_null(name);
        good_ = good_ && !octets.empty();
        return octets;
    }

    void fault() { good_ = false; }
    /// True if there was no fault and no member is left.
    [[nodiscard]] bool finished() const { return good_ && next_ == object_->size(); }

  private:
    std::string_view text_of(const json::value& value) {
        const auto* text = value.if_string();
        if (text != nullptr && !text->empty()) return {text->data(), text->size()};
        good_ = false;
        return {};
    }

    const json::object* object_;
    std::size_t next_ = 0;
    bool good_;
};

/// The enumerator with that name.
template <class Names>
auto named(std::string_view text, const Names& names, MemberReader& reader) {
    const auto found = names.find(text);
    if (!found) reader.fault();
    return found.value_or(typename Names::Enum{});
}

/// `2026-01-31T23:59:59Z`, from 1970 to 2200: in 2262 the clock's nanoseconds end.
std::optional<WallTime> instant(std::string_view text) {
    constexpr std::string_view form = "0000-00-00T00:00:00Z";
    if (text.size() != form.size()) return std::nullopt;
    for (std::size_t at = 0; at < form.size(); ++at) {
        const bool digit = text[at] >= '0' && text[at] <= '9';
        if (form[at] == '0' ? !digit : text[at] != form[at]) return std::nullopt;
    }
    const auto number = [&](std::size_t at, std::size_t digits) {
        int value = 0;
        std::from_chars(text.data() + at, text.data() + at + digits, value);
        return value;
    };
    const std::chrono::year_month_day date{std::chrono::year{number(0, 4)},
                                           std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                           std::chrono::day{static_cast<unsigned>(number(8, 2))}};
    const int hours = number(11, 2);
    const int minutes = number(14, 2);
    const int seconds = number(17, 2);
    const bool countable = number(0, 4) >= 1970 && number(0, 4) <= 2200;
    if (!date.ok() || !countable || hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
    return WallTime{std::chrono::sys_days{date}} + std::chrono::hours{hours} + std::chrono::minutes{minutes} +
           std::chrono::seconds{seconds};
}

bool is_word(std::string_view text) {
    return text.size() <= max_evidence_word && std::ranges::all_of(text, [](char character) {
               return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') ||
                      character == '_' || character == '-';
           });
}

/// Reads a statement into evidence; false after any fault.
class StatementReader {
  public:
    explicit StatementReader(const json::value& statement) : reader_(statement) {}

    bool read(Evidence& evidence) {
        if (reader_.text("format") != "fivestar-evidence" || reader_.number("version") != known_version) return false;
        const auto read_at = instant(reader_.text("read_at"));
        if (!read_at) return false;
        evidence.read_at = *read_at;
        evidence.profile = named(reader_.text("profile"), identity::profile_names, reader_);
        if (!read_verification(reader_.take("verification"), evidence)) return false;
        evidence.access_method = evidence.claimed[identity::CheckName::access].method;
        Bytes card_access = reader_.octets_or_null("card_access");
        if (!card_access.empty()) evidence.card_access = std::move(card_access);
        evidence.card_security = reader_.octets_or_null("card_security");
        evidence.security_object = reader_.octets_or_null("security_object");
        evidence.digest = named(reader_.text("digest"), crypto::digest_names, reader_);
        for (const json::value& group : reader_.array("data_groups", max_evidence_groups)) {
            if (!read_group(group, evidence)) return false;
        }
        evidence.signer_certificate = reader_.octets_or_null("signer_certificate");
        evidence.anchor_certificate = reader_.octets_or_null("anchor_certificate");
        return read_mapping(reader_.take("pace_chip_authentication_mapping"), evidence) &&
               read_chip(reader_.take("chip_authentication"), evidence) &&
               read_active(reader_.take("active_authentication"), evidence) &&
               read_module(reader_.take("module"), evidence) && reader_.finished();
    }

  private:
    static std::string_view word(std::string_view text, MemberReader& reader) {
        if (!is_word(text)) reader.fault();
        return text;
    }

    static bool read_verification(const json::value& value, Evidence& evidence) {
        MemberReader members{value};
        evidence.claimed_verdict = named(members.text("verdict"), identity::verdict_names, members);
        // The number of a security module has capitals and points.
        const std::string_view sam_id = members.text_or_null("sam_id");
        if (sam_id.size() > max_evidence_word) return false;
        if (!sam_id.empty()) evidence.claimed.sam_id = sam_id;
        const json::array& checks = members.array("checks", identity::check_count);
        if (checks.size() != identity::check_count) return false;
        for (std::size_t at = 0; at < identity::check_count; ++at) {
            if (!read_check(checks[at], evidence.claimed[static_cast<identity::CheckName>(at)])) return false;
        }
        evidence.claimed.chip_authenticity_offered = members.boolean("chip_authenticity_offered");
        return members.finished();
    }

    static bool read_check(const json::value& value, identity::Check& check) {
        MemberReader members{value};
        if (members.text("name") != identity::to_string(check.name)) return false;
        check.outcome = named(members.text("outcome"), outcome_names, members);
        check.method = word(members.text_or_null("method"), members);
        check.reason = identity::ReasonCode::parse(word(members.text_or_null("reason"), members));
        if (check.outcome == Outcome::passed && !check.reason.empty()) return false;
        if (check.outcome == Outcome::failed && check.reason.empty()) return false;
        for (const json::value& finding : members.array("findings", max_evidence_findings)) {
            const auto* text = finding.if_string();
            if (text == nullptr || text->empty()) return false;
            check.findings.push_back(identity::ReasonCode::parse(word({text->data(), text->size()}, members)));
        }
        if (check.name == identity::CheckName::data_group_hashes) {
            for (const json::value& number : members.array("data_groups", max_evidence_groups)) {
                const std::int64_t* group = number.if_int64();
                if (group == nullptr || *group < 1 || *group > identity::last_data_group) return false;
                check.data_groups.push_back(static_cast<std::uint8_t>(*group));
            }
        }
        if (check.name == identity::CheckName::certificate_validity) {
            const std::string_view at_signing = members.text_or_null("at_signing");
            if (!at_signing.empty()) check.at_signing = named(at_signing, outcome_names, members);
        }
        return members.finished();
    }

    static bool read_group(const json::value& value, Evidence& evidence) {
        MemberReader members{value};
        const std::uint32_t number = members.number("number");
        const auto state = identity::file_state_names.find(members.text("state"));
        if (number < 1 || number > identity::last_data_group || !state) return false;
        // In ascending order, without duplicates.
        if (!evidence.groups.empty() && evidence.groups.back().number >= number) return false;
        auto& group = evidence.groups.emplace_back(static_cast<identity::DataGroupNumber>(number), *state);
        group.digest = members.octets_or_null("digest");
        Bytes octets = members.octets_or_null("octets");
        if (!octets.empty()) group.octets = taken(std::move(octets));
        return members.finished();
    }

    static bool read_mapping(const json::value& value, Evidence& evidence) {
        if (value.is_null()) return true;
        MemberReader members{value};
        auto& mapping = evidence.mapping.emplace();
        mapping.key_id = members.number("key_id");
        mapping.mapping_key = members.octets("mapping_key");
        mapping.data = members.octets("data");
        return members.finished();
    }

    static bool read_chip(const json::value& value, Evidence& evidence) {
        if (value.is_null()) return true;
        MemberReader members{value};
        auto protocol = crypto::oid_value(members.text("protocol"));
        if (!protocol) return false;
        evidence.chip_authentication = std::move(*protocol);
        return members.finished();
    }

    static bool read_active(const json::value& value, Evidence& evidence) {
        if (value.is_null()) return true;
        MemberReader members{value};
        auto& active = evidence.active_authentication.emplace();
        const Bytes nonce = members.octets("nonce");
        const Bytes challenge = members.octets("challenge");
        if (nonce.size() != active.nonce.size() || challenge.size() != active.challenge.size()) return false;
        std::ranges::copy(nonce, active.nonce.begin());
        std::ranges::copy(challenge, active.challenge.begin());
        active.signature = members.octets_or_null("signature");
        return members.finished();
    }

    static bool read_module(const json::value& value, Evidence& evidence) {
        if (value.is_null()) return true;
        MemberReader members{value};
        auto& module = evidence.module.emplace();
        Bytes text = members.octets_or_null("text");
        if (!text.empty() && text.size() != text_octets) return false;
        if (!text.empty()) module.text = taken(std::move(text));
        return members.finished();
    }

    MemberReader reader_;
};

/// True if the text is what a daemon writes: no white space, no duplicate members, no other escapes.
bool is_exact(const json::value& value, std::string_view text) {
    std::string again = json::serialize(value);
    const bool same = again == text;
    zeroize(again.data(), again.size());
    return same;
}

}  // namespace

Result<Evidence> parse_statement(std::string_view text) {
    if (text.size() > max_evidence_octets) return fail(ErrorCode::limit_exceeded);
    const auto value = parse_json(text);
    if (!value || !is_exact(*value, text)) return fail(ErrorCode::malformed);
    const json::value& version = at(*value, "/version");
    if (version.is_int64() && version != known_version) return fail(ErrorCode::unsupported);
    Evidence evidence;
    if (!StatementReader{*value}.read(evidence)) return fail(ErrorCode::malformed);
    return evidence;
}

Result<EvidenceFile> parse_evidence_file(std::string_view text) {
    if (text.size() > max_evidence_octets) return fail(ErrorCode::limit_exceeded);
    const auto value = parse_json(text);
    if (!value) return fail(ErrorCode::malformed);
    const json::value& version = at(*value, "/version");
    if (version.is_int64() && version != known_version) return fail(ErrorCode::unsupported);
    // Another program may have stored this part with its members in another order.
    const auto* members = value->if_object();
    const json::value& signature = at(*value, "/signature");
    if (members == nullptr || members->size() != 3 || version != known_version || !members->contains("signature")) {
        return fail(ErrorCode::malformed);
    }
    PersonalText statement{text_at(*value, "/statement")};
    auto evidence = parse_statement(statement.view());
    if (!evidence) return std::unexpected{evidence.error()};
    EvidenceFile file{std::move(*evidence), std::move(statement)};
    if (signature.is_null()) return file;
    auto octets = from_base64(text_at(signature, "/value"));
    file.signature.emplace(std::string{text_at(signature, "/key")}, octets ? std::move(*octets) : Bytes{});
    const bool complete = signature.is_object() && signature.get_object().size() == 3 &&
                          text_at(signature, "/algorithm") == "ecdsa-sha256" &&
                          file.signature->key.size() == key_id_characters && !file.signature->value.empty();
    if (!complete) return fail(ErrorCode::malformed);
    return file;
}

}  // namespace fivestar::cli
