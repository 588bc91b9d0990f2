/* SPDX-License-Identifier: Apache-2.0 */

/* What does it cost to tell a room something, and to have people there? Processor time of
 * the server for each delivered message of 200 bytes, by how many listen and how many
 * messages are under way, and for each connection accepted, beside other servers doing the
 * same: same crowd, same machine, in turns.
 *
 *   bench_fanout [--tls] [--seats] [--rounds 5] [--ms 800] [--only NAME]
 *
 * One JSON object on stdout; with --seats nothing is told, and only coming in is measured.
 *
 * All contenders are there at once, each with a generator process of its own; one at a time
 * is told to do something, ours, another, the next, then ours again: what the machine does
 * besides falls on all of them. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/process.h"
#include "lib/contender.h"
#include "lib/trace.h"

#define WAIT_MS        60000
#define WARM_NS        150000000ULL
#define CONTENDERS_MAX 4
#define IDLE_MS        50
#define QUIET_MS       100 /* A server that used next to nothing for so long has finished. */
#define QUIET_US       3000

/* ---- The works, in the generator of one contender ---- */

enum work { SEAT, TELL, COUNT, LEAVE };

struct order {
    enum work work;
    uint64_t window, ms; /* Of TELL and COUNT. */
    bool is_first;       /* Of SEAT: what is free again later is used again. */
};

struct result {
    bool is_good;
    char figures[256]; /* JSON, without its braces. */
};

struct stall {
    struct server server;
    struct crowd *crowd;
};

static void settle(struct stall *stall)
{
    uint64_t used, before = 0;

    do {
        uint64_t end = crowd_now_ns() + QUIET_MS * 1000000ULL;

        used = process_cpu_us(stall->server.pid) - before;
        before += used;
        while (crowd_now_ns() < end) {
            stall->server.contender->turn(&stall->server);
            crowd_turn(stall->crowd, 10);
        }
    } while (used > QUIET_US);
}

/* None comes before it is told to. */
static void keep_away(struct crowd *crowd, bool is_away)
{
    for (size_t i = 0; i < crowd->n; i++)
        crowd->clients[i].again_ms = is_away ? UINT64_MAX : 0;
}

/* In two steps where the server has two: the handshake, then hello. */
static bool seat(struct stall *stall, const struct order *order, struct result *out)
{
    pid_t pid = stall->server.pid;
    struct crowd *crowd = stall->crowd;
    uint64_t memory = process_memory_bytes(pid), cpu = process_cpu_us(pid);
    double n = (double)crowd->n;
    bool holds = stall->server.crowd.holds;

    keep_away(crowd, false);
    bool is_good = crowd_until(crowd, holds ? crowd_is_held : crowd_is_seated, WAIT_MS);
    uint64_t accepted = process_cpu_us(pid);

    crowd_greet(crowd);
    is_good = is_good && crowd_until(crowd, crowd_is_seated, WAIT_MS);
    uint64_t greeted = process_cpu_us(pid);
    int len = snprintf(out->figures, sizeof out->figures, "\"accept_us\":%.2f",
                       (double)(accepted - cpu) / n);

    if (holds)
        len += snprintf(out->figures + len, sizeof out->figures - (size_t)len,
                        ",\"hello_us\":%.2f", (double)(greeted - accepted) / n);
    if (order->is_first)
        (void)snprintf(out->figures + len, sizeof out->figures - (size_t)len,
                       ",\"memory_bytes\":%.0f",
                       ((double)process_memory_bytes(pid) - (double)memory) / n);
    return is_good;
}

static bool leave(struct stall *stall, const struct order *order, struct result *out)
{
    struct crowd *crowd = stall->crowd;

    (void)order;
    (void)out;
    crowd_drop(crowd);
    crowd->options.holds = stall->server.crowd.holds;
    for (size_t i = 0; i < crowd->n; i++)
        crowd->clients[i].seq = 0; /* They come as strangers. */
    keep_away(crowd, true);
    settle(stall);
    crowd_forget_stats(crowd);
    return true;
}

/* Keeps `window` messages under way, each until everyone has it. */
static void keep_telling(struct stall *stall, uint64_t window, uint64_t *published,
                         uint64_t until_ns)
{
    const struct contender *contender = stall->server.contender;

    while (crowd_now_ns() < until_ns) {
        for (; *published < stall->crowd->facts_done + window; ++*published)
            contender->publish(&stall->server, *published + 1);
        contender->turn(&stall->server);
        crowd_turn(stall->crowd, 0);
    }
}

static bool all_heard(struct stall *stall, uint64_t published)
{
    uint64_t end = crowd_now_ns() + WAIT_MS * 1000000ULL;

    while (stall->crowd->facts_done < published && crowd_now_ns() < end) {
        stall->server.contender->turn(&stall->server);
        crowd_turn(stall->crowd, 1);
    }
    return stall->crowd->facts_done == published;
}

static bool tell(struct stall *stall, const struct order *order, struct result *out)
{
    struct crowd *crowd = stall->crowd;
    uint64_t published = 0;

    crowd_forget_stats(crowd);
    for (size_t i = 0; i < crowd->n && stall->server.contender->argv[0]; i++)
        crowd->clients[i].seq = 0; /* Theirs begins anew with each measurement. */
    keep_telling(stall, order->window, &published, crowd_now_ns() + WARM_NS);
    uint64_t heard = crowd->stats.facts, bytes = crowd->stats.bytes;
    uint64_t begun = crowd_now_ns(), cpu = process_cpu_us(stall->server.pid);

    keep_telling(stall, order->window, &published, begun + order->ms * 1000000);
    bool is_whole = all_heard(stall, published);
    double seconds = (double)(crowd_now_ns() - begun) / 1e9;
    double n = (double)(crowd->stats.facts - heard);

    cpu = process_cpu_us(stall->server.pid) - cpu;
    if (n == 0)
        return false;
    (void)snprintf(out->figures, sizeof out->figures,
                   "\"delivery_us\":%.3f,\"delivery_bytes\":%.0f,\"deliveries_per_s\":%.0f",
                   (double)cpu / n, (double)(crowd->stats.bytes - bytes) / n, n / seconds);
    return is_whole && stall->server.failed == 0;
}

/* What it asks the kernel for, for each delivery. Whatever writes is one of these. */
static bool count(struct stall *stall, const struct order *order, struct result *out)
{
    static const char *const writes[] = {"send", "write"};
    struct crowd *crowd = stall->crowd;
    uint64_t published = crowd->facts_done, heard = crowd->stats.facts;
    struct trace trace;
    unsigned long sent = 0;

    if (!trace_begin(&trace, stall->server.pid))
        return true; /* No strace, nothing to tell. */
    keep_telling(stall, order->window, &published, crowd_now_ns() + order->ms * 1000000);
    bool is_whole = all_heard(stall, published);
    double n = (double)(crowd->stats.facts - heard);

    trace_end(&trace);
    for (size_t i = 0; i < sizeof writes / sizeof writes[0]; i++)
        sent += trace_calls(&trace, writes[i]);
    (void)snprintf(out->figures, sizeof out->figures,
                   "\"writes_each\":%.3f,\"epoll_ctls_each\":%.4f", (double)sent / n,
                   (double)trace_calls(&trace, "epoll_ctl") / n);
    trace_done(&trace);
    return is_whole;
}

static bool (*const works[])(struct stall *stall, const struct order *order,
                             struct result *out) = {
    [SEAT] = seat, [TELL] = tell, [COUNT] = count, [LEAVE] = leave};

/* Between orders pings are answered, and ours keeps its link to Redis. */
static bool next_order(struct stall *stall, int socket, struct order *out)
{
    struct pollfd either[] = {{.fd = socket, .events = POLLIN},
                              {.fd = stall->crowd->epoll, .events = POLLIN}};

    while (poll(either, 2, IDLE_MS) >= 0 && !either[0].revents) {
        stall->server.contender->turn(&stall->server);
        crowd_turn(stall->crowd, 0);
    }
    return recv(socket, out, sizeof *out, MSG_WAITALL) == sizeof *out;
}

static _Noreturn void keep_stall(const struct contender *contender, size_t size, int socket)
{
    static struct stall stall; /* Large. */
    struct order order;

    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    server_open(&stall.server, contender);
    stall.server.crowd.n = size;
    stall.crowd = crowd_new(&stall.server.crowd);
    keep_away(stall.crowd, true);
    while (next_order(&stall, socket, &order)) {
        struct result result = {.is_good = false};

        result.is_good = works[order.work](&stall, &order, &result);
        if (!result.is_good)
            (void)fprintf(stderr, "bench_fanout: %s: %zu of %zu are seated\n",
                          contender->name, stall.crowd->n_seated, stall.crowd->n);
        (void)send(socket, &result, sizeof result, MSG_NOSIGNAL);
    }
    crowd_free(stall.crowd);
    contender->close(&stall.server);
    _exit(EXIT_SUCCESS);
}

/* ---- The rounds ---- */

struct bench {
    uint64_t rounds, ms;
    const char *only;
    bool is_secure, seats_only;
    size_t n, size;
    struct {
        const struct contender *contender;
        pid_t pid;
        int socket;
    } stalls[CONTENDERS_MAX];
    bool has_printed, is_good;
};

static void open_stalls(struct bench *bench, size_t size)
{
    bench->n = 0;
    bench->size = size;
    for (size_t k = 0; k < contenders_n; k++) {
        int ends[2];

        if (contenders[k].is_secure != bench->is_secure ||
            (bench->only && strcmp(bench->only, contenders[k].name) != 0))
            continue;
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
            abort();
        bench->stalls[bench->n].contender = &contenders[k];
        bench->stalls[bench->n].socket = ends[0];
        bench->stalls[bench->n].pid = fork();
        if (bench->stalls[bench->n].pid == 0) {
            for (size_t i = 0; i <= bench->n; i++)
                (void)close(bench->stalls[i].socket);
            keep_stall(&contenders[k], size, ends[1]);
        }
        (void)close(ends[1]);
        bench->n++;
    }
}

static void close_stalls(struct bench *bench)
{
    for (size_t i = 0; i < bench->n; i++)
        (void)close(bench->stalls[i].socket);
    for (size_t i = 0; i < bench->n; i++)
        (void)waitpid(bench->stalls[i].pid, NULL, 0);
}

/* Of one after the other. `name`: of the figures; NULL: there is nothing to tell. */
static void order_all(struct bench *bench, const struct order *order, const char *name,
                      uint64_t round)
{
    struct result result;

    for (size_t i = 0; i < bench->n; i++) {
        int socket = bench->stalls[i].socket;

        if (send(socket, order, sizeof *order, MSG_NOSIGNAL) != sizeof *order ||
            recv(socket, &result, sizeof result, MSG_WAITALL) != sizeof result) {
            bench->is_good = false;
            continue;
        }
        bench->is_good = bench->is_good && result.is_good;
        if (!name || !result.figures[0])
            continue;
        printf("%s\n  {\"case\":\"%s %zu\",\"of\":\"%s\",\"round\":%llu,%s}",
               bench->has_printed ? "," : "", name, bench->size,
               bench->stalls[i].contender->name, (unsigned long long)round, result.figures);
        bench->has_printed = true;
        (void)fflush(stdout);
    }
}

static void measure(struct bench *bench, size_t size)
{
    static const struct {
        const char *name;
        uint64_t window;
    } tells[] = {{"one under way", 1}, {"eight under way", CONTENDER_WINDOW_MAX}};

    open_stalls(bench, size);
    for (uint64_t round = 0; round < bench->rounds; round++) {
        order_all(bench, &(struct order){.work = SEAT, .is_first = round == 0}, "seats",
                  round);
        for (size_t i = 0; !bench->seats_only && i < sizeof tells / sizeof tells[0]; i++)
            order_all(
                bench,
                &(struct order){.work = TELL, .window = tells[i].window, .ms = bench->ms},
                tells[i].name, round);
        for (size_t i = 0;
             !bench->seats_only && round == 0 && i < sizeof tells / sizeof tells[0]; i++)
            order_all(
                bench,
                &(struct order){.work = COUNT, .window = tells[i].window, .ms = bench->ms},
                tells[i].name, round);
        order_all(bench, &(struct order){.work = LEAVE}, NULL, round);
    }
    close_stalls(bench);
}

int main(int argc, char **argv)
{
    static const size_t sizes[][2] = {{1000, 10000}, {1000, 2000}};
    struct bench bench = {.rounds = 5, .ms = 800, .is_good = true};

    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";

        if (strcmp(argv[i], "--tls") == 0)
            bench.is_secure = true;
        else if (strcmp(argv[i], "--seats") == 0)
            bench.seats_only = true;
        else if (strcmp(argv[i], "--rounds") == 0)
            bench.rounds = strtoull(value, NULL, 10);
        else if (strcmp(argv[i], "--ms") == 0)
            bench.ms = strtoull(value, NULL, 10);
        else if (strcmp(argv[i], "--only") == 0)
            bench.only = value;
    }
    printf("{\"bench\":\"%s\",\"rows\":[", bench.is_secure ? "tls" : "fanout");
    for (size_t s = 0; s < 2; s++)
        measure(&bench, sizes[bench.is_secure][s]);
    printf("],\"good\":%s}\n", bench.is_good ? "true" : "false");
    return bench.is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}
