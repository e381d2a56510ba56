// SPDX-License-Identifier: Apache-2.0
#include "compat/process.hpp"

#include <new>
#include <pthread.h>

namespace fivestar::compat {
namespace {

/// In memory that is never destroyed.
union Storage {
    Storage() : state{} {}
    Storage(const Storage&) = delete;
    Storage& operator=(const Storage&) = delete;
    ~Storage() {}  // NOLINT(modernize-use-equals-default): leaves the member alone
    struct {
        CurrentCard current_card;
        Desk desk;
        GbkConverter gbk_converter;
    } state;
};

Storage storage;

void before_fork() {
    storage.state.current_card.before_fork();
    storage.state.desk.before_fork();
    storage.state.gbk_converter.before_fork();
}

void after_fork() {
    storage.state.gbk_converter.after_fork();
    storage.state.desk.after_fork();
    storage.state.current_card.after_fork();
}

/// When the library is loaded, before any thread can fork.
const int fork_handlers = ::pthread_atfork(&before_fork, &after_fork, &after_fork);

}  // namespace

Desk& desk() {
    return storage.state.desk;
}

CurrentCard& current_card() {
    return storage.state.current_card;
}

GbkConverter& gbk_converter() {
    return storage.state.gbk_converter;
}

}  // namespace fivestar::compat
