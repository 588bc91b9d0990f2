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
    struct data_folder folder;
    struct listeners listeners; /* One for each worker. */
    char url[DATA_URL_BYTES];   /* What people are given. */
    int lock_fd;
    int page_fd;
    struct counters_page *page;
};

/* Takes all of it or nothing. May wait for the lock. Raises the limit of descriptors, for
 * the children too. */
bool instance_open(struct instance *out, const struct config *config,
                   struct complaint *complaint);
/* Lets go and tidies up; no child may be left. */
void instance_close(struct instance *instance);

static inline bool instance_has_private_redis(const struct instance *instance)
{
    return !instance->config->redis;
}

/* Sets page->disk_full by what is free on the data folder's disk. */
void instance_look_at_disk(struct instance *instance);

#endif
