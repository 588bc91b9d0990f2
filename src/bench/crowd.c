/* SPDX-License-Identifier: Apache-2.0 */

#include "bench/crowd.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "bench/crowd_inside.h"

#define ADDRESSES     64 /* 127.0.0.2 and up. */
#define EVENTS_MAX    512
#define ASLEEP_BYTES  4096 /* What the kernel keeps for one that does not read. */
#define REQUEST_BYTES 512

uint64_t crowd_now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static uint64_t now_ms(void)
{
    return crowd_now_ns() / 1000000;
}

/* ---- What the halves share ---- */

void crowd_enter(struct crowd *crowd, struct crowd_client *c, enum crowd_state state)
{
    crowd->n_in[c->state]--;
    crowd->n_in[state]++;
    c->state = state;
}

void crowd_set_sent(struct crowd *crowd, struct crowd_client *c, bool is_sent)
{
    if (c->is_pending && c->is_sent != is_sent)
        crowd->n_unsent += is_sent ? (size_t)-1 : 1;
    c->is_sent = is_sent;
    c->sent_ms = now_ms();
}

void crowd_lose(struct crowd *crowd, struct crowd_client *c)
{
    line_close(&c->line);
    crowd_enter(crowd, c, CROWD_OFF);
    crowd_set_sent(crowd, c, false);
    crowd->n_seated -= c->is_seated;
    crowd->n_asleep -= c->is_asleep;
    c->is_seated = c->is_asleep = false;
    c->again_ms = now_ms() + CROWD_AGAIN_MS;
    free(c->part);
    c->part = NULL;
    c->part_len = 0;
}

/* ---- Sending ---- */

/* A socket that takes no small frame is broken for us. */
void crowd_send(struct crowd *crowd, struct crowd_client *c, unsigned opcode,
                const char *text, size_t len)
{
    char frame[WEBSOCKET_SEND_BYTES_MAX + WEBSOCKET_HEAD_BYTES];
    size_t whole = websocket_mask(opcode, text, len, frame);

    if (!line_send(&c->line, frame, whole))
        crowd_lose(crowd, c);
}

/* The idea that a client supports is the first on its screen. */
static size_t idea_of(const struct crowd *crowd, const struct crowd_client *c, size_t place)
{
    return ((size_t)(c - crowd->clients) + place) % crowd->options.ideas + 1;
}

static int write_support(const struct crowd *crowd, const struct crowd_client *c,
                         char out[WEBSOCKET_SEND_BYTES_MAX])
{
    return snprintf(out, WEBSOCKET_SEND_BYTES_MAX,
                    "{\"mid\":%u,\"cmd\":\"idea.support\",\"board\":\"%s\","
                    "\"idea\":\"idea%zu\",\"n\":%u,\"on\":%s}",
                    c->n, crowd->options.board, idea_of(crowd, c, 0), c->n,
                    c->option ? "true" : "false");
}

static int write_cast(const struct crowd *crowd, const struct crowd_client *c,
                      char out[WEBSOCKET_SEND_BYTES_MAX])
{
    return snprintf(
        out, WEBSOCKET_SEND_BYTES_MAX,
        "{\"mid\":%u,\"cmd\":\"cast\",\"question\":\"%s\",\"round\":%u,\"n\":%u,"
        "\"ballot\":{\"options\":[%u]}}",
        c->n, crowd->question, crowd->round, c->n, c->option);
}

void crowd_send_look(struct crowd *crowd, struct crowd_client *c)
{
    char text[WEBSOCKET_SEND_BYTES_MAX];
    size_t len;

    if (!crowd->options.board)
        return;
    len = (size_t)snprintf(text, sizeof text,
                           "{\"mid\":0,\"cmd\":\"board.look\",\"board\":\"%s\","
                           "\"ideas\":[",
                           crowd->options.board);
    for (size_t i = 0; i < CROWD_LOOKS && i < crowd->options.ideas; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s\"idea%zu\"",
                                i ? "," : "", idea_of(crowd, c, i));
    len += (size_t)snprintf(text + len, sizeof text - len, "]}");
    crowd_send(crowd, c, WEBSOCKET_TEXT, text, len);
}

void crowd_send_cast(struct crowd *crowd, struct crowd_client *c)
{
    char text[WEBSOCKET_SEND_BYTES_MAX];
    int len =
        crowd->options.board ? write_support(crowd, c, text) : write_cast(crowd, c, text);

    crowd_set_sent(crowd, c, true);
    crowd_send(crowd, c, WEBSOCKET_TEXT, text, (size_t)len);
}

static void send_hello(struct crowd *crowd, struct crowd_client *c)
{
    char text[WEBSOCKET_SEND_BYTES_MAX], known[80] = "", token[TOKEN_CHARS + 16] = "";

    if (c->seq)
        (void)snprintf(known, sizeof known, ",\"epoch\":%llu,\"after\":%llu",
                       (unsigned long long)c->epoch, (unsigned long long)c->seq);
    if (crowd->options.identity)
        (void)snprintf(token, sizeof token, ",\"token\":\"%s\"", c->token);
    int len =
        snprintf(text, sizeof text, "{\"mid\":0,\"cmd\":\"hello\",\"room\":\"%s\"%s%s}",
                 crowd->code, token, known);

    crowd_enter(crowd, c, CROWD_GREETING);
    crowd_send(crowd, c, WEBSOCKET_TEXT, text, (size_t)len);
}

void crowd_upgraded(struct crowd *crowd, struct crowd_client *c)
{
    if (crowd->options.holds) {
        crowd_enter(crowd, c, CROWD_HELD);
    } else if (crowd->options.is_mute) {
        crowd_enter(crowd, c, CROWD_READY);
        c->is_seated = true;
        crowd->n_seated++;
    } else {
        send_hello(crowd, c);
    }
}

/* ---- Connecting ---- */

static void watch(struct crowd *crowd, struct crowd_client *c, int how, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = c};

    (void)epoll_ctl(crowd->epoll, how, c->line.fd, &event);
}

static void connect_client(struct crowd *crowd, struct crowd_client *c)
{
    const int on = 1;
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
    } from = {.v4 = {.sin_family = AF_INET}}, to = from;
    uint32_t nth = (uint32_t)((size_t)(c - crowd->clients) % ADDRESSES);

    from.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + nth);
    to.v4.sin_addr.s_addr = htonl(crowd->options.to);
    to.v4.sin_port = htons(crowd->options.port);
    c->line.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (c->line.fd < 0)
        abort(); /* The caller asked for more than the process may have. */
    (void)setsockopt(c->line.fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    (void)setsockopt(c->line.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (crowd->options.to >> 24 == IN_LOOPBACKNET) /* From there it leads nowhere else. */
        (void)bind(c->line.fd, &from.any, sizeof from.v4);
    if (!c->began_ns)
        c->began_ns = crowd_now_ns();
    crowd_enter(crowd, c, CROWD_CONNECTING);
    crowd->stats.connects++;
    if (connect(c->line.fd, &to.any, sizeof to.v4) != 0 && errno != EINPROGRESS)
        crowd_lose(crowd, c);
    else
        watch(crowd, c, EPOLL_CTL_ADD, EPOLLOUT);
}

static void send_request(struct crowd *crowd, struct crowd_client *c)
{
    char request[REQUEST_BYTES];
    bool visits = crowd->options.visits && !c->has_visited;
    int len =
        visits ? snprintf(request, sizeof request,
                          "GET /j/%s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
                          "Accept-Encoding: gzip\r\n\r\n",
                          crowd->code, crowd->options.port)
               : snprintf(request, sizeof request,
                          "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                          "Sec-WebSocket-Protocol: clameur.1\r\n\r\n",
                          crowd->options.path ? crowd->options.path : "/ws",
                          crowd->options.port);

    crowd_enter(crowd, c, visits ? CROWD_VISITING : CROWD_UPGRADING);
    if (!line_send(&c->line, request, (size_t)len))
        crowd_lose(crowd, c);
}

static void shake_hands(struct crowd *crowd, struct crowd_client *c)
{
    bool is_done;

    if (!line_shake_hands(&c->line, &is_done))
        crowd_lose(crowd, c);
    else if (is_done)
        send_request(crowd, c);
}

static void on_connected(struct crowd *crowd, struct crowd_client *c)
{
    watch(crowd, c, EPOLL_CTL_MOD, EPOLLIN);
    if (!crowd->tls) {
        send_request(crowd, c);
        return;
    }
    crowd_enter(crowd, c, CROWD_SHAKING);
    line_secure(&c->line, crowd->tls);
    shake_hands(crowd, c);
}

/* ---- The crowd ---- */

static void random_bytes(struct clock *clock, void *out, size_t len)
{
    (void)clock;
    if (getrandom(out, len, 0) != (ssize_t)len)
        abort();
}

static void raise_limit(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
}

struct crowd *crowd_new(const struct crowd_options *options)
{
    struct clock chance = {.random = random_bytes};
    struct crowd *crowd = mem_zero(sizeof *crowd);

    raise_limit();
    crowd->options = *options;
    if (!crowd->options.to)
        crowd->options.to = INADDR_LOOPBACK;
    crowd->n = options->n;
    crowd->clients = mem_zero((options->n ? options->n : 1) * sizeof *crowd->clients);
    crowd->n_in[CROWD_OFF] = options->n;
    crowd->round = 1;
    (void)snprintf(crowd->code, sizeof crowd->code, "%s", options->code);
    (void)snprintf(crowd->question, sizeof crowd->question, "%s", options->question);
    crowd->epoll = epoll_create1(EPOLL_CLOEXEC);
    crowd->tls = options->is_secure ? line_tls_new() : NULL;
    for (size_t i = 0; i < options->n; i++) {
        struct crowd_client *c = &crowd->clients[i];

        c->line.fd = -1;
        if (!options->identity)
            continue;
        identity_mint(options->identity, &chance, c->token);
        if (!identity_read(options->identity, c->token, TOKEN_CHARS, &c->who))
            abort();
    }
    return crowd;
}

void crowd_free(struct crowd *crowd)
{
    for (size_t i = 0; i < crowd->n; i++)
        crowd_lose(crowd, &crowd->clients[i]);
    (void)close(crowd->epoll);
    line_tls_free(crowd->tls);
    free(crowd->clients);
    free(crowd);
}

static bool is_opening(const struct crowd *crowd)
{
    size_t n = 0;

    for (enum crowd_state state = CROWD_CONNECTING; state <= CROWD_GREETING; state++)
        n += state == CROWD_HELD ? 0 : crowd->n_in[state];
    return n >= CROWD_OPENING_MAX;
}

static bool has_work(const struct crowd *crowd)
{
    return crowd->n_in[CROWD_OFF] || crowd->n_unsent ||
           (crowd->n_in[CROWD_HELD] && !crowd->options.holds);
}

/* Who is off connects, who has something unsent sends it, when its time has come. */
static void tend(struct crowd *crowd)
{
    uint64_t now = now_ms();

    if (now == crowd->tended_ms || !has_work(crowd))
        return;
    crowd->tended_ms = now;
    for (size_t i = 0; i < crowd->n; i++) {
        struct crowd_client *c = &crowd->clients[i];

        if (c->again_ms > now)
            continue;
        if (c->state == CROWD_READY && c->is_pending && !c->is_sent)
            crowd_send_cast(crowd, c);
        else if (c->state == CROWD_OFF && !is_opening(crowd))
            connect_client(crowd, c);
        else if (c->state == CROWD_HELD && !crowd->options.holds && !is_opening(crowd))
            send_hello(crowd, c);
    }
}

/* A connection that leads nowhere any more does not say so. */
static void leave_silent(struct crowd *crowd)
{
    uint64_t now = now_ms();

    if (crowd->n_pending == 0 || crowd->patience_ms > now)
        return;
    crowd->patience_ms = now + CROWD_ANSWER_MS / 8;
    for (size_t i = 0; i < crowd->n; i++) {
        struct crowd_client *c = &crowd->clients[i];

        if (c->state == CROWD_READY && c->is_pending && c->is_sent && !c->is_asleep &&
            c->sent_ms + CROWD_ANSWER_MS < now)
            crowd_lose(crowd, c);
    }
}

void crowd_turn(struct crowd *crowd, int wait_ms)
{
    struct epoll_event events[EVENTS_MAX];

    tend(crowd);
    leave_silent(crowd);
    int n = epoll_wait(crowd->epoll, events, EVENTS_MAX, wait_ms);

    for (int i = 0; i < n; i++) {
        struct crowd_client *c = events[i].data.ptr;

        if (c->state == CROWD_CONNECTING && (events[i].events & (EPOLLERR | EPOLLHUP)))
            crowd_lose(crowd, c);
        else if (c->state == CROWD_CONNECTING)
            on_connected(crowd, c);
        else if (c->state == CROWD_SHAKING)
            shake_hands(crowd, c);
        else if (c->state != CROWD_OFF)
            crowd_on_readable(crowd, c);
    }
}

bool crowd_until(struct crowd *crowd, bool (*is_done)(const struct crowd *),
                 uint64_t limit_ms)
{
    uint64_t end = now_ms() + limit_ms;

    while (!is_done(crowd)) {
        if (now_ms() >= end)
            return false;
        crowd_turn(crowd, 10);
    }
    return true;
}

bool crowd_is_held(const struct crowd *crowd)
{
    return crowd->n_in[CROWD_HELD] == crowd->n;
}

bool crowd_is_ready(const struct crowd *crowd)
{
    return crowd->n_in[CROWD_READY] == crowd->n;
}

bool crowd_is_seated(const struct crowd *crowd)
{
    return crowd->n_seated == crowd->n;
}

bool crowd_is_settled(const struct crowd *crowd)
{
    return crowd_is_ready(crowd) && crowd->n_pending == 0;
}

void crowd_greet(struct crowd *crowd)
{
    crowd->options.holds = false;
}

void crowd_cast(struct crowd *crowd, size_t i, uint32_t option)
{
    struct crowd_client *c = &crowd->clients[i];

    c->n++;
    c->option = option;
    c->is_pending = true;
    c->is_sent = false;
    c->cast_ns = crowd_now_ns();
    crowd->n_pending++;
    crowd->n_unsent++;
    if (c->state == CROWD_READY)
        crowd_send_cast(crowd, c);
}

void crowd_drop(struct crowd *crowd)
{
    for (size_t i = 0; i < crowd->n; i++) {
        crowd_lose(crowd, &crowd->clients[i]);
        crowd->clients[i].began_ns = crowd_now_ns();
        crowd->clients[i].again_ms = 0;
    }
}

void crowd_sleep(struct crowd *crowd, size_t n)
{
    const int bytes = ASLEEP_BYTES;

    for (size_t i = 0; i < n && i < crowd->n; i++) {
        struct crowd_client *c = &crowd->clients[i];

        if (c->state != CROWD_READY || c->is_asleep)
            continue;
        c->is_asleep = true;
        crowd->n_asleep++;
        (void)setsockopt(c->line.fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
        watch(crowd, c, EPOLL_CTL_DEL, 0);
    }
}

void crowd_wake(struct crowd *crowd)
{
    for (size_t i = 0; i < crowd->n; i++) {
        struct crowd_client *c = &crowd->clients[i];

        if (!c->is_asleep)
            continue;
        c->is_asleep = false;
        crowd->n_asleep--;
        watch(crowd, c, EPOLL_CTL_ADD, EPOLLIN);
    }
}

void crowd_kill(struct crowd *crowd, size_t i)
{
    const struct linger at_once = {.l_onoff = 1};
    struct crowd_client *c = &crowd->clients[i];

    if (c->state == CROWD_OFF)
        return;
    (void)setsockopt(c->line.fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    crowd_lose(crowd, c); /* A reset, not an end. */
}

void crowd_begin_round(struct crowd *crowd, uint32_t round)
{
    crowd->round = round;
    crowd->acked_revision = crowd->probe_revision = 0;
    crowd->probe_left = 0;
    for (size_t i = 0; i < crowd->n; i++) {
        crowd->clients[i].acked_n = 0;
        crowd->clients[i].revision = 0;
    }
}

size_t crowd_behind(const struct crowd *crowd, uint64_t revision)
{
    size_t n = 0;

    for (size_t i = 0; i < crowd->n; i++)
        n += crowd->clients[i].revision < revision;
    return n;
}

void crowd_forget_stats(struct crowd *crowd)
{
    crowd->stats = (struct crowd_stats){0};
    crowd->probe_left = 0;
    crowd->facts_done = 0;
    memset(crowd->heard, 0, sizeof crowd->heard);
    for (size_t i = 0; i < crowd->n; i++)
        crowd->clients[i].facts = 0;
}
