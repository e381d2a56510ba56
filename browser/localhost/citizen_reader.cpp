// SPDX-License-Identifier: Apache-2.0
#include "browser/localhost/citizen_reader.hpp"

#include "browser/host/answer.hpp"
#include "browser/host/bridge.hpp"
#include "browser/host/json_memory.hpp"
#include "crypto/base/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>
#include <utility>

#include <boost/json/object.hpp>

namespace fivestar::browser {
namespace {

constexpr std::size_t max_json_depth = 16;
constexpr std::uint32_t exchange_milliseconds = 30'000;
constexpr unsigned next_card_seconds = 120;  // the daemon's limit

/// The texts of problems that are not the daemon's. Those of the page's library are the same (problem_texts.ts).
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> own_texts{{
    {"not_genuine", "证件核验不通过"},
    {"reader_refused", "此网站无权使用该读卡器"},
    {"field_refused", "此网站无权获取该字段"},
    {"several_readers", "有多个读卡器可用，请指定一个"},
    {"answer_too_large", "回答过大，浏览器无法接收"},
    {"daemon_unreachable", "读卡服务未运行"},
    {"daemon_refused", "读卡服务不接受网页访问，请联系管理员"},
    {"daemon_lost", "读卡服务在回答前中断"},
    {"daemon_silent", "读卡服务未及时响应"},
}};

ReadProblem own_problem(std::string_view code) {
    const auto* const found = std::ranges::find(own_texts, code, [](const auto& pair) { return pair.first; });
    return {std::string{code}, std::string{found == own_texts.end() ? "读卡失败" : found->second}};
}

/// A text in nested objects; empty if there is none.
std::string_view text_at(const boost::json::value& value, std::initializer_list<std::string_view> path) {
    const boost::json::value* at = &value;
    for (const std::string_view name : path) {
        const auto* const object = at->if_object();
        at = object == nullptr ? nullptr : object->if_contains({name.data(), name.size()});
        if (at == nullptr) return {};
    }
    const auto* const text = at->if_string();
    return text == nullptr ? std::string_view{} : view_of(*text);
}

/// Takes the last answer of a read, apart from the record.
class LastAnswer final : public Answers {
  public:
    void send(std::string_view type, std::string_view data) override {
        if (type != "result" && type != "problem") return;
        is_result_ = type == "result";
        if (auto parsed = parse_json(data, max_json_depth)) value_.emplace(std::move(*parsed));
    }
    [[nodiscard]] std::string_view text(std::initializer_list<std::string_view> path) const {
        return value_ ? text_at(*value_, path) : std::string_view{};
    }
    /// Nothing if it is a result.
    [[nodiscard]] std::expected<void, ReadProblem> problem() const {
        if (is_result_) return {};
        const std::string_view code = text({"code"});
        const std::string_view title = text({"title"});
        if (title.empty()) return std::unexpected{own_problem(code.empty() ? "host_failed" : code)};
        return std::unexpected{ReadProblem{std::string{code}, std::string{title}}};
    }

  private:
    std::optional<boost::json::value> value_;
    bool is_result_ = false;
};

}  // namespace

std::string_view Citizen::text(std::string_view name) const {
    return name == "portrait" ? portrait.view() : text_at(view, {name});
}

std::expected<client::Response, ReadProblem> CitizenReader::exchange(const char* method, const std::string& target,
                                                                     const char* accept) {
    fivestar_request request = client::request_for(method, target.c_str());
    request.accept = accept;
    request.timeout_milliseconds = exchange_milliseconds;
    auto response = connection_.send(request);
    if (!response) return std::unexpected{own_problem(refusal_names[refusal_of(response.error())])};
    return std::move(*response);
}

std::expected<Citizen, ReadProblem> CitizenReader::citizen_of(const std::string& read) {
    const auto viewed = exchange("GET", "/v1/reads/" + read + "?view=citizen");
    if (!viewed) return std::unexpected{viewed.error()};
    auto body = parse_json(viewed->body(), max_json_depth);
    if (!body) return std::unexpected{own_problem("host_failed")};
    if (viewed->status() != 200) {
        return std::unexpected{
            ReadProblem{std::string{text_at(*body, {"code"})}, std::string{text_at(*body, {"title"})}}};
    }
    auto* const view = body->if_object() == nullptr ? nullptr : body->as_object().if_contains("citizen");
    if (view == nullptr) return std::unexpected{own_problem("host_failed")};
    Citizen citizen{.view = std::move(*view)};  // a copy would not be zeroized
    const auto portrait = exchange("GET", "/v1/reads/" + read + "/portrait", "image/jpeg");
    if (!portrait) return std::unexpected{portrait.error()};
    // Without 200 there is none, or its format needs a licensed decoder.
    if (portrait->status() == 200) {
        std::string text = to_base64(as_bytes(portrait->body()));
        citizen.portrait.append(text);
        zeroize(text.data(), text.size());
    }
    return citizen;
}

std::expected<Citizen, ReadProblem> CitizenReader::read(const OriginRule& rule, const std::vector<std::string>& fields,
                                                        bool waits_for_next) {
    PageRequest request{.operation = Operation::read, .language = "zh", .fields = fields};
    request.waits_for_next = waits_for_next;
    if (waits_for_next) request.wait_seconds = next_card_seconds;
    Consent nobody;  // the origin needs none
    LastAnswer answer;
    std::ignore = Bridge{connection_, nobody, std::chrono::milliseconds{0}}.carry_out(request, rule, answer);
    if (const auto done = answer.problem(); !done) return std::unexpected{done.error()};
    const std::string id{answer.text({"id"})};
    const std::string_view verdict = answer.text({"verification", "verdict"});
    auto citizen = citizen_of(id);
    // The page has what it needs; nobody can ask for the read again.
    std::ignore = exchange("DELETE", "/v1/reads/" + id);
    if (citizen && verdict != "genuine" && verdict != "unverified") return std::unexpected{own_problem("not_genuine")};
    return citizen;
}

}  // namespace fivestar::browser
