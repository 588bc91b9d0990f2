/* SPDX-License-Identifier: Apache-2.0 */

/* A ticket: what its bearer may fetch or send, once, within TICKET_MS, while whoever was
 * given it may, now as then. */
#ifndef SERVICE_TICKET_H
#define SERVICE_TICKET_H

#include "service/enter.h"
#include "store/carry.h"

/* What a ticket is for. */
enum ticket_way { TICKET_EXPORT, TICKET_IMPORT, TICKET_DECK, TICKET_WAYS };
struct ticket_note {
    enum ticket_way way;
    bool is_dry;
    bool is_full; /* Asked for by an auditor, and written down. */
    enum carry_what what;
    enum sheet_format format;
    struct participant participant; /* Who was given it. */
    struct id about;                /* The board, the question, or the deck. */
};

/* "<code>/<ticket>"; false for what was never made here. */
bool ticket_way_read(const struct identity *identity, const char *way, struct code *code,
                     uint8_t hash[TICKET_HASH_BYTES]);

/* Taking one. `done` once, never from within ticket_use. */
struct ticket_use {
    void (*done)(struct ticket_use *use, enum err err);
    struct ticket_note note; /* With OK. */
    struct watch *watch;     /* With OK a reference, which `done` takes over. */
    bool is_full;            /* Whoever was given it had RIGHT_AUDIT, and has it now. */
    /* Its own: */
    struct service *service;
    enum ticket_way way;
    struct code code;
    uint8_t hash[TICKET_HASH_BYTES];
    enum err err;
    struct clock_timer later;
    struct watch_wait wait;
    struct store_request io;
    struct entering entering;
};
void ticket_use(struct service *service, struct ticket_use *use, const char *way,
                enum ticket_way by);

#endif
