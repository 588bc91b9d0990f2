/* SPDX-License-Identifier: Apache-2.0 */

/* The way to a file and from one, for net: both begin with a ticket that a host was given
 * (board.export, board.import, question.export), and that works once.
 *
 * The caller owns the struct until its last callback, or until it abandons it. No callback
 * comes from within a call. */
#ifndef SERVICE_CARRY_H
#define SERVICE_CARRY_H

#include "base/buf.h"
#include "service/service.h"

/* ---- A file that is fetched. First `opened`; with OK, each export_next leads to one
 * `slice`, until the last one or an error. ---- */

struct export_head {
    const char *type;         /* Content-Type */
    char name[64];            /* Of the file. */
    bool is_page;             /* To be shown in place of kept. */
    const char *style_source; /* Of its own style, for its policy; NULL: it has none. */
};
struct export
{
    void (*opened)(struct export * export, enum err err, const struct export_head *head);
    /* At most EXPORT_SLICE_BYTES, borrowed. */
    void (*slice)(struct export * export, enum err err, const char *bytes, size_t len,
                  bool is_last);
    void *owner;
    struct export_run *run; /* The service's own. */
};
/* `way` is what follows /export/: "<code>/<ticket>". */
void export_open(struct service *service, struct export *export, const char *way);
/* The report on a room, for its hosts: likewise, and no ticket is asked for. */
struct words;
struct report_ask {
    const char *code;                      /* As it came. */
    const struct participant *participant; /* NULL: a first visit. */
    const struct words *words;
};
void report_open(struct service *service, struct export *export,
                 const struct report_ask *ask);
void export_next(struct export *export);
void export_abandon(struct export *export);

/* ---- A file that is sent ---- */

/* Before its body is taken in: was this ticket made here at all? */
bool import_may_come(const struct service *service, const char *way);

struct import {
    /* Like that of once. */
    void (*done)(struct import *import, enum err err, const struct buf *json);
    void *owner;
    struct import_run *run; /* The service's own. */
};
/* `text` must stay until `done`, or until it is abandoned. */
void import_start(struct service *service, struct import *import, const char *way,
                  const char *text, size_t len);
/* What was read so far stays. */
void import_abandon(struct import *import);

#endif
