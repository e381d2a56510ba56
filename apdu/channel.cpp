#include "apdu/channel.hpp"

#include <utility>

namespace fivestar::apdu {
namespace {

bool is_complete(const Response& response, const Command& command) {
    return response.sw.success() && response.data.size() == command.le;
}

}  // namespace

Answers Channel::transmit_all(std::span<const Command> commands, const Arrival& arrived) {
    Answers answers;
    for (const Command& command : commands) {
        auto response = transmit(command);
        if (!response) {
            answers.error = response.error();
            break;
        }
        answers.responses.push_back(std::move(*response));
        if (!is_complete(answers.responses.back(), command)) break;
        if (arrived) arrived(answers.responses.size());
    }
    return answers;
}

}  // namespace fivestar::apdu
