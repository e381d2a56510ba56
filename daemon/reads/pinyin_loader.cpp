// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/pinyin_loader.hpp"

#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace fivestar::daemon {
namespace {

namespace asio = boost::asio;

asio::awaitable<void> load_here(const std::function<void()>& load) {
    load();
    co_return;
}

}  // namespace

PinyinLoader::PinyinLoader(asio::any_io_executor background, std::function<void()> load)
    : background_(std::move(background)), load_(std::move(load)) {}

asio::awaitable<void> PinyinLoader::loaded() {
    if (is_loaded_) co_return;
    co_await asio::co_spawn(background_, load_here(load_), asio::use_awaitable);
    is_loaded_ = true;
}

}  // namespace fivestar::daemon
