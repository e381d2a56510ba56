// SPDX-License-Identifier: Apache-2.0
#include "browser/host/answer.hpp"

#include "client/json_document.hpp"

#include <string>

namespace fivestar::browser {

void ExtensionAnswers::send(std::string_view type, std::string_view data) {
    PersonalText message;
    message.reserve(data.size() + type.size() + 64);
    message.append(R"({"id":)");
    message.append(std::to_string(id_));
    message.append(R"(,"type":)");
    client::append_json_string(message, type);
    message.append(R"(,"data":)");
    message.append(data);
    message.push_back('}');
    const bool is_last = type == "result" || type == "problem";
    if (is_last && is_running_ != nullptr) *is_running_ = false;
    const auto written = writer_->write(message.view());
    if (!written && written.error().code == ErrorCode::limit_exceeded) refuse(Refusal::answer_too_large);
}

void Answers::refuse(Refusal refusal, std::string_view member, std::string_view value) {
    PersonalText data;
    data.append(R"({"code":)");
    client::append_json_string(data, refusal_names[refusal]);
    if (!member.empty()) {
        data.push_back(',');
        client::append_json_string(data, member);
        data.push_back(':');
        client::append_json_string(data, value);
    }
    data.push_back('}');
    send("problem", data.view());
}

}  // namespace fivestar::browser
