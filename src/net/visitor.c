/* SPDX-License-Identifier: Apache-2.0 */

#include "net/visitor.h"

#include "net/internal.h"
#include "service/identity.h"
#include "service/origins.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define COOKIE_AGE_S (400 * 86400) /* What browsers keep at most. */

static const char *cookie_name(const struct request *request)
{
    return request->is_secure ? "__Host-clameur" : "clameur";
}

/* "http://host" as the visitor wrote it, unless that only means the visitor's own machine.
 */
static void find_base_url(struct exchange *exchange)
{
    const struct request *request = &exchange->head.request;
    const char *host = request->host;

    if (host_is_local(host))
        (void)snprintf(exchange->base_url, sizeof exchange->base_url, "%s",
                       exchange->conn->server->options.base_url);
    else
        (void)snprintf(exchange->base_url, sizeof exchange->base_url, "%s://%s",
                       request->is_secure ? "https" : "http", host);
}

static bool language_named(const char *const *languages, size_t n, const char *name,
                           size_t *out)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(languages[i], name) == 0) {
            *out = i;
            return true;
        }
    return false;
}

static void find_language(struct exchange *exchange)
{
    const struct request *request = &exchange->head.request;
    const char *asked = request_arg(request, "lang");
    char kept[LANGUAGE_BYTES_MAX + 1];
    const char *const *languages;
    size_t n;

    languages = pages_languages(exchange->conn->server->pages, &n);
    if (asked && language_named(languages, n, asked, &exchange->language))
        return;
    if (cookie_find(request->cookie, "lang", kept, sizeof kept) &&
        language_named(languages, n, kept, &exchange->language))
        return;
    exchange->language = language_choose(request->accept_language, languages, n);
}

bool visitor_place(struct exchange *exchange)
{
    struct conn *conn = exchange->conn;
    struct server *server = conn->server;
    struct request *request = &exchange->head.request;
    bool by_proxy = networks_hold(&server->trusted, &conn->peer);
    struct address client =
        address_of_client(&server->trusted, &conn->peer, request->forwarded_for);

    request->is_secure = server->options.listen_fd_is_tls ||
                         (by_proxy && strcasecmp(request->forwarded_proto, "https") == 0);
    find_base_url(exchange);
    find_language(exchange);
    return conn_is_for(conn, &client);
}

/* Whether a page of ours sent this; *out is also OK when nothing says who did. */
static bool sent_by_us(const struct exchange *exchange, enum visit visit, enum err *out)
{
    const struct request *request = &exchange->head.request;
    const char *origin = request->origin;

    if (!*origin && visit == VISIT_FORM)
        origin = request->referer;
    *out = OK;
    if (origin_is_ours(request, origin, exchange->conn->server->options.public_url))
        return true;
    if (visit == VISIT_PROGRAM &&
        service_lists_origin(exchange->conn->server->options.service, origin))
        return false; /* Welcome, but not as who its visitor is here. */
    if (*origin || visit == VISIT_FORM)
        *out = ERR_BAD_ORIGIN;
    return false;
}

enum err visitor_identify(struct exchange *exchange, enum visit visit)
{
    const struct identity *identity = exchange->conn->server->options.identity;
    const struct request *request = &exchange->head.request;
    const char *bearer = bearer_token(request->authorization);
    char token[SECRET_CHARS_MAX + 1];
    enum err err;

    if (bearer && visit == VISIT_PROGRAM) {
        exchange->has_participant =
            identity_read(identity, bearer, strlen(bearer), &exchange->participant);
        return exchange->has_participant ? OK : ERR_BAD_TOKEN;
    }
    if (visit != VISIT_PAGE && !sent_by_us(exchange, visit, &err))
        return err;
    if (cookie_find(request->cookie, cookie_name(request), token, sizeof token))
        exchange->has_participant =
            identity_read(identity, token, strlen(token), &exchange->participant);
    return OK;
}

void visitor_cookies(const struct exchange *exchange, struct strbuf *headers)
{
    const struct server_options *options = &exchange->conn->server->options;
    const struct request *request = &exchange->head.request;
    const char *secure = request->is_secure ? "; Secure" : "";
    const char *const *languages;
    char token[TOKEN_CHARS + 1];
    size_t n;

    if (!exchange->has_participant) {
        identity_mint(options->identity, options->clock, token);
        strbuf_printf(headers,
                      "Set-Cookie: %s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s\r\n",
                      cookie_name(request), token, COOKIE_AGE_S, secure);
    }
    if (request_arg(request, "lang")) {
        languages = pages_languages(exchange->conn->server->pages, &n);
        strbuf_printf(headers,
                      "Set-Cookie: lang=%s; Path=/; Max-Age=%d; SameSite=Lax%s\r\n",
                      languages[exchange->language], COOKIE_AGE_S, secure);
    }
}
