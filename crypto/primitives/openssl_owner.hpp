// Ownership of OpenSSL's objects, for the sources of crypto/ alone: no header outside this room includes it.
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

/// Empties OpenSSL's error queue when a function ends: the queue never crosses the border of crypto/, and decisions
/// rest on return values.
class ErrorQueueGuard {
  public:
    ErrorQueueGuard() = default;
    ErrorQueueGuard(const ErrorQueueGuard&) = delete;
    ErrorQueueGuard& operator=(const ErrorQueueGuard&) = delete;
    ~ErrorQueueGuard() { ERR_clear_error(); }
};

}  // namespace fivestar::crypto
