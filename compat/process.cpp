// SPDX-License-Identifier: Apache-2.0
#include "compat/process.hpp"

#include <new>
#include <pthread.h>

namespace fivestar::compat {
namespace {

/// In memory that is never destroyed.
union Storage {
    Storage() : desk{} {}
    Storage(const Storage&) = delete;
    Storage& operator=(const Storage&) = delete;
    ~Storage() {}  // NOLINT(modernize-use-equals-default): leaves the member alone
    Desk desk;
};

Storage storage;

/// When the library is loaded, before any thread can fork.
const int fork_handlers = ::pthread_atfork([] { storage.desk.before_fork(); }, [] { storage.desk.after_fork(); },
                                           [] { storage.desk.after_fork(); });

}  // namespace

Desk& desk() {
    return storage.desk;
}

}  // namespace fivestar::compat
