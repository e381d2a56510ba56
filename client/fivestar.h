/* libfivestar: asks fivestard over its Unix socket. C17, no dependency but the C and C++ runtimes.
 *
 * One client is one connection, made at the first request and kept for the next ones. A client is used by one thread at
 * a time; only fivestar_cancel may be called from anywhere. Whatever a function hands out through a pointer to a
 * pointer belongs to the caller and goes back through the matching close or free function, which accept NULL. The
 * library never prints, never ends the process, installs no signal handler and raises no SIGPIPE. */
#ifndef FIVESTAR_H
#define FIVESTAR_H

#include <stddef.h>
#include <stdint.h>

#define FIVESTAR_API __attribute__((visibility("default")))

#ifdef __cplusplus
extern "C" {
#endif

/* How a call ended. Numbers are never reused. An answer with a status of 400 or more is FIVESTAR_OK: its body says why.
 */
typedef enum fivestar_error {
    FIVESTAR_OK = 0,
    FIVESTAR_INVALID_ARGUMENT =
        1, /* a NULL that may not be one, a target or header with forbidden characters, a long path */
    FIVESTAR_OUT_OF_MEMORY = 2,
    FIVESTAR_SYSTEM_FAILURE = 3, /* the operating system refused something that has no name of its own here */
    FIVESTAR_UNREACHABLE = 4,    /* nobody listens at the path */
    FIVESTAR_NOT_PERMITTED = 5,  /* the socket's permissions refuse this user */
    FIVESTAR_DISCONNECTED = 6,   /* the server closed before its answer was complete */
    FIVESTAR_TIMED_OUT = 7,
    FIVESTAR_CANCELLED = 8, /* by fivestar_cancel, or by an event callback */
    FIVESTAR_MALFORMED = 9, /* the answer is not HTTP/1.1, or not an event stream */
    FIVESTAR_TOO_LARGE = 10 /* the answer or an event goes beyond the library's bounds */
} fivestar_error;

typedef struct fivestar_client fivestar_client;
typedef struct fivestar_response fivestar_response;

/* What to ask. Zero the whole, set `size`, then what is wanted: members may be added at the end in later versions.
 * Everything is borrowed for the length of the call. */
typedef struct fivestar_request {
    size_t size;               /* sizeof(fivestar_request) */
    const char* method;        /* NULL: GET */
    const char* target;        /* "/v1/readers": printable ASCII without spaces, beginning with a slash */
    const char* accept;        /* NULL: anything; fivestar_stream asks for an event stream by itself */
    const char* last_event_id; /* NULL: none */
    const void* body;          /* JSON in UTF-8, at most 1 MiB; NULL: none */
    size_t body_size;
    uint32_t timeout_milliseconds; /* 0: 30,000. For an event stream, the longest silence; else, the whole exchange */
} fivestar_request;

/* One server-sent event, borrowed for the length of the callback. Texts end in NUL; data may hold line feeds. */
typedef struct fivestar_event {
    size_t size;      /* sizeof(fivestar_event) of the library */
    const char* name; /* "message" where the server gave none */
    const char* id;   /* the last id the server gave, "" where none */
    const char* data;
    size_t data_size; /* without the final NUL */
} fivestar_event;

/* Returns 0 to go on, anything else to end the stream. It may not throw and may not use the client, except to cancel.
 */
typedef int (*fivestar_on_event)(void* context, const fivestar_event* event);

/* "0.1.0" */
FIVESTAR_API const char* fivestar_version(void);

/* The code's stable name ("timed_out"); "unknown" for a number that is none. Never NULL, never to be freed. */
FIVESTAR_API const char* fivestar_error_name(fivestar_error error);

/* A client for the socket at `socket_path`. Nothing is connected yet. */
FIVESTAR_API fivestar_error fivestar_open(const char* socket_path, fivestar_client** client);

/* In which languages the requests that follow would have what problems say to people, as Accept-Language has it
 * ("zh-CN, en;q=0.5"), copied; NULL: in the daemon's own. FIVESTAR_INVALID_ARGUMENT: no header can hold it. */
FIVESTAR_API fivestar_error fivestar_set_language(fivestar_client* client, const char* accept_language);

/* Closes the connection. No call on the client may be under way. */
FIVESTAR_API void fivestar_close(fivestar_client* client);

/* Ends the request under way, or the next one where none is, with FIVESTAR_CANCELLED, and closes the connection,
 * whereby the server gives up a wait or a read. Safe in any thread and in a signal handler. */
FIVESTAR_API void fivestar_cancel(fivestar_client* client);

/* Asks and waits for the whole answer. On FIVESTAR_OK `*response` is the caller's; on anything else it is NULL. */
FIVESTAR_API fivestar_error fivestar_send(fivestar_client* client, const fivestar_request* request,
                                          fivestar_response** response);

/* Asks for an event stream and calls `on_event` in this thread for each event until the stream ends (FIVESTAR_OK) or
 * breaks. `*response` is then an answer without a body. Where the server answers with something else than an event
 * stream, a problem for instance, `on_event` is never called and `*response` is that answer, whole. */
FIVESTAR_API fivestar_error fivestar_stream(fivestar_client* client, const fivestar_request* request,
                                            fivestar_on_event on_event, void* context, fivestar_response** response);

/* 100 to 599. */
FIVESTAR_API int fivestar_response_status(const fivestar_response* response);

/* The body, borrowed until the response is freed. A NUL that `*size` does not count follows it. Never NULL. */
FIVESTAR_API const char* fivestar_response_body(const fivestar_response* response, size_t* size);

/* The first header of that name, upper or lower case, borrowed until the response is freed; NULL where there is none.
 */
FIVESTAR_API const char* fivestar_response_header(const fivestar_response* response, const char* name);

/* Overwrites the body and frees everything. */
FIVESTAR_API void fivestar_response_free(fivestar_response* response);

#ifdef __cplusplus
}
#endif

#endif
