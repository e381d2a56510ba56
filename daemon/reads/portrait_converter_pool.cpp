// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/portrait_converter_pool.hpp"

#include "crypto/base/stack.hpp"

#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace fivestar::daemon {
namespace {

namespace asio = boost::asio;

/// Two, so that one slow picture does not delay all others.
constexpr std::size_t threads = 2;

asio::awaitable<Result<PersonalBytes>> convert_here(const PortraitConverter& converter,
                                                    std::shared_ptr<const FinishedRead> read, PictureFormat to) {
    const auto& portrait = read->outcome.record.portrait;
    if (!portrait) co_return fail(ErrorCode::invalid_argument);
    lock_stack();
    auto converted = converter.convert(*portrait, to);
    zeroize_unused_stack();
    co_return converted;
}

}  // namespace

PortraitConverterPool::PortraitConverterPool(PortraitConverter converter)
    : converter_(std::move(converter)), threads_(threads) {}

PortraitConverterPool::~PortraitConverterPool() {
    threads_.stop();
    threads_.join();
}

asio::awaitable<Result<PersonalBytes>> PortraitConverterPool::convert(std::shared_ptr<const FinishedRead> read,
                                                                      PictureFormat to) {
    co_return co_await asio::co_spawn(threads_, convert_here(converter_, std::move(read), to), asio::use_awaitable);
}

}  // namespace fivestar::daemon
