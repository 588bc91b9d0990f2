/* SPDX-License-Identifier: Apache-2.0 */

#include "app/format.h"

#include <stdlib.h>

#include "app/plain_redis.h"
#include "base/log.h"

#define MARK "clameur:format"

/* What was written before is read as it is: only older programs could not read on. */
static bool leave_as_it_is(struct plain_store *store, struct complaint *complaint)
{
    (void)store;
    (void)complaint;
    return true;
}

static const struct format_step steps[FORMAT_NOW - 1] = {
    {"supports stand with what was spent", leave_as_it_is},
};
const struct format_plan format_plan = {.now = FORMAT_NOW, .steps = steps};

static bool refuse(unsigned format, unsigned now, const char *where,
                   struct complaint *complaint)
{
    return complain(complaint,
                    "%.200s is of format %u, written by a newer Clameur; this one knows "
                    "%u at most. Nothing was changed",
                    where, format, now);
}

bool format_is_known(unsigned format, const char *where, struct complaint *complaint)
{
    return format <= FORMAT_NOW || refuse(format, FORMAT_NOW, where, complaint);
}

static bool write_mark(struct plain_store *store, unsigned format,
                       struct complaint *complaint)
{
    redisContext *redis = plain_store_of_text(store, MARK, complaint);

    return redis && plain_redis_order(redis, complaint, "SET " MARK " %u", format);
}

/* 0: no mark; *is_empty tells whether there is anything at all. */
static bool read_mark(struct plain_store *store, unsigned *format, bool *is_empty,
                      struct complaint *complaint)
{
    redisContext *redis = plain_store_of_text(store, MARK, complaint);
    redisReply *mark = redis ? plain_redis_do(redis, complaint, "GET " MARK) : NULL;
    uint64_t keys = 0;

    if (!mark)
        return false;
    *format = mark->str ? (unsigned)strtoul(mark->str, NULL, 10) : 0;
    bool is_read = *format > 0 || plain_store_size(store, &keys, complaint);

    *is_empty = *format == 0 && keys == 0;
    freeReplyObject(mark);
    return is_read;
}

bool format_settle(struct plain_store *store, const struct format_plan *plan,
                   struct complaint *complaint)
{
    unsigned format;
    bool is_empty;

    if (!read_mark(store, &format, &is_empty, complaint))
        return false;
    if (format > plan->now)
        return refuse(format, plan->now, "the store", complaint);
    if (format == plan->now)
        return true;
    if (is_empty)
        return write_mark(store, plan->now, complaint);
    if (format == 0)
        format = 1;
    for (; format < plan->now; format++) {
        const struct format_step *step = &plan->steps[format - 1];

        log_info("store.upgraded", "to=%u what=\"%s\"", format + 1, step->what);
        if (!step->run(store, complaint) || !write_mark(store, format + 1, complaint))
            return false;
    }
    return write_mark(store, plan->now, complaint);
}
