// Work for later: done in order, by a thread that nobody depends on.
#include "daemon/reading/background_worker.hpp"

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

constexpr std::chrono::seconds patience{10};

/// Keeps a worker busy until it is opened.
class Gate {
  public:
    explicit Gate(daemon::BackgroundWorker& worker) {
        worker.post([this] {
            reached_.set_value();
            opened_.get_future().wait();
        });
        EXPECT_EQ(reached_.get_future().wait_for(patience), std::future_status::ready);
    }
    void open() { opened_.set_value(); }

  private:
    std::promise<void> reached_;
    std::promise<void> opened_;
};

TEST(BackgroundWorker, DoesWhatIsPostedInOrder) {
    std::vector<int> done;
    std::promise<void> last;
    daemon::BackgroundWorker worker;
    for (const int number : {1, 2, 3}) worker.post([&done, number] { done.push_back(number); });
    worker.post([&last] { last.set_value(); });
    ASSERT_EQ(last.get_future().wait_for(patience), std::future_status::ready);
    EXPECT_EQ(done, (std::vector{1, 2, 3}));
}

TEST(BackgroundWorker, GivesWayToOtherThreads) {
    std::promise<int> niceness;
    daemon::BackgroundWorker worker;
    worker.post([&niceness] { niceness.set_value(::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()))); });
    EXPECT_GT(niceness.get_future().get(), ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid())));
}

TEST(BackgroundWorker, EndsAfterWhatIsUnderWayAndBeforeWhatIsNot) {
    std::atomic<bool> begun = false;
    auto worker = std::make_unique<daemon::BackgroundWorker>();
    Gate gate{*worker};
    worker->post([&begun] { begun = true; });
    auto ending = std::async(std::launch::async, [&worker] { worker.reset(); });
    EXPECT_EQ(ending.wait_for(std::chrono::milliseconds{50}), std::future_status::timeout);
    gate.open();
    ASSERT_EQ(ending.wait_for(patience), std::future_status::ready);
    EXPECT_FALSE(begun);
}

}  // namespace
}  // namespace fivestar::test
