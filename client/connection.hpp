// SPDX-License-Identifier: Apache-2.0
// libfivestar for C++: ownership in types over the functions of fivestar.h, and nothing else.
#pragma once

#include "client/fivestar.h"

#include <exception>
#include <expected>
#include <functional>
#include <memory>
#include <new>
#include <string>
#include <string_view>

namespace fivestar::client {

/// The server's answer; its body is zeroized when it is destroyed.
class Response {
  public:
    explicit Response(fivestar_response* owned) : response_{owned} {}

    [[nodiscard]] int status() const { return fivestar_response_status(response_.get()); }
    [[nodiscard]] bool is_success() const { return status() >= 200 && status() < 300; }
    /// Borrowed from the response.
    [[nodiscard]] std::string_view body() const {
        std::size_t size = 0;
        const char* text = fivestar_response_body(response_.get(), &size);
        return {text, size};
    }
    /// Borrowed from the response; empty if there is no such header.
    [[nodiscard]] std::string_view header(const char* name) const {
        const char* value = fivestar_response_header(response_.get(), name);
        return value == nullptr ? std::string_view{} : std::string_view{value};
    }

    /// The scalar at a path of the JSON body, see fivestar_response_text; empty if there is none. Borrowed.
    [[nodiscard]] std::string_view text(const std::string& path) const {
        const char* found = fivestar_response_text(response_.get(), path.c_str());
        return found == nullptr ? std::string_view{} : std::string_view{found};
    }

  private:
    struct Free {
        void operator()(fivestar_response* response) const { fivestar_response_free(response); }
    };
    std::unique_ptr<fivestar_response, Free> response_;
};

/// A request with `size`, `method`, `target` and `body` set.
[[nodiscard]] inline fivestar_request request_for(const char* method, const char* target, std::string_view body = {}) {
    fivestar_request request{};
    request.size = sizeof request;
    request.method = method;
    request.target = target;
    request.body = body.data();
    request.body_size = body.size();
    return request;
}

/// One connection to the daemon, used by one thread at a time; `cancel` alone may be called from any.
class Connection {
  public:
    template <class T>
    using Result = std::expected<T, fivestar_error>;
    /// Returns false to end the stream. Its exceptions leave `stream`.
    using OnEvent = std::function<bool(const fivestar_event&)>;
    /// Returns false to cancel the read. Its exceptions leave `read`.
    using OnProgress = std::function<bool(const fivestar_progress&)>;

    [[nodiscard]] static Result<Connection> open(const std::string& socket_path) {
        fivestar_client* client = nullptr;
        const fivestar_error error = fivestar_open(socket_path.c_str(), &client);
        if (error == FIVESTAR_OUT_OF_MEMORY) throw std::bad_alloc{};
        if (error != FIVESTAR_OK) return std::unexpected{error};
        return Connection{client};
    }

    /// Sends a request and waits for the whole answer. Throws std::bad_alloc without memory.
    [[nodiscard]] Result<Response> send(const fivestar_request& request) {
        fivestar_response* response = nullptr;
        const fivestar_error error = fivestar_send(client_.get(), &request, &response);
        return taken(error, response);
    }

    /// Requests an event stream; see fivestar_stream.
    [[nodiscard]] Result<Response> stream(const fivestar_request& request, const OnEvent& on_event) {
        Call<fivestar_event> call{&on_event, nullptr};
        fivestar_response* response = nullptr;
        const fivestar_error error = fivestar_stream(client_.get(), &request, &call.forward, &call, &response);
        if (call.thrown) std::rethrow_exception(call.thrown);
        return taken(error, response);
    }

    /// Reads a card; see fivestar_read.
    [[nodiscard]] Result<Response> read(const fivestar_read_options& options, const OnProgress& on_progress) {
        Call<fivestar_progress> call{&on_progress, nullptr};
        fivestar_response* response = nullptr;
        const fivestar_error error = fivestar_read(client_.get(), &options, &call.forward, &call, &response);
        if (call.thrown) std::rethrow_exception(call.thrown);
        return taken(error, response);
    }

    /// Hands over the text of a scanner; see fivestar_push_key.
    [[nodiscard]] Result<Response> push_key(const std::string& reader, std::string_view text) {
        fivestar_response* response = nullptr;
        const fivestar_error error =
            fivestar_push_key(client_.get(), reader.c_str(), text.data(), text.size(), &response);
        return taken(error, response);
    }

    /// See fivestar_set_language.
    [[nodiscard]] fivestar_error set_language(const std::string& accept_language) {
        return fivestar_set_language(client_.get(), accept_language.c_str());
    }

    void cancel() noexcept { fivestar_cancel(client_.get()); }

  private:
    template <class T>
    struct Call {
        const std::function<bool(const T&)>* callback;
        std::exception_ptr thrown;

        static int forward(void* context, const T* told) noexcept {
            Call& call = *static_cast<Call*>(context);
            try {
                return (*call.callback)(*told) ? 0 : 1;
            } catch (...) {  // no exception may cross the C functions
                call.thrown = std::current_exception();
                return 1;
            }
        }
    };
    struct Close {
        void operator()(fivestar_client* client) const { fivestar_close(client); }
    };

    explicit Connection(fivestar_client* owned) : client_{owned} {}

    static Result<Response> taken(fivestar_error error, fivestar_response* response) {
        if (error == FIVESTAR_OUT_OF_MEMORY) throw std::bad_alloc{};
        if (error != FIVESTAR_OK) return std::unexpected{error};
        return Response{response};
    }

    std::unique_ptr<fivestar_client, Close> client_;
};

}  // namespace fivestar::client
