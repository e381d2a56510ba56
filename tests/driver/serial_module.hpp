// SPDX-License-Identifier: Apache-2.0
// A FakeModule on a pseudo-terminal, as a serial line.
#pragma once

#include "tests/driver/fake_module.hpp"
#include "tests/support/temporary_directory.hpp"

#include <atomic>
#include <string>
#include <thread>

namespace fivestar::test {

class SerialModule {
  public:
    explicit SerialModule(FakeModule& module);
    SerialModule(const SerialModule&) = delete;
    SerialModule& operator=(const SerialModule&) = delete;
    ~SerialModule();

    /// The path of the line, a symbolic link that appears and disappears with the adapter.
    [[nodiscard]] const std::string& path() const { return path_; }
    void plug();
    void unplug();

  private:
    void serve();

    FakeModule& module_;
    const TemporaryDirectory directory_;
    const std::string path_ = directory_.path() / "line";
    int master_ = -1;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

}  // namespace fivestar::test
