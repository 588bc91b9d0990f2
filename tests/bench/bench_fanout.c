/* SPDX-License-Identifier: Apache-2.0 */

/* What does it cost to tell a room something? Processor time of the server for each
 * delivered message of 200 bytes, by how many listen and how many messages are under way,
 * beside other servers doing the same: same crowd, same machine, same run.
 *
 *   bench_fanout [--seconds 3] [--only NAME]        one JSON object on stdout
 *
 * Ours is the product as it is: a host changes the room, Redis keeps the fact, the worker
 * hears of it and tells the room. One worker on one core; the crowd and Redis on the other.
 * The others are posted the message over HTTP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/errand_room.h"
#include "base/mem.h"
#include "bench/crowd.h"
#include "bench/process.h"
#include "lib/app_fixture.h"
#include "lib/peer.h"

#define WAIT_MS       60000
#define WINDOW_MAX    8
#define PUBLICATIONS  (2UL * WINDOW_MAX)
#define MESSAGE_BYTES 200
#define WARM_NS       300000000ULL
#define POST_BYTES    512

struct server;

/* A server to be measured: how it starts, and how it is told something. */
struct contender {
    const char *name;
    const char *argv[6]; /* None: ours. */
    void (*open)(struct server *server);
    void (*publish)(struct server *server, uint64_t n);
    void (*turn)(struct server *server); /* Lets what was published leave. */
    void (*close)(struct server *server);
};

struct publication {
    struct store_request request;
    struct buf *settings; /* NULL: free. */
    struct server *server;
};

struct server {
    const struct contender *contender;
    pid_t pid;
    uint16_t port;
    struct crowd_options crowd;
    /* Ours: */
    struct app app;
    struct config config;
    struct errand errand;
    char code[CODE_CHARS + 1];
    uint64_t rev, failed;
    struct publication publications[PUBLICATIONS];
    /* The others: */
    struct peer peer;
    int poster;
    size_t unsent;
    char posts[WINDOW_MAX * POST_BYTES];
};

/* ---- Ours ---- */

static const struct id room = {"r"};

static void on_published(struct store_request *request, enum err err, const void *result)
{
    struct publication *p = request->owner;

    (void)result;
    p->server->failed += err != OK;
    buf_unref(p->settings);
    p->settings = NULL;
}

static struct buf *settings_of(uint64_t n)
{
    char text[128];
    int len = snprintf(text, sizeof text,
                       "{\"title\":\"bench%04llu\",\"lang\":\"en\",\"blank\":false,"
                       "\"hide_people\":false}",
                       (unsigned long long)n % 10000);

    return buf_new(text, (size_t)len);
}

static void open_ours(struct server *server)
{
    const char *const args[] = {"--workers", "1", "--log-level", "error", NULL};
    char *flags[] = {(char[]){"--data"}, server->app.data};
    struct complaint complaint;
    struct code code;
    pid_t redis;

    app_init(&server->app);
    peer_pin(0, PEER_CORE_SERVER);
    app_start(&server->app, args);
    peer_pin(0, PEER_CORE_CROWD);
    if (app_children(&server->app, "redis-server", &redis, 1) == 1)
        peer_pin(redis, PEER_CORE_CROWD);
    if (!config_load(&server->config, &(struct config_sources){2, flags, NULL},
                     &complaint) ||
        !errand_open(&server->errand, &server->config, &complaint) ||
        errand_room_make(&server->errand, &room, "{\"title\":\"bench\",\"lang\":\"en\"}",
                         &code) != OK ||
        app_children(&server->app, "clameur worker", &server->pid, 1) != 1)
        abort();
    (void)snprintf(server->code, sizeof server->code, "%s", code.text);
    server->rev = 1;
    server->port = server->app.port;
    server->crowd =
        (struct crowd_options){.code = server->code, .identity = &server->errand.identity};
}

static void publish_ours(struct server *server, uint64_t n)
{
    struct publication *p = server->publications;

    while (p->settings && p < server->publications + PUBLICATIONS - 1)
        p++;
    *p = (struct publication){.request = {.done = on_published, .owner = p},
                              .settings = settings_of(n),
                              .server = server};
    store_room_update(server->errand.store, &p->request, &room,
                      &(struct room_change){.rev = server->rev++, .settings = p->settings});
}

static void turn_ours(struct server *server)
{
    uv_run(&server->errand.loop, UV_RUN_NOWAIT);
}

static void close_ours(struct server *server)
{
    errand_close(&server->errand);
    config_done(&server->config);
    app_done(&server->app);
}

/* ---- The others ---- */

static void open_peer(struct server *server)
{
    peer_start(&server->peer, server->contender->argv);
    server->pid = server->peer.pid;
    server->port = server->peer.port;
    server->poster = peer_connect(server->port);
    server->crowd = (struct crowd_options){.code = "", .is_mute = true};
}

/* {"ev":"room.changed","seq":7,"pad":"xxx..."} */
static void publish_peer(struct server *server, uint64_t n)
{
    char body[MESSAGE_BYTES + 1];
    int head =
        snprintf(body, sizeof body, "{\"ev\":\"room.changed\",\"seq\":%llu,\"pad\":\"",
                 (unsigned long long)n);

    memset(body + head, 'x', (size_t)(MESSAGE_BYTES - head));
    memcpy(body + MESSAGE_BYTES - 2, "\"}", 3);
    server->unsent += (size_t)snprintf(
        server->posts + server->unsent, sizeof server->posts - server->unsent,
        "POST /pub HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n"
        "Content-Length: %d\r\n\r\n%s",
        MESSAGE_BYTES, body);
}

static void turn_peer(struct server *server)
{
    char answers[4096];

    if (server->unsent && send(server->poster, server->posts, server->unsent,
                               MSG_NOSIGNAL) != (ssize_t)server->unsent)
        abort();
    server->unsent = 0;
    while (recv(server->poster, answers, sizeof answers, MSG_DONTWAIT) > 0)
        ;
}

static void close_peer(struct server *server)
{
    (void)close(server->poster);
    peer_stop(&server->peer);
}

static const struct contender contenders[] = {
    {"clameur", {NULL}, open_ours, publish_ours, turn_ours, close_ours},
    {"ws",
     {"node", "tests/bench/peers/fanout.mjs", "PORT", NULL},
     open_peer,
     publish_peer,
     turn_peer,
     close_peer},
    {"nchan",
     {"sh", "-c",
      "f=$(mktemp) && sed s/@PO[R]T@/PORT/g tests/bench/peers/nchan.conf >$f && "
      "exec nginx -c $f",
      NULL},
     open_peer,
     publish_peer,
     turn_peer,
     close_peer},
};

/* ---- Measuring ---- */

struct bench {
    uint64_t seconds;
    const char *only;
    bool has_printed;
};

/* Keeps `window` messages under way, each until everyone has it. */
static void keep_telling(struct server *server, struct crowd *crowd, uint64_t window,
                         uint64_t *published, uint64_t until_ns)
{
    while (crowd_now_ns() < until_ns) {
        for (; *published < crowd->facts_done + window; ++*published)
            server->contender->publish(server, *published + 1);
        server->contender->turn(server);
        crowd_turn(crowd, 0);
    }
}

static bool all_heard(struct server *server, struct crowd *crowd, uint64_t published)
{
    uint64_t end = crowd_now_ns() + WAIT_MS * 1000000ULL;

    while (crowd->facts_done < published && crowd_now_ns() < end) {
        server->contender->turn(server);
        crowd_turn(crowd, 1);
    }
    return crowd->facts_done == published;
}

static bool measure(struct bench *bench, struct server *server, struct crowd *crowd,
                    uint64_t window)
{
    uint64_t published = 0;

    crowd_forget_stats(crowd);
    for (size_t i = 0; i < crowd->n && server->contender->argv[0]; i++)
        crowd->clients[i].seq = 0; /* Theirs begins anew with each measurement. */
    keep_telling(server, crowd, window, &published, crowd_now_ns() + WARM_NS);
    uint64_t heard = crowd->stats.facts, bytes = crowd->stats.bytes;
    uint64_t begun = crowd_now_ns(), cpu = process_cpu_us(server->pid);

    keep_telling(server, crowd, window, &published, begun + bench->seconds * 1000000000);
    bool is_whole = all_heard(server, crowd, published);
    double seconds = (double)(crowd_now_ns() - begun) / 1e9;
    double n = (double)(crowd->stats.facts - heard);

    cpu = process_cpu_us(server->pid) - cpu;
    printf("%s\n  {\"server\":\"%s\",\"subscribers\":%zu,\"window\":%llu,"
           "\"cpu_each_us\":%.3f,\"bytes_each\":%.0f,\"deliveries_per_s\":%.0f,"
           "\"messages_per_s\":%.1f,\"whole\":%s}",
           bench->has_printed ? "," : "", server->contender->name, crowd->n,
           (unsigned long long)window, (double)cpu / n,
           (double)(crowd->stats.bytes - bytes) / n, n / seconds,
           n / seconds / (double)crowd->n, is_whole ? "true" : "false");
    bench->has_printed = true;
    return is_whole && server->failed == 0;
}

static bool measure_contender(struct bench *bench, const struct contender *contender,
                              size_t subscribers)
{
    static struct server server; /* Large. */

    server = (struct server){.contender = contender};
    contender->open(&server);
    server.crowd.n = subscribers;
    server.crowd.port = server.port;
    server.crowd.question = "";
    struct crowd *crowd = crowd_new(&server.crowd);
    uint64_t memory = process_memory_bytes(server.pid), cpu = process_cpu_us(server.pid);
    bool is_good = crowd_until(crowd, crowd_is_seated, WAIT_MS);

    cpu = process_cpu_us(server.pid) - cpu;
    memory = process_memory_bytes(server.pid) - memory;
    if (is_good) {
        is_good =
            measure(bench, &server, crowd, 1) && measure(bench, &server, crowd, WINDOW_MAX);
        printf(",\n  {\"server\":\"%s\",\"subscribers\":%zu,\"join_cpu_each_us\":%.1f,"
               "\"memory_each_bytes\":%.0f}",
               contender->name, subscribers, (double)cpu / (double)subscribers,
               (double)memory / (double)subscribers);
    } else {
        (void)fprintf(stderr, "bench_fanout: %s: %zu of %zu are seated\n", contender->name,
                      crowd->n_seated, crowd->n);
    }
    crowd_free(crowd);
    contender->close(&server);
    return is_good;
}

int main(int argc, char **argv)
{
    static const size_t sizes[] = {1000, 10000};
    struct bench bench = {.seconds = 3};
    bool is_good = true;

    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--seconds") == 0)
            bench.seconds = strtoull(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--only") == 0)
            bench.only = argv[i + 1];
    }
    printf("{\"bench\":\"fanout\",\"rows\":[");
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++)
        for (size_t k = 0; k < sizeof contenders / sizeof contenders[0]; k++)
            if (!bench.only || strcmp(bench.only, contenders[k].name) == 0)
                is_good = measure_contender(&bench, &contenders[k], sizes[s]) && is_good;
    printf("],\"good\":%s}\n", is_good ? "true" : "false");
    return is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}
