/* SPDX-License-Identifier: Apache-2.0 */

/* The private redis-server: on a unix socket in the data folder, every write on disk before
 * it is answered. It holds the folder's lock for as long as it lives. */
#ifndef APP_REDIS_CHILD_H
#define APP_REDIS_CHILD_H

#include "app/child.h"
#include "app/complaint.h"
#include "app/data_folder.h"

/* Its share of the machine's memory, in percent: a rewrite of the log may need as much
 * again. */
#define REDIS_MEMORY_PERCENT 40

/* False when its files are there but their list is not: Redis would start empty. */
bool redis_child_check(const struct data_folder *folder, struct complaint *complaint);
/* `more` options win over the usual ones, up to a NULL; NULL: none. */
bool redis_child_start(struct child *child, const struct data_folder *folder, int lock_fd,
                       const char *const *more, uint64_t now_ms);
/* Is it ready to serve? Waits 100 ms at most. */
bool redis_child_answers(const struct data_folder *folder);
/* Why it ended before it was ready; `status` is of waitpid. Always false. */
bool redis_child_explain(const struct data_folder *folder, int status,
                         struct complaint *complaint);

#endif
