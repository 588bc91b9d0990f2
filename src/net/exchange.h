/* SPDX-License-Identifier: Apache-2.0 */

/* One HTTP request and its answer. A connection has one: every answer closes it.
 *
 * That rule, and not reading on while the service is asked, is what makes two faults of
 * libwebsockets' parser harmless, one of which would let a single packet spin the
 * process (tests/integration/net_parser_faults.c). */
#ifndef NET_EXCHANGE_H
#define NET_EXCHANGE_H

#include "net/conn.h"
#include "net/headers.h"
#include "net/response.h"
#include "service/board_form.h"
#include "service/carry.h"
#include "service/decks.h"
#include "service/images.h"
#include "service/once.h"
#include "service/pages.h"

#include <stdbool.h>
#include <stddef.h>

#define REST_BYTES_MAX 64 /* The part of an address that names something. */

struct route;

struct exchange {
    struct conn *conn;
    struct head head;
    const struct route *route;
    char rest[REST_BYTES_MAX + 1]; /* What the pattern's star stands for. */
    char base_url[HOST_BYTES_MAX + 9];
    size_t language;
    bool has_participant;
    struct participant participant;
    char *body; /* Of request_body_bytes, when there is one. */
    size_t body_len;
    char question[FORM_VALUE_MAX + 1], passcode[FORM_VALUE_MAX + 1]; /* Of the form. */
    char to[2 * ID_BYTES_MAX + 2]; /* Likewise: the board that it leads back to. */
    struct buf *answer;            /* Ready; NULL before, and when it is written. */
    enum {
        ASKS_NOTHING,
        ASKS_ONCE,
        ASKS_PAGE,
        ASKS_FORM,
        ASKS_BOARD_FORM,
        ASKS_EXPORT,
        ASKS_IMPORT,
        ASKS_UPLOAD,
        ASKS_DECK,
        ASKS_FETCH
    } asks; /* Which of these is under way: */
    union {
        struct once once;
        struct page_ask page;
        struct form_ballot form;
        struct board_form board_form;
        struct export export;
        struct import import;
        struct image_upload upload;
        struct deck_upload deck;
        struct image_fetch fetch;
    };
    bool is_chunked;     /* The body of what is exported. */
    size_t sent;         /* Of an answer that leaves in slices, */
    size_t out_bytes;    /* and what it is of those that the server counts. */
    struct drain *drain; /* transfer.c; NULL: nothing is. */
    size_t *counted;     /* Where the server counts its body, which is a file; or NULL. */
};

/* From libwebsockets' callbacks; nonzero ends the connection. */
int exchange_request(struct conn *conn);
int exchange_body(struct conn *conn, const char *bytes, size_t len);
int exchange_body_end(struct conn *conn);

/* Reads the head of a handshake into conn->exchange. Not OK: refuse it. */
enum err exchange_begin_upgrade(struct conn *conn);
/* Writes the refusal; always nonzero. */
int exchange_refuse(struct conn *conn, enum err err);
/* The participant that the request proved to be. */
bool exchange_participant(const struct exchange *exchange, struct participant *out);
/* The body did not arrive in time. Not from within a callback of libwebsockets. */
void exchange_overdue(struct exchange *exchange);
void exchange_free(struct exchange *exchange); /* Takes NULL. */

/* ---- For the handlers of routes, each of which answers once, now or later ------- */

/* What every answer starts from. */
struct response exchange_response(const struct exchange *exchange);
/* `exchange` may be gone afterwards. */
void exchange_answer(struct exchange *exchange, const struct response *response);
/* What a command or a file that was sent came to: its JSON, with the status of `err`. */
void exchange_answer_json(struct exchange *exchange, enum err err, const struct buf *json);
/* The error: as JSON to programs, as a line to read to people. */
void exchange_fail(struct exchange *exchange, enum err err, int status);
struct session_from exchange_from(const struct exchange *exchange);

#endif
