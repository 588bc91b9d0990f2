/* SPDX-License-Identifier: Apache-2.0 */

/* Between the two halves of a crowd: crowd.c connects and sends, crowd_hear.c listens. */
#ifndef BENCH_CROWD_INSIDE_H
#define BENCH_CROWD_INSIDE_H

#include "bench/crowd.h"
#include "bench/websocket.h"

void crowd_enter(struct crowd *crowd, struct crowd_client *c, enum crowd_state state);
/* Closes; it comes again by itself. */
void crowd_lose(struct crowd *crowd, struct crowd_client *c);
void crowd_send(struct crowd *crowd, struct crowd_client *c, unsigned opcode,
                const char *text, size_t len);
void crowd_send_cast(struct crowd *crowd, struct crowd_client *c);
/* Says what is on the screen, if there is a board. */
void crowd_send_look(struct crowd *crowd, struct crowd_client *c);
/* The handshake is done. */
void crowd_upgraded(struct crowd *crowd, struct crowd_client *c);
void crowd_set_sent(struct crowd *crowd, struct crowd_client *c, bool is_sent);

void crowd_on_readable(struct crowd *crowd, struct crowd_client *c);

#endif
