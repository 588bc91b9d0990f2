/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/gate.h"

#include "domain/idea.h"

#include <inttypes.h>

#define PERCENT_MAX       100
#define RATE_DAYS_MAX     365
#define ANSWER_DAYS_USUAL 30

/* What each kind asks for. */
static const struct {
    bool at, over, percent;
    uint32_t days_min;
} kinds[GATE_KINDS] = {
    [GATE_SUPPORTS] = {.at = true},
    [GATE_RATE] = {.at = true, .over = true},
    [GATE_SATISFACTION] = {.at = true, .percent = true},
    [GATE_DEADLINE] = {.days_min = 1},
};

/* ---- Definitions ----------------------------------------------------------------------
 */

static enum idea_status take_status(struct fields *f, const char *name,
                                    enum idea_status usual)
{
    const char *word = fields_has(f, name) ? take_name(f, name) : NULL;
    enum idea_status status = usual;

    if (word && (!idea_status_read(word, &status) || status == STATUS_MERGED ||
                 status == STATUS_NEW))
        fields_fail(f, ERR_BAD_FIELD, name);
    return status;
}

static void read_gate(struct fields *f, struct gate_rule *to)
{
    const char *kind = take_name(f, "kind");

    if (kind && !gate_kind_read(kind, &to->kind))
        fields_fail(f, ERR_BAD_FIELD, "kind");
    if (f->err)
        return;
    if (kinds[to->kind].at)
        to->at = take_u32(f, "at", 1, GATE_AT_MAX);
    if (kinds[to->kind].over)
        to->over = take_u32(f, "over", 1, RATE_DAYS_MAX);
    if (kinds[to->kind].percent)
        to->percent = take_u32(f, "percent", 1, PERCENT_MAX);
    if (fields_has(f, "days") || kinds[to->kind].days_min > 0)
        to->days = take_u32(f, "days", kinds[to->kind].days_min, GATE_DAYS_MAX);
    to->answer_days = ANSWER_DAYS_USUAL;
    if (fields_has(f, "answer"))
        to->answer_days = take_u32(f, "answer", 0, GATE_DAYS_MAX);
    to->then = take_status(f, "then", STATUS_REVIEW);
    to->late = take_status(f, "late", STATUS_DECLINED);
}

void take_gates(struct fields *f, struct gates *out)
{
    const json_t *list = take_any(f, "gates");
    size_t n = json_array_size(list);

    if (list && (!json_is_array(list) || n > GATES_PER_BOARD_MAX)) {
        fields_fail(f, ERR_BAD_FIELD, "gates");
        return;
    }
    for (size_t i = 0; i < n; i++) {
        json_t *item = json_array_get(list, i);
        struct fields inner;

        if (!json_is_object(item)) {
            fields_fail(f, ERR_BAD_FIELD, "gates");
            return;
        }
        fields_begin(&inner, item, "def.gates.");
        read_gate(&inner, &out->rules[i]);
        if (fields_end(&inner))
            fields_fail_within(f, &inner);
    }
    out->n = (uint32_t)n;
}

static void write_number(struct strbuf *out, const char *name, uint32_t number)
{
    strbuf_printf(out, ",\"%s\":%" PRIu32, name, number);
}

static void write_gate(struct strbuf *out, const struct gate_rule *rule)
{
    strbuf_printf(out, "{\"kind\":\"%s\"", gate_kind_name(rule->kind));
    if (kinds[rule->kind].at)
        write_number(out, "at", rule->at);
    if (kinds[rule->kind].over)
        write_number(out, "over", rule->over);
    if (kinds[rule->kind].percent)
        write_number(out, "percent", rule->percent);
    strbuf_printf(out,
                  ",\"days\":%" PRIu32
                  ",\"then\":\"%s\",\"late\":\"%s\",\"answer\":%" PRIu32 "}",
                  rule->days, idea_status_name(rule->then), idea_status_name(rule->late),
                  rule->answer_days);
}

void write_gates(struct strbuf *out, const struct gates *gates)
{
    if (gates->n == 0)
        return;
    strbuf_puts(out, ",\"gates\":[");
    for (uint32_t i = 0; i < gates->n; i++) {
        strbuf_puts(out, i ? "," : "");
        write_gate(out, &gates->rules[i]);
    }
    strbuf_puts(out, "]");
}

/* ---- Where an idea stands -------------------------------------------------------------
 */

static void write_opinions(struct strbuf *out, const struct gate_view *view)
{
    const char *own = view->own_good ? "true" : "false";

    strbuf_printf(out,
                  ",\"percent\":%" PRIu32 ",\"good\":%" PRIu32 ",\"bad\":%" PRIu32
                  ",\"own_n\":%" PRIu32 ",\"own\":%s",
                  view->gates->rules[view->state.passed].percent, view->counts.good,
                  view->counts.bad, view->own_n, view->own_n ? own : "null");
}

void record_gate(struct strbuf *out, const struct gate_view *view)
{
    /* What is told is where it stands, not what would become of it now: no clock here. */
    const struct gate_look look = gate_look(view->gates, &view->state, &view->counts, 0);

    if (view->gates->n == 0)
        return;
    strbuf_printf(
        out, ",\"gate\":{\"n\":%" PRIu32 ",\"of\":%" PRIu32 ",\"late\":%s,\"by\":%" PRIu64,
        view->state.passed, view->gates->n, view->state.is_over ? "true" : "false",
        gate_answer_by(&view->state, view->counts.status));
    if (look.rule) {
        strbuf_printf(out, ",\"kind\":\"%s\",\"until\":%" PRIu64 ",\"then\":\"%s\"",
                      gate_kind_name(look.rule->kind), look.until_ms,
                      idea_status_name(look.rule->then));
        write_number(out, "answer", look.rule->answer_days);
        if (kinds[look.rule->kind].at)
            write_number(out, "need", look.rule->at);
        if (kinds[look.rule->kind].over)
            write_number(out, "over", look.rule->over);
        if (kinds[look.rule->kind].percent)
            write_opinions(out, view);
    }
    strbuf_puts(out, "}");
}
