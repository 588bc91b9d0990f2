/* SPDX-License-Identifier: Apache-2.0 */

/* What a running server holds, and no other may: its data folder, its port, and the page
 * of memory that its processes share. */
#ifndef APP_INSTANCE_H
#define APP_INSTANCE_H

#include "app/complaint.h"
#include "app/config.h"
#include "app/data_folder.h"
#include "app/listeners.h"
#include "base/counters.h"

struct instance {
    const struct config *config; /* Kept. */
    struct config *own_config;   /* The same, after a reload. */
    struct data_folder folder;
    struct listeners listeners;     /* One for each worker. */
    char url[DATA_URL_BYTES];       /* What people are given. */
    char moved[DATA_ADDRESS_BYTES]; /* Where the rooms were moved to; "": nowhere. */
    int lock_fd;
    int relay_fd; /* Listens for standbys, or for our own Redis when we are one; -1. */
    uint16_t relay_port;
    int page_fd;
    struct counters_page *page;
};

/* Takes all of it or nothing. May wait for the lock. Raises the limit of descriptors, for
 * the children too. */
bool instance_open(struct instance *out, const struct config *config,
                   struct complaint *complaint);
/* A standby opens its port only when it is promoted. */
bool instance_listen(struct instance *instance, struct complaint *complaint);
/* Lets go and tidies up; no child may be left. */
void instance_close(struct instance *instance);

static inline bool instance_has_private_redis(const struct instance *instance)
{
    return !instance->config->redis && instance->moved[0] == '\0';
}
/* The store is whole and, by now, of a format that this version knows. Nothing is said of
 * a Redis of one's own that does not answer. */
bool instance_settle_store(struct instance *instance, struct complaint *complaint);

/* Goes on with another configuration, which it takes and frees in the end. */
void instance_take_config(struct instance *instance, struct config *config);
/* False when `config` differs in what was set up for good at the start. */
bool instance_can_take(const struct instance *instance, const struct config *config,
                       struct complaint *complaint);

/* Makes the key that TLS session tickets are made with from now on; see ticket_keys.h. */
void instance_make_ticket_key(struct instance *instance);

/* Sets page->disk_full by what is free on the data folder's disk. */
void instance_look_at_disk(struct instance *instance);

#endif
