// SPDX-License-Identifier: Apache-2.0
#include "tests/client/c_interface.h"

#include "client/fivestar.h"

#include <string.h>

int c_program_get(const char* socket_path, const char* target, char* body, unsigned long room) {
    fivestar_client* client = NULL;
    fivestar_response* response = NULL;
    fivestar_error error = fivestar_open(socket_path, &client);
    if (error == FIVESTAR_OK) {
        const fivestar_request request = {.size = sizeof request, .target = target};
        error = fivestar_send(client, &request, &response);
    }
    int status = -(int)error;
    if (error == FIVESTAR_OK) {
        size_t size = 0;
        const char* text = fivestar_response_body(response, &size);
        if (size < room) memcpy(body, text, size + 1);
        status = fivestar_response_status(response);
    }
    fivestar_response_free(response);
    fivestar_close(client);
    return status;
}

static int count(void* context, const fivestar_event* event) {
    *(int*)context += event->data_size != 0;
    return 0;
}

int c_program_count_events(const char* socket_path, const char* target) {
    fivestar_client* client = NULL;
    fivestar_response* response = NULL;
    int events = 0;
    fivestar_error error = fivestar_open(socket_path, &client);
    if (error == FIVESTAR_OK) {
        const fivestar_request request = {.size = sizeof request, .target = target};
        error = fivestar_stream(client, &request, count, &events, &response);
    }
    fivestar_response_free(response);
    fivestar_close(client);
    return error == FIVESTAR_OK ? events : -(int)error;
}
