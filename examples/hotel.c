// SPDX-License-Identifier: Apache-2.0
/* A front desk reads a guest's card and passport, compares them and has both reads deleted; see README.md.
 *
 *     cc hotel.c $(pkg-config --cflags --libs fivestar) -o hotel
 */
#include <fcntl.h>
#include <fivestar.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { max_key_octets = 1024, max_text_octets = 512, card_timeout_milliseconds = 180000 };

static const char fields[] =
    "document.type,document.number_masked,document.currently_valid,holder.names,holder.birth_date,holder.sex,"
    "holder.nationality,holder.over_18,portrait,verification";

/* The fields that a cross-check compares, in alphabetical order. */
static const char* const compared[] = {"document.currently_valid", "document.number",
                                       "holder.birth_date",        "holder.names",
                                       "holder.nationality",       "holder.sex"};

static const char* text(fivestar_response* response, const char* path) {
    const char* found = fivestar_response_text(response, path);
    return found != NULL ? found : "null";
}

/* Returns the response if it is a success; else prints why not and returns NULL. */
static fivestar_response* success(fivestar_error error, fivestar_response* response) {
    if (error == FIVESTAR_OK && fivestar_response_status(response) < 400) return response;
    if (error != FIVESTAR_OK) {
        fprintf(stderr, "fivestard: %s\n", fivestar_error_name(error));
    } else {
        fprintf(stderr, "fivestard: %s: %s\n", text(response, "code"), text(response, "title"));
    }
    fivestar_response_free(response);
    return NULL;
}

static fivestar_response* ask(fivestar_client* client, const char* method, const char* target, const char* body) {
    fivestar_request request = {.size = sizeof request,
                                .method = method,
                                .target = target,
                                .body = body,
                                .body_size = body != NULL ? strlen(body) : 0};
    fivestar_response* response = NULL;
    return success(fivestar_send(client, &request, &response), response);
}

/* Ends the stream at the first event about a card. */
static int on_reader_event(void* context, const fivestar_event* event) {
    int* has_card = context;
    *has_card = strcmp(event->name, "card_inserted") == 0 ||
                (strcmp(event->name, "snapshot") == 0 && strstr(event->data, "\"card\":") != NULL);
    return *has_card;
}

static int wait_for_card(fivestar_client* client, const char* reader) {
    char target[max_text_octets];
    snprintf(target, sizeof target, "/v1/events?reader=%s", reader);
    fivestar_request request = {
        .size = sizeof request, .target = target, .timeout_milliseconds = card_timeout_milliseconds};
    fivestar_response* response = NULL;
    int has_card = 0;
    fivestar_stream(client, &request, on_reader_event, &has_card, &response);
    fivestar_response_free(response);
    return has_card;
}

static int on_progress(void* context, const fivestar_progress* progress) {
    (void)context;
    fprintf(stderr, "%u/%u %s\n", progress->index, progress->of, progress->step);
    return 0;
}

static fivestar_response* read_card(fivestar_client* client, const char* reader, const char* mrz) {
    const fivestar_read_options options = {.size = sizeof options,
                                           .reader = reader,
                                           .mrz = *mrz != '\0' ? mrz : NULL,
                                           .fields = fields,
                                           .wait_seconds = 30};
    fivestar_response* response = NULL;
    return success(fivestar_read(client, &options, on_progress, NULL, &response), response);
}

static void show(const char* label, fivestar_response* read) {
    const char* latin = fivestar_response_text(read, "holder.names.latin");
    printf("%s: %s %s, %s\n", label, text(read, "document.type"), text(read, "document.number_masked"),
           text(read, "verification.verdict"));
    printf("  name: %s\n", latin != NULL && *latin != '\0' ? latin : text(read, "holder.names.primary"));
    printf("  valid today: %s, over 18: %s\n", text(read, "document.currently_valid"), text(read, "holder.over_18"));
}

static int save_portrait(fivestar_client* client, fivestar_response* read, const char* path) {
    fivestar_response* portrait = NULL;
    portrait = success(fivestar_portrait(client, read, "image/jpeg", &portrait), portrait);
    if (portrait == NULL) return 0;
    size_t size = 0;
    const char* octets = fivestar_response_body(portrait, &size);
    const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const int written = file >= 0 && write(file, octets, size) == (ssize_t)size;
    if (file >= 0) close(file);
    if (written) printf("  portrait: %s\n", fivestar_response_header(portrait, "Content-Type"));
    fivestar_response_free(portrait);
    return written;
}

/* Prints how the two reads compare; 1 if nothing differs. */
static int cross_check(fivestar_client* client, fivestar_response* card, fivestar_response* passport) {
    char body[max_text_octets];
    snprintf(body, sizeof body, "{\"reads\": [\"%s\", \"%s\"]}", text(card, "id"), text(passport, "id"));
    fivestar_response* answer = ask(client, "POST", "/v1/cross-check", body);
    if (answer == NULL) return 0;
    int same = 1;
    for (size_t i = 0; i < sizeof compared / sizeof *compared; ++i) {
        char path[max_text_octets];
        snprintf(path, sizeof path, "fields.%s.result", compared[i]);
        const char* result = fivestar_response_text(answer, path);
        if (result == NULL) continue; /* not granted */
        printf("%s: %s\n", compared[i], result);
        if (strcmp(result, "different") == 0) same = 0;
    }
    fivestar_response_free(answer);
    return same;
}

static int forget(fivestar_client* client, fivestar_response* read) {
    char target[max_text_octets];
    snprintf(target, sizeof target, "/v1/reads/%s", text(read, "id"));
    fivestar_response* response = ask(client, "DELETE", target, NULL);
    const int forgotten = response != NULL;
    fivestar_response_free(response);
    return forgotten;
}

static int is_genuine(fivestar_response* read) {
    return fivestar_response_verdict(read) == FIVESTAR_GENUINE;
}

int main(int argc, char** argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: %s SOCKET CARD_READER PASSPORT_READER PORTRAIT_FILE < keys\n", argv[0]);
        return 64;
    }
    char keys[max_key_octets + 1];
    keys[fread(keys, 1, max_key_octets, stdin)] = '\0';
    char* passport_mrz = strstr(keys, "\n\n");
    if (passport_mrz != NULL) *passport_mrz = '\0';
    passport_mrz = passport_mrz != NULL ? passport_mrz + 2 : keys + strlen(keys);

    fivestar_client* client = NULL;
    if (fivestar_open(argv[1], &client) != FIVESTAR_OK) return 1;
    const char* locale = getenv("LANG");
    if (locale != NULL && strncmp(locale, "zh", 2) == 0) fivestar_set_language(client, "zh");
    int good = 0;
    fivestar_response* card = wait_for_card(client, argv[2]) ? read_card(client, argv[2], keys) : NULL;
    fivestar_response* passport = NULL;
    if (card != NULL) {
        show("card", card);
        good = save_portrait(client, card, argv[4]);
        passport = read_card(client, argv[3], passport_mrz);
    }
    if (passport != NULL) {
        show("passport", passport);
        good = cross_check(client, card, passport) && good && is_genuine(card) && is_genuine(passport);
    }
    int forgotten = card != NULL && passport != NULL;
    if (card != NULL) forgotten = forget(client, card) && forgotten;
    if (passport != NULL) forgotten = forget(client, passport) && forgotten;
    if (forgotten) puts("forgotten");
    fivestar_response_free(card);
    fivestar_response_free(passport);
    memset(keys, 0, sizeof keys);
    fivestar_close(client);
    return good && forgotten ? 0 : 1;
}
