// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/read_run.hpp"

#include <utility>

namespace fivestar::daemon {

ReadRun::ReadRun(CardReader reader, ReadRequest request, EarlyRecordRenderer early_record, std::function<void()> wake)
    : reader_(std::move(reader)),
      request_(std::move(request)),
      early_record_(std::move(early_record)),
      wake_(std::move(wake)) {}

Job ReadRun::job(JobLimits limits) {
    const auto self = shared_from_this();
    return {.work = [self](apdu::CardConnection& connection,
                           JobContext& context) { return self->work(connection, context); },
            .done = [self](const Result<void>& result) { self->done(result); },
            .limits = limits};
}

ReadUpdates ReadRun::take() {
    const std::lock_guard lock{mutex_};
    ReadUpdates next{.started = updates_.started};
    return std::exchange(updates_, std::move(next));
}

std::optional<ErrorCode> ReadRun::work(apdu::CardConnection& connection, JobContext& context) {
    {
        const std::lock_guard lock{mutex_};
        updates_.started = true;
    }
    wake_();
    auto result = reader_(connection, request_, *this, context);
    const auto failure = result ? std::nullopt : std::optional{result.error().code};
    const std::lock_guard lock{mutex_};
    if (!done_) result_ = std::move(result);
    return failure;
}

void ReadRun::done(const Result<void>& result) {
    {
        const std::lock_guard lock{mutex_};
        done_ = true;
        updates_.end =
            result ? std::move(result_) : std::optional<Result<ReadOutcome>>{std::unexpected{result.error()}};
        result_.reset();
    }
    wake_();
}

void ReadRun::progress(const ReadProgress& progress) {
    if (!early_record_) return;
    {
        const std::lock_guard lock{mutex_};
        if (done_) return;
        auto& latest = updates_.latest_progress();
        const bool known = latest.has_value();
        latest = progress;
        if (known) return;  // the I/O thread was woken already
    }
    wake_();
}

void ReadRun::text_ready(const ReadOutcome& so_far) {
    if (!early_record_) return;
    std::optional<Utf8Text> text = early_record_(so_far);
    if (!text) return;
    {
        const std::lock_guard lock{mutex_};
        if (done_) return;
        updates_.record = std::move(text);
    }
    wake_();
}

}  // namespace fivestar::daemon
