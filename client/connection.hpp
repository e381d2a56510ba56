// libfivestar for C++: the C functions with ownership in types. Nothing here but calls of fivestar.h.
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

/// The server's answer; its body is zeroized when it goes.
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
    /// Borrowed from the response; empty where there is no such header.
    [[nodiscard]] std::string_view header(const char* name) const {
        const char* value = fivestar_response_header(response_.get(), name);
        return value == nullptr ? std::string_view{} : std::string_view{value};
    }

  private:
    struct Free {
        void operator()(fivestar_response* response) const { fivestar_response_free(response); }
    };
    std::unique_ptr<fivestar_response, Free> response_;
};

/// A request with its `size` set; the members that follow are the caller's to fill.
[[nodiscard]] inline fivestar_request request_for(const char* method, const char* target) {
    fivestar_request request{};
    request.size = sizeof request;
    request.method = method;
    request.target = target;
    return request;
}

/// One connection to the daemon, used by one thread at a time; `cancel` alone may come from another.
class Connection {
  public:
    template <class T>
    using Result = std::expected<T, fivestar_error>;
    /// Returns false to end the stream. What it throws comes out of `stream`.
    using OnEvent = std::function<bool(const fivestar_event&)>;

    [[nodiscard]] static Result<Connection> open(const std::string& socket_path) {
        fivestar_client* client = nullptr;
        const fivestar_error error = fivestar_open(socket_path.c_str(), &client);
        if (error == FIVESTAR_OUT_OF_MEMORY) throw std::bad_alloc{};
        if (error != FIVESTAR_OK) return std::unexpected{error};
        return Connection{client};
    }

    /// Asks and waits for the whole answer. Throws std::bad_alloc without memory.
    [[nodiscard]] Result<Response> send(const fivestar_request& request) {
        fivestar_response* response = nullptr;
        const fivestar_error error = fivestar_send(client_.get(), &request, &response);
        return taken(error, response);
    }

    /// Asks for an event stream; see fivestar_stream.
    [[nodiscard]] Result<Response> stream(const fivestar_request& request, const OnEvent& on_event) {
        Call call{&on_event, nullptr};
        fivestar_response* response = nullptr;
        const fivestar_error error = fivestar_stream(client_.get(), &request, &Call::forward, &call, &response);
        if (call.thrown) std::rethrow_exception(call.thrown);
        return taken(error, response);
    }

    /// See fivestar_set_language.
    [[nodiscard]] fivestar_error set_language(const std::string& accept_language) {
        return fivestar_set_language(client_.get(), accept_language.c_str());
    }

    void cancel() noexcept { fivestar_cancel(client_.get()); }

  private:
    struct Call {
        const OnEvent* on_event;
        std::exception_ptr thrown;

        static int forward(void* context, const fivestar_event* event) noexcept {
            Call& call = *static_cast<Call*>(context);
            try {
                return (*call.on_event)(*event) ? 0 : 1;
            } catch (...) {  // carried around the C functions, which no exception may cross
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
