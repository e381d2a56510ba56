// SPDX-License-Identifier: Apache-2.0
/* Reads the card on the only reader that has one, and prints the verdict and the holder's name.
 *
 *     cc read.c $(pkg-config --cflags --libs fivestar) -o read
 *     ./read /run/fivestard/fivestard.sock < mrz
 */
#include <fivestar.h>
#include <stdio.h>

static int show(void* context, const fivestar_progress* progress) {
    fprintf(context, "%u/%u %s\n", progress->index, progress->of, progress->step);
    return 0;
}

int main(int argc, char** argv) {
    char mrz[512] = "";
    fivestar_client* client = NULL;
    fivestar_response* read = NULL;
    if (argc != 2 || fivestar_open(argv[1], &client) != FIVESTAR_OK) return 64;
    mrz[fread(mrz, 1, sizeof mrz - 1, stdin)] = '\0';
    const fivestar_read_options options = {.size = sizeof options, .mrz = mrz};
    const fivestar_error error = fivestar_read(client, &options, show, stderr, &read);
    const int genuine = error == FIVESTAR_OK && fivestar_response_verdict(read) == FIVESTAR_GENUINE;
    const char* name = error == FIVESTAR_OK ? fivestar_response_text(read, "holder.names.latin") : NULL;
    printf("%s: %s\n", genuine ? "genuine" : "not genuine, or not read", name != NULL ? name : "");
    fivestar_response_free(read);
    fivestar_close(client);
    return genuine ? 0 : 1;
}
