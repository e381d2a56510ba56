// SPDX-License-Identifier: Apache-2.0
// Ownership of OpenSSL's objects, for the sources of crypto/ alone.
#pragma once

#include <memory>

#include <openssl/err.h>

namespace fivestar::crypto {

template <auto release>
struct OpenSslDeleter {
    template <class T>
    void operator()(T* object) const {
        release(object);
    }
};

template <class T, auto release>
using OpenSslOwner = std::unique_ptr<T, OpenSslDeleter<release>>;

/// Clears OpenSSL's error queue when a function returns. Decisions use return values, and the queue stays inside
/// crypto/.
class ErrorQueueGuard {
  public:
    ErrorQueueGuard() = default;
    ErrorQueueGuard(const ErrorQueueGuard&) = delete;
    ErrorQueueGuard& operator=(const ErrorQueueGuard&) = delete;
    ~ErrorQueueGuard() { ERR_clear_error(); }
};

}  // namespace fivestar::crypto
