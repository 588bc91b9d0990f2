/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/gate.h"

#include <stddef.h>
#include <string.h>

#define DAY_MS UINT64_C(86400000)

/* ---- Kinds: what counts, and how much of it is asked for ------------------------------
 */

static uint32_t have_supports(const struct gate_counts *counts)
{
    return counts->supports;
}

static uint32_t have_recent(const struct gate_counts *counts)
{
    return counts->recent;
}

static uint32_t have_opinions(const struct gate_counts *counts)
{
    return counts->good + counts->bad;
}

static uint32_t have_nothing(const struct gate_counts *counts)
{
    (void)counts;
    return 0;
}

static const struct {
    const char *name;
    uint32_t (*have)(const struct gate_counts *counts);
} kinds[GATE_KINDS] = {
    [GATE_SUPPORTS] = {"supports", have_supports},
    [GATE_RATE] = {"rate", have_recent},
    [GATE_SATISFACTION] = {"satisfaction", have_opinions},
    [GATE_DEADLINE] = {"deadline", have_nothing},
};

const char *gate_kind_name(enum gate_kind kind)
{
    return kinds[kind].name;
}

bool gate_kind_read(const char *name, enum gate_kind *out)
{
    for (unsigned i = 0; i < GATE_KINDS; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            *out = (enum gate_kind)i;
            return true;
        }
    }
    return false;
}

bool gate_may_move(enum idea_status status)
{
    return status == STATUS_NEW || status == STATUS_READ || status == STATUS_REVIEW;
}

/* ---- Judging --------------------------------------------------------------------------
 */

static bool is_reached(const struct gate_look *look, const struct gate_counts *counts,
                       uint64_t now_ms)
{
    const struct gate_rule *rule = look->rule;

    if (rule->kind == GATE_DEADLINE)
        return now_ms >= look->until_ms;
    if (look->have < look->need)
        return false;
    return rule->kind != GATE_SATISFACTION ||
           (uint64_t)counts->good * 100 >= (uint64_t)rule->percent * look->have;
}

struct gate_look gate_look(const struct gates *gates, const struct gate_state *state,
                           const struct gate_counts *counts, uint64_t now_ms)
{
    uint64_t base = state->base_ms ? state->base_ms : counts->posted_ms;
    struct gate_look look = {.verdict = GATE_NONE};

    if (state->passed >= gates->n || state->is_over || !gate_may_move(counts->status))
        return look;
    const struct gate_rule *rule = &gates->rules[state->passed];

    look.rule = rule;
    look.have = kinds[rule->kind].have(counts);
    look.need = rule->kind == GATE_RATE ? rule->at * rule->over : rule->at;
    look.until_ms = rule->days ? base + rule->days * DAY_MS : 0;
    if (is_reached(&look, counts, now_ms))
        look.verdict = GATE_PASSED;
    else
        look.verdict = look.until_ms && now_ms >= look.until_ms ? GATE_LATE : GATE_WAITING;
    return look;
}

struct gate_state gate_step(const struct gate_state *state, const struct gate_look *look,
                            uint64_t now_ms)
{
    struct gate_state next = *state;

    if (look->verdict == GATE_LATE) {
        next.is_over = true;
        return next;
    }
    next.passed++;
    /* Time that is left is kept; time that was overdrawn is not. */
    next.base_ms = look->until_ms > now_ms ? look->until_ms : now_ms;
    next.given = look->rule->then;
    next.by_ms = look->rule->answer_days ? now_ms + look->rule->answer_days * DAY_MS : 0;
    return next;
}

uint64_t gate_answer_by(const struct gate_state *state, enum idea_status status)
{
    return state->by_ms && status == state->given ? state->by_ms : 0;
}
