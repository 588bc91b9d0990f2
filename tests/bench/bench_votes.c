/* SPDX-License-Identifier: Apache-2.0 */

/* What does a vote cost the server beside just receiving its message? And how long do taps
 * take to be counted and shown, beside a plain server on npm's ws and Redis?
 *
 *   bench_votes [--rounds 5] [--people 10000] [--rate 2000]     one JSON object on stdout
 *
 * Receiving alone is a piece of a text message, as long as a cast: read, unmasked, handed
 * over and kept. (Not a pong, which libwebsockets unmasks byte by byte through its whole
 * state machine: that takes five times the instructions of the same text.) Beside both
 * stands what the kernel alone takes for as much, see bench_bare.c. A vote is
 * measured on a question whose tally nobody may see, so that it is the vote and its
 * acknowledgement alone, when all vote at once and when they come one by one; and on a
 * question that everybody watches. Round after round, so that what the machine does
 * besides falls on all.
 * One worker on one core; the crowd and Redis on the other. */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/bench_host.h"
#include "base/process.h"
#include "bench/crowd_inside.h"
#include "lib/app_fixture.h"
#include "lib/peer.h"
#include "lib/redis_fixture.h"

#define WAIT_MS        60000
#define VOTERS         1000
#define MESSAGES_PER_S 15000 /* Less than commands_per_s of VOTERS connections. */
#define STREAM_S       1     /* Each of the two streams of a round. */
#define FEED_S         2
#define QUIET_MS       40 /* A server that used next to nothing for so long has finished. */
#define QUIET_US       1000
#define CAST_BYTES     83 /* {"mid":12,"cmd":"cast","question":"tap", ... */

struct bench {
    uint64_t rounds, people, rate;
    bool has_printed;
    struct peer bare, bare_answering;
    struct app app;
    struct config config;
    struct errand errand;
    struct bench_host host;
};

/* ---- Our server ---- */

static void open_ours(struct bench *bench)
{
    const char *const args[] = {"--workers", "1", "--log-level", "error", NULL};
    char *flags[] = {(char[]){"--data"}, bench->app.data};
    struct complaint complaint;
    pid_t redis;

    app_init(&bench->app);
    peer_pin(0, PEER_CORE_SERVER);
    app_start(&bench->app, args);
    peer_pin(0, PEER_CORE_CROWD);
    if (app_children(&bench->app, "redis-server", &redis, 1) == 1)
        peer_pin(redis, PEER_CORE_CROWD);
    if (!config_load(&bench->config, &(struct config_sources){2, flags, NULL},
                     &complaint) ||
        !errand_open(&bench->errand, &bench->config, &complaint))
        abort();
    bench_host_init(&bench->host, &bench->errand,
                    &(struct bench_target){INADDR_LOOPBACK, bench->app.port, false});
}

static void close_ours(struct bench *bench)
{
    errand_close(&bench->errand);
    config_done(&bench->config);
    app_done(&bench->app);
}

/* ---- A vote, and its message alone ---- */

static void begin_message(struct crowd *crowd, size_t i)
{
    crowd_send(crowd, &crowd->clients[i], WEBSOCKET_TEXT | WEBSOCKET_MORE, "", 0);
}

static void send_piece(struct crowd *crowd, size_t i)
{
    static const char text[CAST_BYTES] = "as long as a vote";

    crowd_send(crowd, &crowd->clients[i], WEBSOCKET_CONTINUE | WEBSOCKET_MORE, text,
               sizeof text);
}

static void send_vote(struct crowd *crowd, size_t i)
{
    if (!crowd->clients[i].is_pending)
        crowd_cast(crowd, i, crowd->clients[i].option ^ 1);
}

/* By the clock, one client after the other, `burst` at a time; how many were sent. */
static uint64_t stream(struct crowd *crowd, uint64_t burst,
                       void (*send_one)(struct crowd *crowd, size_t i))
{
    uint64_t begun = crowd_now_ns(), sent = 0, total = (uint64_t)STREAM_S * MESSAGES_PER_S;

    while (sent < total) {
        uint64_t due = (crowd_now_ns() - begun) / 1000 * MESSAGES_PER_S / 1000000;

        due -= due % burst;
        for (; sent < due && sent < total; sent++)
            send_one(crowd, sent % crowd->n);
        crowd_turn(crowd, 1);
    }
    (void)crowd_until(crowd, crowd_is_settled, WAIT_MS);
    return sent;
}

/* Once all is done: what was sent last may lie in a socket still. `pid`: a bare server; 0:
 * ours. */
static struct scenario_usage use(struct bench *bench, struct crowd *crowd, pid_t pid)
{
    struct scenario_usage usage = {0};
    uint64_t before;

    do {
        uint64_t end = crowd_now_ns() + QUIET_MS * 1000000ULL;

        before = usage.server_us;
        while (crowd_now_ns() < end)
            crowd_turn(crowd, QUIET_MS / 4);
        if (pid)
            usage.server_us = process_cpu_us(pid);
        else
            bench->host.host.usage(&bench->host.host, &usage);
    } while (usage.server_us - before > QUIET_US);
    return usage;
}

static const char hidden[] =
    "{\"kind\":\"single\",\"title\":\"Which one?\",\"options\":[\"This\",\"That\"],"
    "\"results\":\"never\",\"hide_voters\":true}";

/* What is measured: how many send at once, and the question; NULL: the usual one. */
struct costs {
    const char *name;
    uint64_t burst;
    const char *definition;
};

static const struct costs all_costs[] = {
    {"at once", VOTERS, hidden}, {"one by one", 1, hidden}, {"watched", VOTERS, NULL}};

static struct crowd *seated(const struct bench *bench)
{
    const struct scenario_host *host = &bench->host.host;
    struct crowd *crowd = crowd_new(&(struct crowd_options){.n = VOTERS,
                                                            .port = host->port,
                                                            .code = host->code,
                                                            .question = host->question,
                                                            .identity = host->identity});

    (void)crowd_until(crowd, crowd_is_seated, WAIT_MS);
    return crowd;
}

static struct crowd *seated_at(const struct peer *bare)
{
    struct crowd *crowd = crowd_new(&(struct crowd_options){
        .n = VOTERS, .port = bare->port, .code = "", .question = "", .is_mute = true});

    (void)crowd_until(crowd, crowd_is_seated, WAIT_MS);
    return crowd;
}

/* A crowd of its own, for it ends within a message, which may have so many pieces. Frees
 * it. */
static double receive_us(struct bench *bench, struct crowd *crowd, pid_t pid,
                         uint64_t burst, bool *is_good)
{
    for (size_t i = 0; i < VOTERS; i++)
        begin_message(crowd, i);
    struct scenario_usage at_first = use(bench, crowd, pid);
    double pieces = (double)stream(crowd, burst, send_piece);
    struct scenario_usage at_last = use(bench, crowd, pid);

    *is_good = *is_good && crowd_is_settled(crowd);
    crowd_free(crowd);
    return (double)(at_last.server_us - at_first.server_us) / pieces;
}

/* {"case":"at once","of":"vote","round":0,...}, without its end. */
static void begin_row(struct bench *bench, const char *name, const char *of, uint64_t round)
{
    printf("%s\n  {\"case\":\"%s\",\"of\":\"%s\",\"round\":%llu,",
           bench->has_printed ? "," : "", name, of, (unsigned long long)round);
    bench->has_printed = true;
}

static void begin_server_row(struct bench *bench, const char *name, const char *of,
                             uint64_t round, double server_us)
{
    begin_row(bench, name, of, round);
    printf("\"server_us\":%.2f", server_us);
}

/* The messages alone, received by us, by a server that does nothing, and by one that
 * answers. */
static bool measure_messages(struct bench *bench, const struct costs *costs, uint64_t round)
{
    bool is_good = true;
    const struct {
        const char *of;
        const struct peer *bare;
    } all[] = {{"receive", NULL},
               {"bare receive", &bench->bare},
               {"bare receive and answer", &bench->bare_answering}};

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        const struct peer *bare = all[i].bare;

        begin_server_row(bench, costs->name, all[i].of, round,
                         receive_us(bench, bare ? seated_at(bare) : seated(bench),
                                    bare ? bare->pid : 0, costs->burst, &is_good));
        printf("}");
    }
    return is_good;
}

static bool measure_costs(struct bench *bench, const struct costs *costs, uint64_t round)
{
    struct scenario_host *host = &bench->host.host;
    const char *usual = bench->host.definition;

    if (costs->definition)
        bench->host.definition = costs->definition;

    if (!host->make_room(host) || !host->move(host, MOVE_OPEN))
        return false;
    bool is_good = measure_messages(bench, costs, round);
    struct crowd *crowd = seated(bench);
    struct scenario_usage at_first = use(bench, crowd, 0);

    (void)stream(crowd, costs->burst, send_vote);
    struct scenario_usage at_last = use(bench, crowd, 0);
    double votes = (double)crowd->stats.acked;

    is_good = is_good && crowd_is_settled(crowd) && crowd->stats.refused == 0;
    begin_server_row(bench, costs->name, "vote", round,
                     (double)(at_last.server_us - at_first.server_us) / votes);
    printf(",\"redis_us\":%.2f}", (double)(at_last.redis_us - at_first.redis_us) / votes);
    crowd_free(crowd);
    bench->host.definition = usual;
    return host->remove_room(host) && is_good;
}

/* ---- Latency ---- */

static bool measure_feed(struct bench *bench, const char *name, struct scenario_host *host,
                         uint64_t round)
{
    static const char head[] = "{\"steady_feed\":{";
    struct figures figures = {0};
    struct scenario_plan plan = {bench->people, FEED_S, bench->rate};
    char why[SCENARIO_WHY_BYTES];
    bool is_good = scenario_run(scenario_find("steady_feed"), &plan, host, &figures, why);
    struct strbuf text = {0};

    if (!is_good)
        (void)fprintf(stderr, "bench_votes: %s: %s\n", name, why);
    figures_json(&figures, &text);
    begin_row(bench, "latency", name, round);
    if (text.len > sizeof head)
        printf("%.*s", (int)(text.len - strlen(head) - 1), text.text + strlen(head));
    strbuf_done(&text);
    return is_good;
}

/* The plain server has one room and one open question. */
struct plain {
    struct scenario_host host;
    struct peer peer;
    struct redis_fixture redis;
};

static bool is_ready(struct scenario_host *host)
{
    (void)snprintf(host->code, sizeof host->code, "K7Q42M");
    return true;
}

static bool is_moved(struct scenario_host *host, enum question_move move)
{
    (void)host;
    return move == MOVE_OPEN;
}

static bool count_plain(struct scenario_host *host, struct tally *out)
{
    static const char request[] = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    int fd = peer_connect(host->port);
    char answer[1024];
    size_t len = 0;
    ssize_t got;
    long long counts[2] = {0};
    unsigned long long voters = 0;

    if (write(fd, request, sizeof request - 1) < 0)
        return false;
    while ((got = read(fd, answer + len, sizeof answer - len - 1)) > 0)
        len += (size_t)got;
    answer[len] = '\0';
    (void)close(fd);
    const char *at = strstr(answer, "\"voters\"");

    *out = (struct tally){0};
    if (!at || sscanf(at, "\"voters\":%llu,\"counts\":[%lld,%lld", &voters, &counts[0],
                      &counts[1]) != 3)
        return false;
    out->voters = voters;
    out->counts[0] = counts[0];
    out->counts[1] = counts[1];
    return true;
}

static void use_plain(struct scenario_host *host, struct scenario_usage *out)
{
    const struct plain *plain = container_of(host, struct plain, host);

    *out = (struct scenario_usage){process_cpu_us(plain->peer.pid),
                                   process_cpu_us(plain->redis.pid),
                                   process_memory_bytes(plain->peer.pid)};
}

static void open_plain(struct plain *plain)
{
    static const char *const none[] = {NULL}; /* It is as durable as ours by itself. */

    plain->host = (struct scenario_host){.question = "tap",
                                         .sees_server = true,
                                         .sees_redis = true,
                                         .make_room = is_ready,
                                         .remove_room = is_ready,
                                         .move = is_moved,
                                         .count = count_plain,
                                         .usage = use_plain};
    redis_fixture_start(&plain->redis, none);
    peer_pin(plain->redis.pid, PEER_CORE_CROWD);
    const char *const argv[] = {"node", "tests/bench/peers/votes.mjs", "PORT",
                                plain->redis.socket, NULL};

    peer_start(&plain->peer, argv);
    plain->host.port = plain->peer.port;
}

static void close_plain(struct plain *plain)
{
    peer_stop(&plain->peer);
    redis_fixture_stop(&plain->redis);
}

static bool run(struct bench *bench)
{
    static const char *const bare[] = {"build/bench/bench_bare", "PORT", NULL};
    static const char *const bare_answering[] = {"build/bench/bench_bare", "PORT", "answer",
                                                 NULL};
    static struct plain plain;
    bool is_good = true;

    open_ours(bench);
    open_plain(&plain);
    peer_start(&bench->bare, bare);
    peer_start(&bench->bare_answering, bare_answering);
    printf("{\"bench\":\"votes\",\"connections\":%d,\"messages_per_s\":%d,\"people\":%llu,"
           "\"rate\":%llu,\"rows\":[",
           VOTERS, MESSAGES_PER_S, (unsigned long long)bench->people,
           (unsigned long long)bench->rate);
    for (uint64_t round = 0; round < bench->rounds; round++) {
        for (size_t i = 0; i < sizeof all_costs / sizeof all_costs[0]; i++)
            is_good = measure_costs(bench, &all_costs[i], round) && is_good;
        is_good = measure_feed(bench, "clameur", &bench->host.host, round) && is_good;
        is_good = measure_feed(bench, "plain", &plain.host, round) && is_good;
    }
    peer_stop(&bench->bare_answering);
    peer_stop(&bench->bare);
    close_plain(&plain);
    close_ours(bench);
    printf("],\"good\":%s}\n", is_good ? "true" : "false");
    return is_good;
}

int main(int argc, char **argv)
{
    static struct bench bench = {.rounds = 5, .people = 10000, .rate = 2000};
    const struct {
        const char *name;
        uint64_t *number;
    } options[] = {
        {"--rounds", &bench.rounds}, {"--people", &bench.people}, {"--rate", &bench.rate}};

    for (int i = 1; i + 1 < argc; i += 2)
        for (size_t o = 0; o < sizeof options / sizeof options[0]; o++)
            if (strcmp(argv[i], options[o].name) == 0)
                *options[o].number = strtoull(argv[i + 1], NULL, 10);
    return run(&bench) ? EXIT_SUCCESS : EXIT_FAILURE;
}
