// SPDX-License-Identifier: Apache-2.0
/* A program that was compiled with the header of the first release: the declarations below are that release's and are
 * never changed. It includes nothing of this tree. */
#include "tests/client/released_interface.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct fivestar_client fivestar_client;
typedef struct fivestar_response fivestar_response;

typedef struct fivestar_request {
    size_t size;
    const char* method;
    const char* target;
    const char* accept;
    const char* last_event_id;
    const void* body;
    size_t body_size;
    uint32_t timeout_milliseconds;
} fivestar_request;

typedef struct fivestar_event {
    size_t size;
    const char* name;
    const char* id;
    const char* data;
    size_t data_size;
} fivestar_event;

typedef struct fivestar_read_options {
    size_t size;
    const char* reader;
    const char* card;
    const char* mrz;
    const char* can;
    const char* fields;
    uint32_t wait_seconds;
    uint32_t wants_evidence;
} fivestar_read_options;

typedef struct fivestar_progress {
    size_t size;
    const char* step;
    uint32_t index;
    uint32_t of;
    uint64_t bytes_done;
    uint64_t bytes_total;
} fivestar_progress;

typedef int (*fivestar_on_event)(void* context, const fivestar_event* event);
typedef int (*fivestar_on_progress)(void* context, const fivestar_progress* progress);

const char* fivestar_version(void);
const char* fivestar_error_name(int error);
int fivestar_open(const char* socket_path, fivestar_client** client);
int fivestar_set_language(fivestar_client* client, const char* accept_language);
void fivestar_close(fivestar_client* client);
void fivestar_cancel(fivestar_client* client);
int fivestar_read(fivestar_client* client, const fivestar_read_options* options, fivestar_on_progress on_progress,
                  void* context, fivestar_response** response);
int fivestar_portrait(fivestar_client* client, fivestar_response* read, const char* media_type,
                      fivestar_response** portrait);
int fivestar_send(fivestar_client* client, const fivestar_request* request, fivestar_response** response);
int fivestar_stream(fivestar_client* client, const fivestar_request* request, fivestar_on_event on_event, void* context,
                    fivestar_response** response);
int fivestar_response_status(const fivestar_response* response);
int fivestar_response_verdict(fivestar_response* response);
const char* fivestar_response_text(fivestar_response* response, const char* path);
const char* fivestar_response_body(const fivestar_response* response, size_t* size);
const char* fivestar_response_header(const fivestar_response* response, const char* name);
void fivestar_response_free(fivestar_response* response);

static int take_event(void* context, const fivestar_event* event) {
    *(int*)context += event->size >= sizeof *event && strcmp(event->data, "1") == 0 && event->data_size == 1;
    return 0;
}

static int take_progress(void* context, const fivestar_progress* progress) {
    *(int*)context += progress->size >= sizeof *progress && strcmp(progress->step, "read_dg1") == 0 &&
                      progress->index == 1 && progress->of == 2 && progress->bytes_total == 3;
    return 0;
}

/* The structures stand between octets that are not zero: the library may not read what this program does not have. */
struct request_between {
    fivestar_request request;
    unsigned char after[64];
};

int released_program(const char* socket_path, const char** failure) {
    fivestar_client* client = NULL;
    fivestar_response* response = NULL;
    fivestar_response* portrait = NULL;
    int events = 0;
    int steps = 0;
    size_t size = 0;
    struct request_between health;
    memset(&health, 0xFF, sizeof health);
    health.request = (fivestar_request){.size = sizeof health.request, .target = "/v1/health"};

#define REQUIRE(condition)     \
    if (!(condition)) {        \
        *failure = #condition; \
        return 0;              \
    }
    REQUIRE(strcmp(fivestar_version(), "") != 0);
    REQUIRE(strcmp(fivestar_error_name(7), "timed_out") == 0);
    REQUIRE(fivestar_open(socket_path, &client) == 0);
    REQUIRE(fivestar_set_language(client, "zh") == 0);
    REQUIRE(fivestar_send(client, &health.request, &response) == 0);
    REQUIRE(fivestar_response_status(response) == 200);
    REQUIRE(strcmp(fivestar_response_body(response, &size), "{\"status\":\"ok\"}") == 0 && size == 15);
    REQUIRE(strcmp(fivestar_response_header(response, "content-type"), "application/json") == 0);
    fivestar_response_free(response);
    REQUIRE(fivestar_stream(client, &health.request, take_event, &events, &response) == 0 && events == 1);
    fivestar_response_free(response);
    const fivestar_read_options options = {.size = sizeof options, .reader = "front-desk", .can = "123456"};
    REQUIRE(fivestar_read(client, &options, take_progress, &steps, &response) == 0 && steps == 1);
    REQUIRE(fivestar_response_verdict(response) == 1);
    REQUIRE(strcmp(fivestar_response_text(response, "holder.sex"), "female") == 0);
    REQUIRE(fivestar_portrait(client, response, NULL, &portrait) == 0);
    REQUIRE(fivestar_response_status(portrait) == 200);
    fivestar_response_free(portrait);
    fivestar_response_free(response);
    fivestar_cancel(client);
    REQUIRE(fivestar_send(client, &health.request, &response) == 8 && response == NULL);
    fivestar_close(client);
    return 1;
}
