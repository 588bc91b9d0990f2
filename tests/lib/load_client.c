/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/load_client.h"

#include <arpa/inet.h>
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

#define OPENING_MAX    256   /* Connections under way at once. */
#define ADDRESSES      64    /* 127.0.0.2 and up. */
#define INPUT_BYTES    65536 /* Of one read. */
#define EVENTS_MAX     512
#define AGAIN_MS       50 /* Before a ballot or a connection is tried again. */
#define TEXT_BYTES_MAX 512

/* Little helpers for a test: what the server sends is JSON without blanks. */

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

static void add_sample(uint32_t **samples, size_t *n, size_t *cap, uint64_t ns)
{
    if (*n == *cap) {
        *cap = *cap ? *cap * 2 : 4096;
        *samples = realloc(*samples, *cap * sizeof **samples);
        if (!*samples)
            abort();
    }
    (*samples)[(*n)++] = (uint32_t)(ns / 1000);
}

static bool find_number(const char *text, const char *key, uint64_t *out)
{
    const char *at = strstr(text, key);

    if (!at)
        return false;
    *out = strtoull(at + strlen(key), NULL, 10);
    return true;
}

/* ---- Sending ---- */

/* A masked text frame, or a pong (0xA). A socket that takes no small frame is broken for
 * us. */
static bool send_frame(struct crowd_client *c, unsigned opcode, const char *text,
                       size_t len)
{
    static const uint8_t mask[4] = {0x12, 0x34, 0x56, 0x78};
    uint8_t frame[TEXT_BYTES_MAX + 8];
    size_t at = 0;

    frame[at++] = (uint8_t)(0x80 | opcode);
    if (len < 126) {
        frame[at++] = (uint8_t)(0x80 | len);
    } else {
        frame[at++] = 0x80 | 126;
        frame[at++] = (uint8_t)(len >> 8);
        frame[at++] = (uint8_t)len;
    }
    memcpy(frame + at, mask, 4);
    at += 4;
    for (size_t i = 0; i < len; i++)
        frame[at++] = (uint8_t)text[i] ^ mask[i % 4];
    return send(c->fd, frame, at, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)at;
}

static void lose(struct crowd *crowd, struct crowd_client *c)
{
    if (c->state == CROWD_READY)
        crowd->n_ready--;
    else if (c->state != CROWD_OFF)
        crowd->n_opening--;
    if (c->fd >= 0)
        (void)close(c->fd);
    c->fd = -1;
    c->state = CROWD_OFF;
    c->is_sent = false;
    c->again_ms = now_ms() + AGAIN_MS;
    free(c->part);
    c->part = NULL;
    c->part_len = 0;
}

static void send_text(struct crowd *crowd, struct crowd_client *c, const char *text,
                      size_t len)
{
    if (!send_frame(c, 0x1, text, len))
        lose(crowd, c);
}

static void send_cast(struct crowd *crowd, struct crowd_client *c)
{
    char text[TEXT_BYTES_MAX];
    int len =
        snprintf(text, sizeof text,
                 "{\"mid\":%u,\"cmd\":\"cast\",\"question\":\"%s\",\"round\":%u,\"n\":%u,"
                 "\"ballot\":{\"options\":[%u]}}",
                 c->n, crowd->question, crowd->round, c->n, c->option);

    c->is_sent = true;
    send_text(crowd, c, text, (size_t)len);
}

static void send_hello(struct crowd *crowd, struct crowd_client *c)
{
    char text[TEXT_BYTES_MAX];
    int len = snprintf(text, sizeof text,
                       "{\"mid\":0,\"cmd\":\"hello\",\"room\":\"%s\",\"token\":\"%s\"}",
                       crowd->code, c->token);

    c->state = CROWD_GREETING;
    send_text(crowd, c, text, (size_t)len);
}

/* ---- Hearing ---- */

static void screen_saw(struct crowd *crowd, uint64_t before, uint64_t after)
{
    if (crowd->probe_left == 0 || before >= crowd->probe_revision ||
        after < crowd->probe_revision || --crowd->probe_left > 0)
        return;
    struct crowd_stats *s = &crowd->stats;

    add_sample(&s->screen_us, &s->n_screen, &s->cap_screen,
               crowd_now_ns() - crowd->probe_ns);
}

/* A new race begins when the last is over. */
static void start_probe(struct crowd *crowd)
{
    if (crowd->probe_left > 0 || crowd->probe_revision == crowd->acked_revision)
        return;
    crowd->probe_revision = crowd->acked_revision;
    crowd->probe_ns = crowd_now_ns();
    crowd->probe_left = crowd_behind(crowd, crowd->probe_revision);
}

static void hear_tally(struct crowd *crowd, struct crowd_client *c, const char *text)
{
    char question[ID_BYTES_MAX + 16];
    uint64_t epoch, revision;

    (void)snprintf(question, sizeof question, "\"question\":\"%s\"", crowd->question);
    if (!strstr(text, question) || !find_number(text, "\"epoch\":", &epoch) ||
        !find_number(text, "\"rev\":", &revision))
        return;
    crowd->stats.tallies++;
    if (epoch > c->epoch) {
        c->epoch = epoch;
        c->revision = 0;
    }
    if (revision > c->revision) {
        screen_saw(crowd, c->revision, revision);
        c->revision = revision;
    }
}

static void hear_counted(struct crowd *crowd, struct crowd_client *c, const char *text)
{
    struct crowd_stats *s = &crowd->stats;
    uint64_t revision = 0;

    c->is_pending = false;
    c->acked_n = c->n;
    c->acked_option = c->option;
    crowd->n_pending--;
    s->acked++;
    add_sample(&s->ack_us, &s->n_ack, &s->cap_ack, crowd_now_ns() - c->cast_ns);
    if (find_number(text, "\"rev\":", &revision) && revision > crowd->acked_revision)
        crowd->acked_revision = revision;
    start_probe(crowd);
}

/* What a client does after an error is in the protocol's table. */
static void hear_error(struct crowd *crowd, struct crowd_client *c, const char *text)
{
    static const char *const kept[] = {"\"try_again\"", "\"store_full\"", "\"going_away\"",
                                       "\"too_many\""};
    const char *code = strstr(text, "\"code\":\"");

    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        if (strstr(text, kept[i])) {
            c->is_sent = false;
            c->again_ms = now_ms() + AGAIN_MS;
            crowd->stats.resent++;
            if (c->state == CROWD_GREETING)
                lose(crowd, c);
            return;
        }
    crowd->stats.refused++;
    (void)snprintf(crowd->stats.refusal, sizeof crowd->stats.refusal, "%.*s",
                   code ? (int)strcspn(code + 8, "\"") : 0, code ? code + 8 : "");
}

static void hear(struct crowd *crowd, struct crowd_client *c, const char *text)
{
    uint64_t mid = 0;

    if (strncmp(text, "{\"re\":", 6) != 0) {
        if (strstr(text, "\"ev\":\"tally\"") || strstr(text, "\"ev\":\"voters\""))
            hear_tally(crowd, c, text);
        return;
    }
    (void)find_number(text, "\"re\":", &mid);
    if (!strstr(text, "\"ok\":")) {
        hear_error(crowd, c, text);
    } else if (mid == 0 && c->state == CROWD_GREETING) {
        c->state = CROWD_READY;
        crowd->n_opening--;
        crowd->n_ready++;
        if (c->is_pending) {
            crowd->stats.resent++;
            send_cast(crowd, c);
        }
    } else if (c->is_pending && mid == c->n) {
        hear_counted(crowd, c, text);
    }
}

/* A whole frame at `at`, if there is one: its length, else 0. The text ends with a NUL for
 * as long as it is looked at. */
static size_t take_frame(struct crowd *crowd, struct crowd_client *c, char *at, size_t have)
{
    const uint8_t *bytes = (const uint8_t *)at;
    size_t head = 2, len;

    if (have < 2)
        return 0;
    len = bytes[1] & 0x7f;
    if (len == 126)
        head = 4;
    if (len == 127)
        head = 10;
    if (have < head)
        return 0;
    if (head > 2) {
        len = 0;
        for (size_t i = 2; i < head; i++)
            len = len << 8 | bytes[i];
    }
    if (have < head + len)
        return 0;

    unsigned opcode = bytes[0] & 0xf;
    char after = at[head + len];

    at[head + len] = '\0';
    if (opcode == 0x1)
        hear(crowd, c, at + head);
    else if (opcode == 0x8 || (opcode == 0x9 && !send_frame(c, 0xA, at + head, len)))
        lose(crowd, c);
    at[head + len] = after;
    return head + len;
}

static size_t take_header(struct crowd *crowd, struct crowd_client *c, char *at,
                          size_t have)
{
    at[have] = '\0';
    const char *end = strstr(at, "\r\n\r\n");

    if (!end)
        return 0;
    if (strncmp(at, "HTTP/1.1 101", 12) != 0) {
        lose(crowd, c);
        return 0;
    }
    send_hello(crowd, c);
    return (size_t)(end - at) + 4;
}

/* All that can be taken of `have` bytes; what is left waits for more. */
static void take(struct crowd *crowd, struct crowd_client *c, char *bytes, size_t have)
{
    size_t at = 0, step = 1;

    while (step > 0 && at < have && c->state != CROWD_OFF) {
        step = c->state == CROWD_UPGRADING ? take_header(crowd, c, bytes + at, have - at)
                                           : take_frame(crowd, c, bytes + at, have - at);
        at += step;
    }
    free(c->part);
    c->part = NULL;
    c->part_len = 0;
    if (c->state == CROWD_OFF || at == have)
        return;
    c->part_len = have - at;
    c->part = malloc(c->part_len);
    if (!c->part)
        abort();
    memcpy(c->part, bytes + at, c->part_len);
}

static void on_readable(struct crowd *crowd, struct crowd_client *c)
{
    static char bytes[2 * INPUT_BYTES + 1];

    if (c->part_len > INPUT_BYTES) {
        lose(crowd, c);
        return;
    }
    if (c->part_len)
        memcpy(bytes, c->part, c->part_len);
    ssize_t got = recv(c->fd, bytes + c->part_len, INPUT_BYTES, MSG_DONTWAIT);

    if (got > 0)
        take(crowd, c, bytes, c->part_len + (size_t)got);
    else if (got == 0 || errno != EAGAIN)
        lose(crowd, c);
}

/* ---- Connecting ---- */

static void watch(struct crowd *crowd, struct crowd_client *c, int how, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = c};

    (void)epoll_ctl(crowd->epoll, how, c->fd, &event);
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
    to.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.v4.sin_port = htons(crowd->port);
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (c->fd < 0)
        abort(); /* The caller asked for more than the process may have. */
    (void)setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    (void)setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    (void)bind(c->fd, &from.any, sizeof from.v4);
    c->state = CROWD_CONNECTING;
    crowd->n_opening++;
    crowd->stats.connects++;
    if (connect(c->fd, &to.any, sizeof to.v4) != 0 && errno != EINPROGRESS)
        lose(crowd, c);
    else
        watch(crowd, c, EPOLL_CTL_ADD, EPOLLOUT);
}

static void on_connected(struct crowd *crowd, struct crowd_client *c)
{
    char request[512];
    int len = snprintf(request, sizeof request,
                       "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nUpgrade: websocket\r\n"
                       "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                       "Sec-WebSocket-Protocol: clameur.1\r\n\r\n",
                       crowd->port);

    c->state = CROWD_UPGRADING;
    watch(crowd, c, EPOLL_CTL_MOD, EPOLLIN);
    if (send(c->fd, request, (size_t)len, MSG_NOSIGNAL) != len)
        lose(crowd, c);
}

/* ---- The crowd ---- */

static void random_bytes(struct clock *clock, void *out, size_t len)
{
    (void)clock;
    if (getrandom(out, len, 0) != (ssize_t)len)
        abort();
}

struct crowd *crowd_new(size_t n, uint16_t port, const char *code, const char *question,
                        const struct identity *identity)
{
    struct clock chance = {.random = random_bytes};
    struct crowd *crowd = calloc(1, sizeof *crowd);
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
    crowd->n = n;
    crowd->clients = calloc(n, sizeof *crowd->clients);
    crowd->port = port;
    crowd->round = 1;
    (void)snprintf(crowd->code, sizeof crowd->code, "%s", code);
    (void)snprintf(crowd->question, sizeof crowd->question, "%s", question);
    crowd->epoll = epoll_create1(EPOLL_CLOEXEC);
    for (size_t i = 0; i < n; i++) {
        struct crowd_client *c = &crowd->clients[i];

        c->fd = -1;
        identity_mint(identity, &chance, c->token);
        if (!identity_read(identity, c->token, TOKEN_CHARS, &c->who))
            abort();
    }
    return crowd;
}

void crowd_free(struct crowd *crowd)
{
    for (size_t i = 0; i < crowd->n; i++)
        lose(crowd, &crowd->clients[i]);
    (void)close(crowd->epoll);
    free(crowd->stats.ack_us);
    free(crowd->stats.screen_us);
    free(crowd->clients);
    free(crowd);
}

/* Who is off connects, who has something unsent sends it, when its time has come. */
static void tend(struct crowd *crowd)
{
    uint64_t now = now_ms();

    if (now == crowd->tended_ms || crowd_is_settled(crowd))
        return;
    crowd->tended_ms = now;
    for (size_t i = 0; i < crowd->n; i++) {
        struct crowd_client *c = &crowd->clients[i];

        if (c->again_ms > now)
            continue;
        if (c->state == CROWD_OFF && crowd->n_opening < OPENING_MAX)
            connect_client(crowd, c);
        else if (c->state == CROWD_READY && c->is_pending && !c->is_sent)
            send_cast(crowd, c);
    }
}

void crowd_turn(struct crowd *crowd, int wait_ms)
{
    struct epoll_event events[EVENTS_MAX];

    tend(crowd);
    int n = epoll_wait(crowd->epoll, events, EVENTS_MAX, wait_ms);

    for (int i = 0; i < n; i++) {
        struct crowd_client *c = events[i].data.ptr;

        if (c->state == CROWD_CONNECTING && (events[i].events & (EPOLLERR | EPOLLHUP)))
            lose(crowd, c);
        else if (c->state == CROWD_CONNECTING)
            on_connected(crowd, c);
        else if (c->state != CROWD_OFF)
            on_readable(crowd, c);
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

bool crowd_is_ready(const struct crowd *crowd)
{
    return crowd->n_ready == crowd->n;
}

bool crowd_is_settled(const struct crowd *crowd)
{
    return crowd->n_ready == crowd->n && crowd->n_pending == 0;
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
    if (c->state == CROWD_READY)
        send_cast(crowd, c);
}

size_t crowd_behind(const struct crowd *crowd, uint64_t revision)
{
    size_t n = 0;

    for (size_t i = 0; i < crowd->n; i++)
        n += crowd->clients[i].revision < revision;
    return n;
}
