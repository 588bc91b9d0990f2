/* SPDX-License-Identifier: Apache-2.0 */

/* Which address is answered by what. One table. */
#ifndef NET_ROUTES_H
#define NET_ROUTES_H

#include "net/exchange.h"
#include "net/pages.h"
#include "net/visitor.h"

struct route {
    enum method method;  /* METHOD_GET serves HEAD too. */
    const char *pattern; /* A star at its end stands for the rest, which has no slash. */
    void (*handle)(struct exchange *exchange);
    enum page page;
    enum visit visit;
    const char *body_type; /* What a body must be; NULL: there is none. */
    bool is_for_people;    /* Errors are shown as a page. */
    bool takes_file;       /* The body is a file: larger, later, and only with a ticket. */
};

/* OK, ERR_NOT_FOUND or ERR_METHOD. */
enum err route_find(const struct request *request, const struct route **out,
                    char rest[REST_BYTES_MAX + 1]);
/* "Allow: GET, HEAD\r\n" or the like, for an address that another method serves. */
const char *routes_allow(const char *path);

/* The handlers, by file: */
void handle_page(struct exchange *exchange);       /* visit.c */
void handle_form(struct exchange *exchange);       /* visit.c */
void handle_board_form(struct exchange *exchange); /* board_form.c */
void handle_go(struct exchange *exchange);         /* visit.c */
void handle_asset(struct exchange *exchange);      /* plain_routes.c */
void handle_icon(struct exchange *exchange);
void handle_kiosk_worker(struct exchange *exchange);
void handle_robots(struct exchange *exchange);
void handle_embed(struct exchange *exchange);
void handle_openapi(struct exchange *exchange);
void handle_asyncapi(struct exchange *exchange);
void handle_api(struct exchange *exchange);
void handle_no_upgrade(struct exchange *exchange);
void handle_healthz(struct exchange *exchange); /* metrics.c */
void handle_metrics(struct exchange *exchange);
void handle_export(struct exchange *exchange); /* transfer.c */
void handle_report(struct exchange *exchange);
void handle_import(struct exchange *exchange);
void handle_image(struct exchange *exchange); /* images.c */
void handle_image_sent(struct exchange *exchange);
void handle_deck_sent(struct exchange *exchange);

#endif
