// SPDX-License-Identifier: Apache-2.0
// Environment variables as systemd sets them.
#pragma once

#include <cstdlib>
#include <string>

namespace fivestar::test {

/// Sets an environment variable during a test.
class Variable {
  public:
    Variable(const char* name, const std::string& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;
    ~Variable() { ::unsetenv(name_); }

  private:
    const char* name_;
};

}  // namespace fivestar::test
