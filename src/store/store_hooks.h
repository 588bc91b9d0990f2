/* SPDX-License-Identifier: Apache-2.0 */

/* Webhooks of a room, and what they are to be told. As store.h. */
#ifndef STORE_STORE_HOOKS_H
#define STORE_STORE_HOOKS_H

#include "domain/hook.h"
#include "store/store.h"

/* The same again: OK; another under that id: ERR_EXISTS; over HOOKS_PER_ROOM_MAX:
 * ERR_LIMIT_REACHED. Result: NULL. */
void store_hook_add(struct store *store, struct store_request *request,
                    const struct id *room, const struct hook *hook);
/* One that is gone: OK. Result: NULL. */
void store_hook_remove(struct store *store, struct store_request *request,
                       const struct id *room, const struct id *hook);

struct hook_listed {
    struct hook hook;
    uint32_t tries; /* Of the event that it has not taken; 0: all is well. */
    uint64_t next_ms;
};
/* Result: const struct hook_list *, the oldest first. */
struct hook_list {
    size_t n;
    const struct hook_listed *hooks;
};
void store_hooks_list(struct store *store, struct store_request *request,
                      const struct id *room);

/* "1792000000000-0" */
#define HOOK_EVENT_ID_BYTES 44
#define HOOK_WORD_BYTES     24

struct hook_delivery {
    char event[HOOK_EVENT_ID_BYTES], name[HOOK_WORD_BYTES], why[HOOK_WORD_BYTES];
    uint64_t at_ms;
    uint32_t code, tries;
    bool is_settled;
};
/* The last ones of a webhook, the newest first, at most HOOK_LOG_MAX. Result: const struct
 * hook_log *. */
struct hook_log {
    size_t n;
    const struct hook_delivery *deliveries;
};
void store_hook_log(struct store *store, struct store_request *request,
                    const struct id *room, const struct id *hook);
/* An event for it alone. Result: NULL. */
void store_hook_test(struct store *store, struct store_request *request,
                     const struct id *room, const struct id *hook);

/* ---- For the clerk --------------------------------------------------------------------
 */

/* The next event of a webhook, claimed for HOOK_LEASE_MS. Result: const struct hook_claim
 * *; ERR_NOT_FOUND: there is no such webhook. */
struct hook_claim {
    bool has_event;
    bool is_later; /* No event, but ask again in `wait_ms`. */
    uint64_t wait_ms;
    char event[HOOK_EVENT_ID_BYTES], name[HOOK_WORD_BYTES];
    uint32_t tries;                                       /* So far. */
    struct id board, idea;                                /* None: not about one. */
    char before[HOOK_WORD_BYTES], after[HOOK_WORD_BYTES]; /* Empty: none. */
};
void store_hook_claim(struct store *store, struct store_request *request,
                      const struct id *room, const struct id *hook);

/* How the delivery of a claimed event went. Result: NULL. */
struct hook_settling {
    const char *event, *name, *why;
    uint32_t code;
    bool is_settled;  /* Taken, or given up. */
    uint64_t wait_ms; /* Else: until the next try. */
};
void store_hook_settle(struct store *store, struct store_request *request,
                       const struct id *room, const struct id *hook,
                       const struct hook_settling *settling);

#endif
