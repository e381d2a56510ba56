/* A front desk's use of fivestard: card, portrait, passport, comparison, and everything forgotten. See README.md beside
 * this file.
 *
 *     cc hotel.c $(pkg-config --cflags --libs fivestar json-c) -o hotel
 */
#include <fcntl.h>
#include <fivestar.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { longest_keys = 1024, longest_target = 512, patience_milliseconds = 180000 };

static const char* const fields[] = {
    "document.type", "document.number_masked", "document.currently_valid", "holder.names", "holder.birth_date",
    "holder.sex",    "holder.nationality",     "holder.over_18",           "portrait",     "verification"};

/* The member at a path of names, or NULL. */
static struct json_object* at(struct json_object* object, const char* path) {
    struct json_object* found = NULL;
    return json_pointer_get(object, path, &found) == 0 ? found : NULL;
}

static const char* text_at(struct json_object* object, const char* path) {
    const char* text = json_object_get_string(at(object, path));
    return text != NULL ? text : "null";
}

static void complain_of_problem(struct json_object* problem) {
    fprintf(stderr, "fivestard: %s: %s\n", text_at(problem, "/code"), text_at(problem, "/title"));
}

/* The answer in full, if there is one and it is no problem; the caller frees it. */
static fivestar_response* ask(fivestar_client* client, const char* method, const char* target, const char* body,
                              const char* accept) {
    fivestar_request request = {.size = sizeof request,
                                .method = method,
                                .target = target,
                                .accept = accept,
                                .body = body,
                                .body_size = body != NULL ? strlen(body) : 0};
    fivestar_response* response = NULL;
    const fivestar_error error = fivestar_send(client, &request, &response);
    if (error != FIVESTAR_OK) {
        fprintf(stderr, "fivestard: %s\n", fivestar_error_name(error));
        return NULL;
    }
    if (fivestar_response_status(response) < 400) return response;
    struct json_object* problem = json_tokener_parse(fivestar_response_body(response, NULL));
    complain_of_problem(problem);
    json_object_put(problem);
    fivestar_response_free(response);
    return NULL;
}

/* Ends the stream at the first event that tells of a card. */
static int on_reader_event(void* context, const fivestar_event* event) {
    int* has_card = context;
    *has_card = strcmp(event->name, "card_inserted") == 0 ||
                (strcmp(event->name, "snapshot") == 0 && strstr(event->data, "\"card\":") != NULL);
    return *has_card;
}

static int wait_for_card(fivestar_client* client, const char* reader) {
    char target[longest_target];
    snprintf(target, sizeof target, "/v1/events?reader=%s", reader);
    fivestar_request request = {
        .size = sizeof request, .target = target, .timeout_milliseconds = patience_milliseconds};
    fivestar_response* response = NULL;
    int has_card = 0;
    fivestar_stream(client, &request, on_reader_event, &has_card, &response);
    fivestar_response_free(response);
    return has_card;
}

static int on_read_event(void* context, const fivestar_event* event) {
    struct json_object** result = context;
    struct json_object* data = json_tokener_parse(event->data);
    if (strcmp(event->name, "progress") == 0) {
        fprintf(stderr, "%s/%s %s\n", text_at(data, "/index"), text_at(data, "/of"), text_at(data, "/step"));
    } else if (strcmp(event->name, "problem") == 0) {
        complain_of_problem(data);
    } else if (strcmp(event->name, "result") == 0) {
        *result = json_object_get(data);
    }
    json_object_put(data);
    return 0;
}

/* The result, or NULL after a complaint; the caller puts it. */
static struct json_object* read_card(fivestar_client* client, const char* reader, const char* mrz) {
    struct json_object* order = json_object_new_object();
    json_object_object_add(order, "reader", json_object_new_string(reader));
    json_object_object_add(order, "wait_seconds", json_object_new_int(30));
    struct json_object* wanted = json_object_new_array();
    for (size_t i = 0; i < sizeof fields / sizeof *fields; ++i)
        json_object_array_add(wanted, json_object_new_string(fields[i]));
    json_object_object_add(order, "fields", wanted);
    if (*mrz != '\0') {
        struct json_object* access = json_object_new_object();
        json_object_object_add(access, "mrz", json_object_new_string(mrz));
        json_object_object_add(order, "access", access);
    }
    const char* body = json_object_to_json_string(order);
    fivestar_request request = {.size = sizeof request,
                                .method = "POST",
                                .target = "/v1/read",
                                .body = body,
                                .body_size = strlen(body),
                                .timeout_milliseconds = patience_milliseconds};
    struct json_object* result = NULL;
    fivestar_response* response = NULL;
    const fivestar_error error = fivestar_stream(client, &request, on_read_event, &result, &response);
    json_object_put(order);
    if (error != FIVESTAR_OK) {
        fprintf(stderr, "fivestard: %s\n", fivestar_error_name(error));
    } else if (fivestar_response_status(response) >= 400) {
        struct json_object* problem = json_tokener_parse(fivestar_response_body(response, NULL));
        complain_of_problem(problem);
        json_object_put(problem);
    }
    fivestar_response_free(response);
    return result;
}

static void show(const char* label, struct json_object* read) {
    const char* latin = json_object_get_string(at(read, "/record/holder/names/latin"));
    printf("%s: %s %s, %s\n", label, text_at(read, "/record/document/type"),
           text_at(read, "/record/document/number_masked"), text_at(read, "/verification/verdict"));
    printf("  name: %s\n", latin != NULL && *latin != '\0' ? latin : text_at(read, "/record/holder/names/primary"));
    printf("  valid today: %s, over 18: %s\n", text_at(read, "/record/document/currently_valid"),
           text_at(read, "/record/holder/over_18"));
}

static int save_portrait(fivestar_client* client, struct json_object* read, const char* path) {
    char target[longest_target];
    snprintf(target, sizeof target, "/v1/reads/%s/portrait", text_at(read, "/id"));
    fivestar_response* response = ask(client, "GET", target, NULL, "image/jpeg");
    if (response == NULL) return 0;
    size_t size = 0;
    const char* octets = fivestar_response_body(response, &size);
    const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const int written = file >= 0 && write(file, octets, size) == (ssize_t)size;
    if (file >= 0) close(file);
    if (written) printf("  portrait: %s\n", fivestar_response_header(response, "Content-Type"));
    fivestar_response_free(response);
    return written;
}

static int by_name(const void* left, const void* right) {
    return strcmp(*(const char* const*)left, *(const char* const*)right);
}

/* Prints how the two reads compare; whether nothing differs. */
static int cross_check(fivestar_client* client, struct json_object* card, struct json_object* passport) {
    char body[longest_target];
    snprintf(body, sizeof body, "{\"reads\": [\"%s\", \"%s\"]}", text_at(card, "/id"), text_at(passport, "/id"));
    fivestar_response* response = ask(client, "POST", "/v1/cross-check", body, "application/json");
    if (response == NULL) return 0;
    struct json_object* answer = json_tokener_parse(fivestar_response_body(response, NULL));
    fivestar_response_free(response);
    struct json_object* compared = at(answer, "/fields");
    const char* names[64];
    size_t count = 0;
    if (json_object_is_type(compared, json_type_object)) {
        struct json_object_iterator entry = json_object_iter_begin(compared);
        const struct json_object_iterator end = json_object_iter_end(compared);
        while (count < sizeof names / sizeof *names && !json_object_iter_equal(&entry, &end)) {
            names[count++] = json_object_iter_peek_name(&entry);
            json_object_iter_next(&entry);
        }
    }
    qsort(names, count, sizeof *names, by_name);
    int same = count > 0;
    for (size_t i = 0; i < count; ++i) {
        const char* result = text_at(json_object_object_get(compared, names[i]), "/result");
        printf("%s: %s\n", names[i], result);
        if (strcmp(result, "different") == 0) same = 0;
    }
    json_object_put(answer);
    return same;
}

static int forget(fivestar_client* client, struct json_object* read) {
    char target[longest_target];
    snprintf(target, sizeof target, "/v1/reads/%s", text_at(read, "/id"));
    fivestar_response* response = ask(client, "DELETE", target, NULL, NULL);
    const int forgotten = response != NULL;
    fivestar_response_free(response);
    return forgotten;
}

static int is_genuine(struct json_object* read) {
    return strcmp(text_at(read, "/verification/verdict"), "genuine") == 0;
}

int main(int argc, char** argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: %s SOCKET CARD_READER PASSPORT_READER PORTRAIT_FILE < keys\n", argv[0]);
        return 64;
    }
    char keys[longest_keys + 1];
    keys[fread(keys, 1, longest_keys, stdin)] = '\0';
    char* passport_mrz = strstr(keys, "\n\n");
    if (passport_mrz != NULL) *passport_mrz = '\0';
    passport_mrz = passport_mrz != NULL ? passport_mrz + 2 : keys + strlen(keys);

    fivestar_client* client = NULL;
    if (fivestar_open(argv[1], &client) != FIVESTAR_OK) return 1;
    const char* locale = getenv("LANG");
    if (locale != NULL && strncmp(locale, "zh", 2) == 0) fivestar_set_language(client, "zh");
    int good = 0;
    struct json_object* card = wait_for_card(client, argv[2]) ? read_card(client, argv[2], keys) : NULL;
    struct json_object* passport = NULL;
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
    json_object_put(card);
    json_object_put(passport);
    memset(keys, 0, sizeof keys);
    fivestar_close(client);
    return good && forgotten ? 0 : 1;
}
