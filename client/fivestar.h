// SPDX-License-Identifier: Apache-2.0
/* libfivestar: a client of fivestard's Unix socket. C17; depends on nothing but the C and C++ runtimes.
 *
 * A client holds one connection: made at the first request, kept for those that follow. A client and its responses are
 * used by one thread at a time; fivestar_cancel alone may be called from any thread. An object that a function returns
 * through a pointer to a pointer belongs to the caller, who passes it to the matching close or free function; these
 * accept NULL. The library never prints, never ends the process, installs no signal handler and raises no SIGPIPE.
 *
 * A structure that the caller fills begins with its size. A program built against an older, smaller structure works
 * with a newer library: members that it does not know have their defaults. A larger structure is accepted if every
 * octet that this library does not know is zero, and is FIVESTAR_INVALID_ARGUMENT otherwise. */
#ifndef FIVESTAR_H
#define FIVESTAR_H

#include <stddef.h>
#include <stdint.h>

#define FIVESTAR_API __attribute__((visibility("default")))

#ifdef __cplusplus
extern "C" {
#endif

/* The result of a call. Numbers are never reused. An answer with a status of 400 or more is FIVESTAR_OK too: its body
 * is the problem (RFC 9457). */
typedef enum fivestar_error {
    FIVESTAR_OK = 0,
    FIVESTAR_INVALID_ARGUMENT = 1, /* an unexpected NULL, forbidden characters in a target or header, a long path */
    FIVESTAR_OUT_OF_MEMORY = 2,
    FIVESTAR_SYSTEM_FAILURE = 3, /* the operating system reported an error without a code of its own here */
    FIVESTAR_UNREACHABLE = 4,    /* no process listens at the path */
    FIVESTAR_NOT_PERMITTED = 5,  /* the socket's permissions refuse this user */
    FIVESTAR_DISCONNECTED = 6,   /* the server closed the connection before its answer was complete */
    FIVESTAR_TIMED_OUT = 7,
    FIVESTAR_CANCELLED = 8, /* by fivestar_cancel, or by a callback */
    FIVESTAR_MALFORMED = 9, /* the answer is not HTTP/1.1, or not an event stream */
    FIVESTAR_TOO_LARGE = 10 /* the answer or an event exceeds the library's limits */
} fivestar_error;

typedef struct fivestar_client fivestar_client;
typedef struct fivestar_response fivestar_response;

/* "0.1.0" */
FIVESTAR_API const char* fivestar_version(void);

/* The stable name of a code ("timed_out"); "unknown" for any other number. Never NULL, never to be freed. */
FIVESTAR_API const char* fivestar_error_name(fivestar_error error);

/* Makes a client for the socket at `socket_path`. Connects at the first request. */
FIVESTAR_API fivestar_error fivestar_open(const char* socket_path, fivestar_client** client);

/* Sets the Accept-Language of the requests that follow ("zh-CN, en;q=0.5"), copied. It chooses the language of the
 * texts for people in problems. NULL: the daemon's default. FIVESTAR_INVALID_ARGUMENT: not a header value. */
FIVESTAR_API fivestar_error fivestar_set_language(fivestar_client* client, const char* accept_language);

/* Closes the connection. No other call may be using the client. */
FIVESTAR_API void fivestar_close(fivestar_client* client);

/* Ends the current request with FIVESTAR_CANCELLED, or the next one if none is running, and closes the connection, so
 * that the server ends its wait or read. Safe in any thread and in a signal handler. */
FIVESTAR_API void fivestar_cancel(fivestar_client* client);

/* ---- Reading a card -------------------------------------------------------------------------------------------- */

/* The options of a read. Zero the whole, set `size`, then what is needed. Everything is borrowed for the length of the
 * call. */
typedef struct fivestar_read_options {
    size_t size;        /* sizeof(fivestar_read_options) */
    const char* reader; /* id of a reader; NULL: the only one with a card */
    const char* card;   /* id of a card; NULL: the card that is there */
    const char* mrz;    /* access key: the printed lines of the machine-readable zone, separated by line feeds */
    const char* can;    /* access key: the card access number. At most one key may be given */
    const char* fields; /* field paths separated by commas ("holder.names,verification"); NULL: all that are granted */
    uint32_t wait_seconds;   /* how long to wait for a card */
    uint32_t wants_evidence; /* 1: the answer has evidence of the read, which others can verify */
    uint32_t
        uses_scanned_key; /* 1: the access key is the one that fivestar_push_key brings, which is waited for, too */
    const char* document_number; /* access key: as printed, with birth_date and expiry_date */
    const char* birth_date;      /* "YYYY-MM-DD", or "YYMMDD" as in the machine-readable zone */
    const char* expiry_date;
} fivestar_read_options;

/* The step that a read has reached, borrowed for the length of the callback. */
typedef struct fivestar_progress {
    size_t size; /* sizeof(fivestar_progress) of the library */
    const char*
        step;       /* "read_dg2", or "wait_for_card", "wait_for_scanned_key", "wait_for_reader" before the first one */
    uint32_t index; /* of this step, from 1 */
    uint32_t of;    /* number of steps */
    uint64_t bytes_done;
    uint64_t bytes_total; /* 0: the step reads no file, or its length is not known yet */
    const char* reader;   /* id of the reader of a wait; NULL: any, or no wait */
} fivestar_progress;

/* Returns 0 to continue; any other value cancels the read. It may not throw and may not use the client. */
typedef int (*fivestar_on_progress)(void* context, const fivestar_progress* progress);

/* Reads a card and waits for the end. `on_progress` is called in this thread for each step; it may be NULL. On
 * FIVESTAR_OK `*response` is the answer of POST /v1/read: the record and its verification, or a problem. */
FIVESTAR_API fivestar_error fivestar_read(fivestar_client* client, const fivestar_read_options* options,
                                          fivestar_on_progress on_progress, void* context,
                                          fivestar_response** response);

/* Fetches the portrait of a read; `read` is the answer of fivestar_read. `media_type` is "image/jpeg", "image/png" or
 * "image/x-portable-pixmap"; NULL: as the chip stores it. On FIVESTAR_OK the octets are the body of `*portrait` if its
 * status is 200. FIVESTAR_INVALID_ARGUMENT: `read` is not the answer of a read. */
FIVESTAR_API fivestar_error fivestar_portrait(fivestar_client* client, fivestar_response* read, const char* media_type,
                                              fivestar_response** portrait);

/* Passes the raw octets of a scanner or swipe reader to the daemon, framing included, at most 1024. The daemon keeps
 * the key in them for the next read at this reader that asks for it (`uses_scanned_key`), for `[keys] seconds`.
 * `reader` is the id of a reader. On FIVESTAR_OK `*response` is the answer of PUT /v1/readers/{id}/key: its form and
 * repairs, or a problem: "no_zone", "zone_misread", "zone_ambiguous", "no_such_reader". Needs the grant of the route
 * "key". FIVESTAR_INVALID_ARGUMENT: no reader, or no text. */
FIVESTAR_API fivestar_error fivestar_push_key(fivestar_client* client, const char* reader, const void* text,
                                              size_t size, fivestar_response** response);

/* ---- Any other request ----------------------------------------------------------------------------------------- */

/* A request. Zero the whole, set `size`, then what is needed. Everything is borrowed for the length of the call. */
typedef struct fivestar_request {
    size_t size;               /* sizeof(fivestar_request) */
    const char* method;        /* NULL: GET */
    const char* target;        /* "/v1/readers": printable ASCII without spaces, beginning with a slash */
    const char* accept;        /* NULL: anything; fivestar_stream sets it */
    const char* last_event_id; /* NULL: none */
    const void* body;          /* JSON in UTF-8, at most 1 MiB; NULL: none */
    size_t body_size;
    uint32_t timeout_milliseconds; /* 0: 30,000, of /v1/read 420,000: longer than its longest wait and read. Of an event
                                      stream: the longest silence; else of the whole exchange */
} fivestar_request;

/* One server-sent event, borrowed for the length of the callback. Texts end with NUL; data may contain line feeds. */
typedef struct fivestar_event {
    size_t size;      /* sizeof(fivestar_event) of the library */
    const char* name; /* "message" if the server gave none */
    const char* id;   /* the last id that the server gave, "" if none */
    const char* data;
    size_t data_size; /* without the final NUL */
} fivestar_event;

/* Returns 0 to continue; any other value ends the stream. It may not throw and may not use the client. */
typedef int (*fivestar_on_event)(void* context, const fivestar_event* event);

/* Sends a request and waits for the whole answer. `*response` is NULL unless the result is FIVESTAR_OK. */
FIVESTAR_API fivestar_error fivestar_send(fivestar_client* client, const fivestar_request* request,
                                          fivestar_response** response);

/* Requests an event stream and calls `on_event` in this thread for each event, until the stream ends (FIVESTAR_OK) or
 * breaks. `*response` is then an answer without a body. If the server answers with anything but an event stream, such
 * as a problem, `on_event` is not called and `*response` is that whole answer. */
FIVESTAR_API fivestar_error fivestar_stream(fivestar_client* client, const fivestar_request* request,
                                            fivestar_on_event on_event, void* context, fivestar_response** response);

/* ---- Answers --------------------------------------------------------------------------------------------------- */

/* 100 to 599. */
FIVESTAR_API int fivestar_response_status(const fivestar_response* response);

typedef enum fivestar_verdict {
    FIVESTAR_NO_VERDICT = 0, /* a problem, or an answer without a verdict: it was not granted or not asked for */
    FIVESTAR_GENUINE = 1,
    FIVESTAR_UNVERIFIED = 2,
    FIVESTAR_NOT_GENUINE = 3
} fivestar_verdict;

/* The verdict of a read. */
FIVESTAR_API fivestar_verdict fivestar_response_verdict(fivestar_response* response);

/* A value of a JSON answer as UTF-8 text, borrowed until the response is freed. The path has the names of members and
 * the numbers of elements, from 0, with dots between them: "readers.0.id", "code", "verification.verdict". Field paths
 * of a read are paths below "record": "holder.birth_date". Numbers are as sent; booleans are "true" and "false". NULL:
 * no such value, null, an object or array, a text with U+0000, or an answer that is not JSON. */
FIVESTAR_API const char* fivestar_response_text(fivestar_response* response, const char* path);

/* The body, borrowed until the response is freed. A NUL that `*size` does not count follows it. Never NULL. `size` may
 * be NULL. */
FIVESTAR_API const char* fivestar_response_body(const fivestar_response* response, size_t* size);

/* The first header of that name in any case, borrowed until the response is freed; NULL if there is none. */
FIVESTAR_API const char* fivestar_response_header(const fivestar_response* response, const char* name);

/* Zeroizes the body and the texts, and frees everything. */
FIVESTAR_API void fivestar_response_free(fivestar_response* response);

#ifdef __cplusplus
}
#endif

#endif
