/* SPDX-License-Identifier: Apache-2.0 */

#include "app/bench_costs.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "app/plain_redis.h"
#include "app/plain_store.h"
#include "bench/line.h"

#define ANSWER_BYTES 65536
#define WAIT_MS      5000

/* ---- The server's ---- */

static bool ask(struct line *line, struct ssl_ctx_st *tls,
                const struct bench_target *target)
{
    static const char request[] = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
    } to = {.v4 = {.sin_family = AF_INET,
                   .sin_port = htons(target->port),
                   .sin_addr.s_addr = htonl(target->address)}};
    bool is_done = true;

    line->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(line->fd, &to.any, sizeof to.v4) != 0)
        return false;
    if (tls) {
        line_secure(line, tls);
        (void)line_shake_hands(line, &is_done);
    }
    return is_done && line_send(line, request, sizeof request - 1);
}

static void hear(struct line *line, char answer[ANSWER_BYTES])
{
    struct pollfd more = {.fd = line->fd, .events = POLLIN};
    size_t len = 0;
    ssize_t got = 1;

    while (got != 0 && len + 1 < ANSWER_BYTES && poll(&more, 1, WAIT_MS) == 1) {
        got = line_recv(line, answer + len, ANSWER_BYTES - len - 1);
        if (got < 0 && errno != EAGAIN)
            break;
        len += got > 0 ? (size_t)got : 0;
    }
    answer[len] = '\0';
}

/* Of all workers; how many. */
static size_t sum_of(const char *text, const char *name, double *sum)
{
    char begin[96];
    size_t n = 0;

    *sum = 0;
    (void)snprintf(begin, sizeof begin, "\n%s{process=\"worker.", name);
    for (const char *at = strstr(text, begin); at; at = strstr(at + 1, begin)) {
        const char *end = strchr(at, '}');

        *sum += end ? strtod(end + 1, NULL) : 0;
        n++;
    }
    return n;
}

size_t bench_costs_server(const struct bench_target *target, struct scenario_usage *out)
{
    static char answer[ANSWER_BYTES];
    struct ssl_ctx_st *tls = target->is_secure ? line_tls_new() : NULL;
    struct line line = {.fd = -1};
    double cpu_s, bytes;

    answer[0] = '\0';
    if (ask(&line, tls, target))
        hear(&line, answer);
    line_close(&line);
    line_tls_free(tls);
    size_t n = sum_of(answer, "process_cpu_seconds_total", &cpu_s);

    (void)sum_of(answer, "process_resident_memory_bytes", &bytes);
    out->server_us = (uint64_t)(cpu_s * 1e6);
    out->memory_bytes = (uint64_t)bytes;
    return n;
}

/* ---- Redis's ---- */

static double info_seconds(const char *info, const char *name)
{
    const char *at = strstr(info, name);

    return at ? strtod(at + strlen(name), NULL) : 0;
}

bool bench_costs_redis(const char *address, struct scenario_usage *out)
{
    struct complaint ignored;
    struct plain_store *store = plain_store_open(address, &ignored);
    bool is_told = store != NULL;
    double seconds = 0;

    for (size_t i = 0; is_told && i < store->map.n; i++) {
        redisContext *redis = plain_store_master(store, i, &ignored);
        redisReply *reply = redis ? plain_redis_do(redis, &ignored, "INFO cpu") : NULL;

        is_told = reply && reply->str;
        if (is_told)
            seconds += info_seconds(reply->str, "used_cpu_sys:") +
                       info_seconds(reply->str, "used_cpu_user:");
        freeReplyObject(reply);
    }
    plain_store_close(store);
    if (is_told)
        out->redis_us = (uint64_t)(seconds * 1e6);
    return is_told;
}
