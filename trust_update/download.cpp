// SPDX-License-Identifier: Apache-2.0
#include "trust_update/download.hpp"

#include <algorithm>
#include <curl/curl.h>
#include <memory>
#include <mutex>

namespace fivestar::trust_update {
namespace {

constexpr std::size_t max_validator = 256;
constexpr long max_redirects = 5;
constexpr std::chrono::seconds longest_connect{30};
constexpr std::chrono::seconds longest_retry_after = std::chrono::hours{24};
constexpr long status_ok = 200;
constexpr long status_not_modified = 304;

struct CleanUp {
    void operator()(CURL* handle) const { ::curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { ::curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, CleanUp>;
using Headers = std::unique_ptr<curl_slist, CleanUp>;

struct Body {
    Bytes content = {};
    std::size_t largest;
    bool is_too_large = false;
};

/// Called by libcurl with each part of the body. Returning another number than `size` ends the transfer.
std::size_t take_part(const char* part, std::size_t, std::size_t size, void* to) {
    Body& body = *static_cast<Body*>(to);
    if (size > body.largest - body.content.size()) {
        body.is_too_large = true;
        return size + 1;
    }
    const ByteView octets = as_bytes({part, size});
    body.content.insert(body.content.end(), octets.begin(), octets.end());
    return size;
}

void add_header(Headers& headers, const char* name, const std::string& value) {
    if (value.empty()) return;
    curl_slist* const longer = ::curl_slist_append(headers.get(), (std::string{name} + ": " + value).c_str());
    if (longer == nullptr) return;
    static_cast<void>(headers.release());
    headers.reset(longer);
}

Handle prepare(const std::string& url, const Configuration::Fetch& settings, const Headers& headers, Body& body) {
    Handle handle{::curl_easy_init()};
    if (handle == nullptr) return handle;
    CURL* const curl = handle.get();
    const auto deadline = std::chrono::milliseconds{settings.deadline}.count();
    const auto connect = std::chrono::milliseconds{std::min(settings.deadline, longest_connect)}.count();
    ::curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    ::curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
    ::curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "https");
    ::curl_easy_setopt(curl, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    ::curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    ::curl_easy_setopt(curl, CURLOPT_MAXREDIRS, max_redirects);
    ::curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    ::curl_easy_setopt(curl, CURLOPT_CAINFO, settings.ca_file.c_str());
    // The file alone counts, not also the system's folder.
    ::curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
    ::curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(deadline));
    ::curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect));
    ::curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    ::curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(settings.largest));
    ::curl_easy_setopt(curl, CURLOPT_USERAGENT, "fivestar-trust-update");
    ::curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    ::curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &take_part);
    ::curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    if (!settings.proxy.empty()) ::curl_easy_setopt(curl, CURLOPT_PROXY, settings.proxy.c_str());
    return handle;
}

template <class Value>
Value info(const Handle& handle, CURLINFO which) {
    Value value{};
    ::curl_easy_getinfo(handle.get(), which, &value);
    return value;
}

Problem problem_of(const Handle& handle, CURLcode code, const Body& body) {
    if (body.is_too_large) return Problem::too_large;
    if (const long answer = info<long>(handle, CURLINFO_HTTP_CONNECTCODE); answer != 0 && answer != status_ok) {
        return Problem::proxy_refused;
    }
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
            return Problem::unreachable;
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_PROXY:
            return Problem::proxy_refused;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
            return Problem::tls_refused;
        case CURLE_OPERATION_TIMEDOUT:
            return Problem::timeout;
        case CURLE_PARTIAL_FILE:
        case CURLE_GOT_NOTHING:
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
            return Problem::interrupted;
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_TOO_MANY_REDIRECTS:
        case CURLE_LOGIN_DENIED:
            return Problem::redirect_refused;
        case CURLE_FILESIZE_EXCEEDED:
            return Problem::too_large;
        default:
            return Problem::transfer_failed;
    }
}

std::string header(const Handle& handle, const char* name) {
    curl_header* found = nullptr;
    if (::curl_easy_header(handle.get(), name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK) return {};
    return is_validator(found->value) ? found->value : "";
}

/// libcurl must be initialised once; this program has one thread.
bool is_initialised() {
    static const bool initialised = ::curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return initialised;
}

}  // namespace

bool is_validator(std::string_view text) {
    return text.size() <= max_validator &&
           std::ranges::all_of(text, [](char character) { return character >= ' ' && character <= '~'; });
}

std::expected<Downloaded, DownloadFailure> download(const std::string& url, const Validators& known,
                                                    const Configuration::Fetch& settings) {
    Headers headers;
    add_header(headers, "If-None-Match", known.etag);
    add_header(headers, "If-Modified-Since", known.last_modified);
    Body body{.largest = settings.largest};
    const Handle handle = is_initialised() ? prepare(url, settings, headers, body) : nullptr;
    if (handle == nullptr) return std::unexpected{DownloadFailure{Problem::transfer_failed}};
    if (const CURLcode code = ::curl_easy_perform(handle.get()); code != CURLE_OK) {
        return std::unexpected{DownloadFailure{problem_of(handle, code, body)}};
    }
    const long status = info<long>(handle, CURLINFO_RESPONSE_CODE);
    if (status == status_not_modified && !known.empty()) return Downloaded{.is_unchanged = true, .validators = known};
    if (status != status_ok) {
        const std::chrono::seconds asked{info<curl_off_t>(handle, CURLINFO_RETRY_AFTER)};
        const auto bounded = std::clamp(asked, std::chrono::seconds{}, longest_retry_after);
        return std::unexpected{DownloadFailure{Problem::http_status, status, bounded}};
    }
    return Downloaded{.content = std::move(body.content),
                      .validators = {header(handle, "ETag"), header(handle, "Last-Modified")}};
}

}  // namespace fivestar::trust_update
