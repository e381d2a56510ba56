#include "daemon/reads/read_run.hpp"

#include <utility>

namespace fivestar::daemon {

ReadRun::ReadRun(CardReader reader, ReadRequest order, EarlyAnswer early_answer, std::function<void()> wake)
    : reader_(std::move(reader)),
      order_(std::move(order)),
      early_answer_(std::move(early_answer)),
      wake_(std::move(wake)) {}

Job ReadRun::job(JobLimits limits) {
    const auto self = shared_from_this();
    return {.work = [self](apdu::CardConnection& connection,
                           JobContext& context) { return self->work(connection, context); },
            .done = [self](const Result<void>& result) { self->done(result); },
            .limits = limits};
}

ReadUpdate ReadRun::take() {
    const std::lock_guard lock{mutex_};
    ReadUpdate next{.started = update_.started};
    return std::exchange(update_, std::move(next));
}

std::string_view ReadRun::work(apdu::CardConnection& connection, JobContext& context) {
    {
        const std::lock_guard lock{mutex_};
        update_.started = true;
    }
    wake_();
    auto result = reader_(connection, order_, *this, context);
    const std::string_view outcome = result ? outcome_done : to_string(result.error().code);
    const std::lock_guard lock{mutex_};
    if (!done_) result_ = std::move(result);
    return outcome;
}

void ReadRun::done(const Result<void>& result) {
    {
        const std::lock_guard lock{mutex_};
        done_ = true;
        update_.end = result ? std::move(result_) : std::optional<Result<ReadOutcome>>{std::unexpected{result.error()}};
        result_.reset();
    }
    wake_();
}

void ReadRun::progress(const ReadProgress& progress) {
    if (!early_answer_) return;
    {
        const std::lock_guard lock{mutex_};
        if (done_) return;
        auto& latest = update_.latest_progress();
        const bool known = latest.has_value();
        latest = progress;
        if (known) return;  // the I/O thread has not yet come for what it was woken for
    }
    wake_();
}

void ReadRun::text_ready(const ReadOutcome& so_far) {
    if (!early_answer_) return;
    std::optional<PersonalText> text = early_answer_(so_far);
    if (!text) return;
    {
        const std::lock_guard lock{mutex_};
        if (done_) return;
        update_.record = std::move(text);
    }
    wake_();
}

}  // namespace fivestar::daemon
