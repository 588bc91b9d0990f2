/* SPDX-License-Identifier: Apache-2.0 */

/* In what shape a store's keys are: a number, under clameur:format in the store itself.
 *
 * What is newer than this program is not touched. What is older is brought up step by
 * step, each written down before the next begins; a step may be done twice, should the
 * program end in between. */
#ifndef APP_FORMAT_H
#define APP_FORMAT_H

#include "app/complaint.h"
#include "app/plain_store.h"

/* 1: as of version 0.1. 2: what somebody supports stands with what they have spent; see
 * store/functions/shared/spent.lua. */
#define FORMAT_NOW 2

struct format_step {
    const char *what; /* For the log. */
    bool (*run)(struct plain_store *store, struct complaint *complaint);
};
/* steps[i] leads from format i + 1 to i + 2. */
struct format_plan {
    unsigned now;
    const struct format_step *steps;
};
extern const struct format_plan format_plan;

/* False, with nothing written, when the store is newer; an empty one is marked as it will
 * be, and one without a mark is of format 1. */
bool format_settle(struct plain_store *store, const struct format_plan *plan,
                   struct complaint *complaint);
/* The same for a number that is written elsewhere, in a backup. */
bool format_is_known(unsigned format, const char *where, struct complaint *complaint);

#endif
