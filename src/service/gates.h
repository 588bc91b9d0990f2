/* SPDX-License-Identifier: Apache-2.0 */

/* What the use cases about ideas share with those about gates. */
#ifndef SERVICE_GATES_H
#define SERVICE_GATES_H

#include "service/actor.h"
#include "wire/gate.h"

/* Tells the clerk of the request's room, then goes on: what happens by itself must be
 * minded from its first moment. */
void duty_first(struct request *request, void (*then)(struct request *request));

struct gate_view gate_view_of(const struct gates *gates, const struct idea_read *read);

/* Of service/ideas.c: `"ideas":[…]`. The board may be gone: NULL. */
void write_ideas(const struct request *request, const struct mirror_board *board,
                 const struct idea_pages *pages, struct strbuf *out);

#endif
