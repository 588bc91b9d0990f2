/* SPDX-License-Identifier: Apache-2.0 */

/* A webhook: an address of somebody else's server that is told what happens in a room. */
#ifndef DOMAIN_HOOK_H
#define DOMAIN_HOOK_H

#include "base/id.h"
#include "base/limits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What it may be told of. */
enum hook_event {
    HOOK_POSTED,
    HOOK_STATUS,
    HOOK_GATE,
    HOOK_BOARD_MOVED,
    HOOK_COMMENT,
    HOOK_FLAGGED,
    HOOK_EVENTS
};

struct hook {
    struct id id;
    char url[HOOK_URL_BYTES_MAX + 1];
    uint32_t events; /* A bit for each. */
    uint64_t created_ms;
};

const char *hook_event_name(enum hook_event event);
bool hook_event_read(const char *name, enum hook_event *out);

/* ",idea.posted,gate,": each between commas. */
#define HOOK_EVENTS_BYTES 80
void hook_events_write(uint32_t events, char out[HOOK_EVENTS_BYTES]);
bool hook_events_read(const char *text, uint32_t *out);

/* "https://host…", or http where that is allowed. Printable, without a user or a password
 * (they would be kept) and without a fragment. */
bool hook_url_is_good(const char *url, size_t len, bool may_be_plain);

/* How a delivery went: the status of the answer, 0 for none. */
bool hook_is_taken(unsigned code);
/* An event is given up by who refuses it again and again; `tries` with this one. Whoever is
 * away, or says so, is waited for. */
bool hook_is_given_up(unsigned code, unsigned tries);
/* How long to wait after so many tries: twice as long each time, and `random` spreads it by
 * a quarter. */
uint64_t hook_wait_ms(unsigned tries, uint32_t random);

#endif
