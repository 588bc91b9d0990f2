/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/points.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"

#define YEAR_FIRST   2000
#define YEAR_LAST    2999
#define MONTHS       12
#define PERIOD_CHARS 7 /* "2026-11" */

static const char *const rules[POINTS_RULES] = {"idea", "comment", "support", "retained"};

const char *points_rule_name(enum points_rule rule)
{
    return rules[rule];
}

bool points_rule_read(const char *name, enum points_rule *out)
{
    return names_find(rules, POINTS_RULES, name, out);
}

bool points_are_given(const struct points_rules *given)
{
    for (unsigned i = 0; i < POINTS_RULES; i++)
        if (given->gives[i] > 0)
            return true;
    return false;
}

/* ---- Periods ---------------------------------------------------------------------------
 */

static bool digits_read(const char *text, size_t n, uint32_t *out)
{
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *out = *out * 10 + (uint32_t)(text[i] - '0');
    }
    return true;
}

bool period_read(const char *name, uint32_t *out)
{
    uint32_t year, month;

    *out = 0;
    if (strcmp(name, "all") == 0)
        return true;
    if (strlen(name) != PERIOD_CHARS || name[4] != '-' || !digits_read(name, 4, &year) ||
        !digits_read(name + 5, 2, &month) || year < YEAR_FIRST || year > YEAR_LAST ||
        month < 1 || month > MONTHS)
        return false;
    *out = (year - YEAR_FIRST) * MONTHS + month;
    return true;
}

void period_name(uint32_t period, char out[PERIOD_NAME_BYTES])
{
    uint32_t month = period - 1;

    if (period == 0 || month >= (YEAR_LAST + 1 - YEAR_FIRST) * MONTHS)
        (void)snprintf(out, PERIOD_NAME_BYTES, "all");
    else
        (void)snprintf(out, PERIOD_NAME_BYTES, "%04u-%02u",
                       (YEAR_FIRST + month / MONTHS) % 10000u, month % MONTHS + 1);
}

/* ---- Entries ---------------------------------------------------------------------------
 */

#define ENTRY_DIGITS_MAX 19 /* as many as cannot overflow */

static bool whole_read(const char *text, size_t len, uint64_t *out)
{
    if (len == 0 || len > ENTRY_DIGITS_MAX)
        return false;
    *out = 0;
    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *out = *out * 10 + (uint64_t)(text[i] - '0');
    }
    return true;
}

bool entry_id_read(const char *text, size_t len, struct entry_id *out)
{
    const char *dash = len > 0 ? memchr(text, '-', len) : NULL;

    if (!dash)
        return false;
    size_t before = (size_t)(dash - text);

    return whole_read(text, before, &out->ms) &&
           whole_read(dash + 1, len - before - 1, &out->n);
}

void entry_id_write(const struct entry_id *id, char out[ENTRY_ID_BYTES])
{
    (void)snprintf(out, ENTRY_ID_BYTES, "%" PRIu64 "-%" PRIu64, id->ms, id->n);
}

bool entry_id_is_after(const struct entry_id *a, const struct entry_id *b)
{
    return a->ms > b->ms || (a->ms == b->ms && a->n > b->n);
}

/* ---- Ties and news ---------------------------------------------------------------------
 */

static const char *const ties_names[TIES] = {"in", "out"};

const char *ties_name(enum ties ties)
{
    return ties_names[ties];
}

bool ties_read(const char *name, enum ties *out)
{
    return names_find(ties_names, TIES, name, out);
}

static const char *const whats[NEWS_WHATS] = {"status", "answer", "merged", "shown",
                                              "hidden"};

const char *news_what_name(enum news_what what)
{
    return whats[what];
}

bool news_what_read(const char *name, enum news_what *out)
{
    return names_find(whats, NEWS_WHATS, name, out);
}

bool news_are_for_supporters(enum news_what what)
{
    return what < NEWS_SHOWN;
}
