/* SPDX-License-Identifier: Apache-2.0 */

/* Everything that is no page: assets, the commands over HTTP, and small fixed answers. */
#include "net/internal.h"
#include "net/routes.h"
#include "service/origins.h"
#include "wire/describe.h"

#include <stdio.h>
#include <string.h>

#define ASSET_CACHE  "public, max-age=3600"
#define NAMED_CACHE  "public, max-age=31536000, immutable"
#define EMBED_SCRIPT "clameur-room.js"
#define HEADERS_MAX  80
/* A drawing may have styles of its own. */
#define ASSET_POLICY "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

/* A worker fetches what its pages ask for. */
#define WORKER_POLICY "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"

/* `more`: headers beside those of all. */
static void give(struct exchange *exchange, const char *name, const char *policy,
                 const char *cache, const char *more)
{
    const struct asset *asset = pages_asset(exchange->conn->server->pages, name);
    struct response response = exchange_response(exchange);
    const struct buf *body;
    char headers[HEADERS_MAX];

    if (!asset) {
        exchange_fail(exchange, ERR_NOT_FOUND, 0);
        return;
    }
    response.is_gzipped =
        asset->gzipped && accepts_gzip(exchange->head.request.accept_encoding);
    body = response.is_gzipped ? asset->gzipped : asset->text;
    response.type = asset->type;
    response.policy = policy;
    response.cache = asset->is_named_by_content ? NAMED_CACHE : cache;
    (void)snprintf(headers, sizeof headers, "%s%s",
                   asset->gzipped ? "Vary: Accept-Encoding\r\n" : "", more);
    response.headers = headers;
    response.body = body->text;
    response.len = body->len;
    response_tag(&response, response.is_gzipped ? asset->gzipped_tag.text : asset->tag.text,
                 exchange->head.request.if_none_match);
    exchange_answer(exchange, &response);
}

/* Pages of other sites ask whether they may, as a socket that is refused says nothing. */
static void say_whether_listed(struct exchange *exchange)
{
    struct server *server = exchange->conn->server;
    const char *origin = exchange->head.request.origin;
    struct response response = exchange_response(exchange);

    response.type = "application/json";
    response.headers = FOR_OTHERS;
    response.body =
        service_lists_origin(server->options.service, origin) ||
                origin_is_ours(&exchange->head.request, origin, server->options.public_url)
            ? "{\"ok\":{\"listed\":true}}"
            : "{\"ok\":{\"listed\":false}}";
    response.len = strlen(response.body);
    exchange_answer(exchange, &response);
}

void handle_embed(struct exchange *exchange)
{
    if (strcmp(exchange->rest, "origin") == 0)
        say_whether_listed(exchange);
    else if (strcmp(exchange->rest, EMBED_SCRIPT) == 0)
        give(exchange, EMBED_SCRIPT, ASSET_POLICY, ASSET_CACHE, FOR_OTHERS);
    else
        exchange_fail(exchange, ERR_NOT_FOUND, 0);
}

void handle_asset(struct exchange *exchange)
{
    give(exchange, exchange->rest, ASSET_POLICY, ASSET_CACHE, "");
}

/* The service worker of kiosks, compared with the one they have each time they ask. */
void handle_kiosk_worker(struct exchange *exchange)
{
    give(exchange, "kiosk-sw.js", WORKER_POLICY, "no-cache", "");
}

/* Browsers ask for it unasked. */
void handle_icon(struct exchange *exchange)
{
    give(exchange, "favicon.svg", ASSET_POLICY, ASSET_CACHE, "");
}

void handle_robots(struct exchange *exchange)
{
    static const char body[] =
        "User-agent: *\nDisallow: /\n"; /* Rooms are nobody else's. */
    struct response response = exchange_response(exchange);

    response.type = "text/plain; charset=utf-8";
    response.cache = ASSET_CACHE;
    response.body = body;
    response.len = sizeof body - 1;
    exchange_answer(exchange, &response);
}

/* The same for as long as this program runs. */
static void give_described(struct exchange *exchange, enum description which,
                           struct buf *make(void))
{
    struct buf **kept = &exchange->conn->server->described[which];
    struct response response = exchange_response(exchange);

    if (!*kept)
        *kept = make();
    response.type = "application/json";
    response.cache = ASSET_CACHE;
    response.headers = FOR_OTHERS;
    response.body = (*kept)->text;
    response.len = (*kept)->len;
    exchange_answer(exchange, &response);
}

void handle_openapi(struct exchange *exchange)
{
    give_described(exchange, DESCRIBED_HTTP, describe_openapi);
}

void handle_asyncapi(struct exchange *exchange)
{
    give_described(exchange, DESCRIBED_SOCKET, describe_asyncapi);
}

void handle_no_upgrade(struct exchange *exchange)
{
    exchange_fail(exchange, ERR_BAD_REQUEST, 426);
}

static void once_done(struct once *once, enum err err, const struct buf *json)
{
    exchange_answer_json(once->owner, err, json);
}

void handle_api(struct exchange *exchange)
{
    struct session_from from = exchange_from(exchange);

    exchange->once = (struct once){.done = once_done, .owner = exchange};
    exchange->asks = ASKS_ONCE;
    once_run(exchange->conn->server->options.service, &exchange->once, &from,
             exchange->rest, exchange->body, exchange->body_len);
}
