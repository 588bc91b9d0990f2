/* SPDX-License-Identifier: Apache-2.0 */

/* Two real servers in two folders: the first replicates, the second may follow it. What is
 * counted on the first is on the second, too. */
#ifndef LIB_APP_LAPTOPS_H
#define LIB_APP_LAPTOPS_H

#include "lib/app_fixture.h"

struct laptops {
    struct app first, second;
    char place[32]; /* Where the first replicates. */
    char secret[APP_PATH_BYTES + 16];
};

void laptops_write_secret(const char *path, const char *text);
/* Nothing started. `place` is where the first will replicate; NULL: on the loopback. */
void laptops_init(struct laptops *out, const char *place);
void laptops_start(struct laptops *laptops); /* The first alone. */
/* The second at the address where the first serves, which it will have to take over;
 * returns when it stands by. */
void laptops_stand_by(struct laptops *laptops);
/* The same, and until it follows. */
void laptops_follow(struct laptops *laptops);
/* The first loses its power: all its processes are gone, and the port that both have. */
void laptops_kill_first(struct laptops *laptops);
void laptops_end(struct laptops *laptops);

#endif
