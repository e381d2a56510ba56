// Answers as they were written, kept for when the same is asked again: a program may ask often, and an answer is made
// of many small pieces.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

namespace fivestar::daemon {

/// A handful of texts, the oldest of which makes room for the next. `Question` holds all that the text depends on, by
/// value or by an owner of what cannot change: equal questions have the same answer. Used on the I/O thread only.
template <class Question>
class KeptAnswers {
  public:
    static constexpr std::size_t max_texts = 4;
    static constexpr std::size_t max_size = std::size_t{64} * 1024;  ///< octets; a longer text is not kept

    /// Null if it is not there.
    [[nodiscard]] std::shared_ptr<const PersonalText> find(const Question& question) const {
        const auto found = std::ranges::find_if(kept_, [&](const Kept& each) { return each.question == question; });
        return found == kept_.end() ? nullptr : found->text;
    }

    /// `text` answers `question`, which is not there yet. Returns the text for whoever asked.
    [[nodiscard]] std::shared_ptr<const PersonalText> keep(Question question, PersonalText text) {
        auto shared = std::make_shared<const PersonalText>(std::move(text));
        if (shared->size() <= max_size) {
            kept_.at(next_) = {.question = std::move(question), .text = shared};
            next_ = (next_ + 1) % max_texts;
        }
        return shared;
    }

  private:
    struct Kept {
        std::optional<Question> question = {};
        std::shared_ptr<const PersonalText> text = {};
    };

    std::array<Kept, max_texts> kept_ = {};
    std::size_t next_ = 0;
};

}  // namespace fivestar::daemon
