/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/contender.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/errand_room.h"

#define MESSAGE_BYTES 200
#define PEER_SECURE   (INADDR_LOOPBACK + 1) /* There they speak TLS, at the same port. */
#define PUBLICATIONS  (2UL * CONTENDER_WINDOW_MAX)

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
    const char *args[] = {"--workers", "1",  "--log-level", "error", NULL,
                          NULL,        NULL, NULL,          NULL};
    static const char *const secure[] = {"--tls-cert", CONTENDER_CERT, "--tls-key",
                                         CONTENDER_KEY};
    char *flags[] = {(char[]){"--data"}, server->app.data};
    struct complaint complaint;
    struct code code;
    pid_t redis;

    for (size_t i = 0; server->contender->is_secure && i < 4; i++)
        args[4 + i] = secure[i];
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
    server->crowd = (struct crowd_options){.port = server->app.port,
                                           .code = server->code,
                                           .identity = &server->errand.identity,
                                           .holds = true};
}

static void publish_ours(struct server *server, uint64_t n)
{
    struct publication *p = server->publications;

    while (p->settings)
        if (++p == server->publications + PUBLICATIONS)
            abort(); /* Facts come, and answers do not. */
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
    server->poster = peer_connect(server->peer.port);
    server->crowd =
        (struct crowd_options){.port = server->peer.port, .code = "", .is_mute = true};
    if (server->contender->is_secure)
        server->crowd.to = PEER_SECURE;
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

const struct contender contenders[] = {
    {"clameur", false, {NULL}, open_ours, publish_ours, turn_ours, close_ours},
    {"ws",
     false,
     {"node", "tests/bench/peers/fanout.mjs", "PORT", NULL},
     open_peer,
     publish_peer,
     turn_peer,
     close_peer},
    {"nchan",
     false,
     {"sh", "-c",
      "f=$(mktemp) && sed s/@PO[R]T@/PORT/g tests/bench/peers/nchan.conf >$f && "
      "exec nginx -c $f",
      NULL},
     open_peer,
     publish_peer,
     turn_peer,
     close_peer},
    {"bare",
     false,
     {"build/bench/bench_bare", "PORT", NULL},
     open_peer,
     publish_peer,
     turn_peer,
     close_peer},
    {"clameur", true, {NULL}, open_ours, publish_ours, turn_ours, close_ours},
    {"ws",
     true,
     {"node", "tests/bench/peers/fanout.mjs", "PORT", CONTENDER_CERT, CONTENDER_KEY, NULL},
     open_peer,
     publish_peer,
     turn_peer,
     close_peer},
};

const size_t contenders_n = sizeof contenders / sizeof contenders[0];

void server_open(struct server *out, const struct contender *contender)
{
    *out = (struct server){.contender = contender};
    contender->open(out);
    out->crowd.question = "";
    out->crowd.is_secure = contender->is_secure;
}
