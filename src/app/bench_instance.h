/* SPDX-License-Identifier: Apache-2.0 */

/* A server of the bench's own: started beside the data folder, so that it writes to the
 * same disk, on a free port of the loopback network, and removed with all it wrote. */
#ifndef APP_BENCH_INSTANCE_H
#define APP_BENCH_INSTANCE_H

#include "app/complaint.h"
#include "app/config.h"
#include "app/data_folder.h"

#include <sys/types.h>

#define BENCH_START_MS 15000

struct bench_instance {
    pid_t pid; /* 0: not running. */
    char data[DATA_FOLDER_BYTES];
};

/* Until it serves. Takes --workers, --web-dir and --tls-… from `config`, nothing else. */
bool bench_instance_start(struct bench_instance *out, const struct config *config,
                          struct complaint *complaint);
void bench_instance_end(struct bench_instance *instance);

#endif
