/* SPDX-License-Identifier: Apache-2.0 */

/* A request's head as libwebsockets hands it over: lines of text, in the order of the
 * fields. */
#include "net/request.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const size_t fields[] = {
    offsetof(struct request, path),
    offsetof(struct request, host),
    offsetof(struct request, origin),
    offsetof(struct request, cookie),
    offsetof(struct request, accept_language),
    offsetof(struct request, accept_encoding),
    offsetof(struct request, authorization),
    offsetof(struct request, content_type),
    offsetof(struct request, content_length),
    offsetof(struct request, transfer_encoding),
    offsetof(struct request, ws_protocols),
    offsetof(struct request, referer),
    offsetof(struct request, upgrade),
    offsetof(struct request, ws_key),
    offsetof(struct request, ws_version),
    offsetof(struct request, expect),
    offsetof(struct request, version),
    offsetof(struct request, forwarded_for),
    offsetof(struct request, forwarded_proto),
    offsetof(struct request, if_none_match),
};

#define FIELDS (sizeof fields / sizeof *fields)

static void use(const struct request *request)
{
    static const char *const languages[] = {"en", "fr"};
    struct origin origin;
    char out[64];

    if (request_check(request) == OK) {
        if (!host_is_valid(request->host) || *request->transfer_encoding ||
            request_body_bytes(request) > MESSAGE_BYTES_MAX)
            __builtin_trap();
        /* What is valid may go into a header of ours. */
        if (strpbrk(request->host, "\r\n ;'\""))
            __builtin_trap();
        (void)host_is_local(request->host);
    }
    if (request_check_upgrade(request, "clameur.1") == OK && request->method != METHOD_GET)
        __builtin_trap();
    if (origin_read(request->origin, &origin) && !host_is_valid(origin.authority))
        __builtin_trap();
    (void)origin_is_ours(request, request->origin, request->referer);
    if (cookie_find(request->cookie, "clameur", out, sizeof out) && strpbrk(out, ";, \t"))
        __builtin_trap();
    if (language_choose(request->accept_language, languages, 2) > 1)
        __builtin_trap();
    (void)accepts_gzip(request->accept_encoding);
    (void)has_tag(request->if_none_match, "30f5a636b0d8");
    (void)bearer_token(request->authorization);
    (void)type_is(request->content_type, "application/json");
    percent_encode(request->path, out, sizeof out);
    if (strpbrk(out, "\r\n <>\"&"))
        __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct request request = {.method = size ? (enum method)(data[0] % 4) : METHOD_GET};
    char *text = calloc(1, size + 1), *at = text, *end = text + size;

    memcpy(text, data, size);
    for (size_t i = 0; i < FIELDS; i++) {
        char *line_end = memchr(at, '\n', (size_t)(end - at));
        const char *line = at;
        at = line_end ? line_end + 1 : end;
        if (line_end)
            *line_end = '\0';
        memcpy((char *)&request + fields[i], &line, sizeof line);
    }
    request.args[request.n_args++] = request.path;
    (void)request_arg(&request, "lang");
    use(&request);
    free(text);
    return 0;
}
