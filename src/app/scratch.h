/* SPDX-License-Identifier: Apache-2.0 */

/* A private Redis for a while, with what a snapshot holds. */
#ifndef APP_SCRATCH_H
#define APP_SCRATCH_H

#include "app/child.h"
#include "app/data_folder.h"
#include "app/plain_store.h"

struct scratch {
    struct data_folder folder;
    struct child redis;
};

/* In <data>/<name>, where nothing of before stays; a copy of the file `snapshot` is loaded.
 * `lock_fd` is the folder's lock, which it holds as long as it lives. */
bool scratch_start(struct scratch *out, const struct data_folder *folder, const char *name,
                   const char *snapshot, int lock_fd, struct complaint *complaint);
struct plain_store *scratch_open(const struct scratch *scratch,
                                 struct complaint *complaint);
/* Waits for its end; leaves what it wrote. Safe for one that was not started. */
void scratch_end(struct scratch *scratch);

#endif
