/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/board.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"

#define DAY_S 86400

/*                    name       post   support comment told  shows */
static const struct phase_rule phases[BOARD_PHASES] = {
    [PHASE_DRAFT] = {"draft", false, false, false, false, false},
    [PHASE_OPEN] = {"open", true, true, true, true, true},
    [PHASE_COLLECT] = {"collect", true, false, false, true, false},
    [PHASE_SHOW] = {"show", false, false, true, true, true},
    [PHASE_GROUP] = {"group", false, false, true, true, true},
    [PHASE_SUPPORT] = {"support", false, true, true, true, true},
    [PHASE_DECIDE] = {"decide", false, false, true, true, true},
    [PHASE_CLOSED] = {"closed", false, false, false, true, true},
};

static const struct {
    const char *name;
    uint32_t half_life_s; /* A question to the speaker is of this hour. */
} kinds[BOARD_KINDS] = {
    [BOARD_IDEAS] = {"ideas", DAY_S},
    [BOARD_QUESTIONS] = {"questions", 600},
    [BOARD_PRODUCTS] = {"products", 7 * DAY_S},
    [BOARD_ANSWERS] = {"answers", 600},
};

static const char *const names_names[BOARD_NAMES] = {
    [NAMES_NONE] = "none",
    [NAMES_CHOICE] = "choice",
    [NAMES_ALL] = "all",
};

static const char *const order_names[IDEA_ORDERS] = {
    [ORDER_TOP] = "top", [ORDER_NEW] = "new",     [ORDER_TREND] = "trend",
    [ORDER_OLD] = "old", [ORDER_NEEDS] = "needs",
};

const struct phase_rule *phase_rule(enum board_phase phase)
{
    return &phases[phase];
}

bool phase_read(const char *name, enum board_phase *out)
{
    for (unsigned i = 0; i < BOARD_PHASES; i++) {
        if (strcmp(phases[i].name, name) == 0) {
            *out = (enum board_phase)i;
            return true;
        }
    }
    return false;
}

const char *board_kind_name(enum board_kind kind)
{
    return kinds[kind].name;
}

bool board_kind_read(const char *name, enum board_kind *out)
{
    for (unsigned i = 0; i < BOARD_KINDS; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            *out = (enum board_kind)i;
            return true;
        }
    }
    return false;
}

uint32_t board_half_life_s(enum board_kind kind)
{
    return kinds[kind].half_life_s;
}

const char *board_names_name(enum board_names names)
{
    return names_names[names];
}

bool board_names_read(const char *name, enum board_names *out)
{
    return names_find(names_names, BOARD_NAMES, name, out);
}

const char *idea_order_name(enum idea_order order)
{
    return order_names[order];
}

bool idea_order_read(const char *name, enum idea_order *out)
{
    return names_find(order_names, IDEA_ORDERS, name, out);
}

void board_gate(const struct board *board, char out[BOARD_GATE_BYTES])
{
    const struct phase_rule *rule = phase_rule(board->phase);
    const struct board_rules *rules = &board->rules;
    bool is_staffs =
        board->phase == PHASE_DRAFT || (rule->may_post && rules->posts == POSTS_STAFF);

    (void)snprintf(out, BOARD_GATE_BYTES, "%d %d %u %u %d %d",
                   is_staffs ? 2 : rule->may_post, rule->may_support, rules->supports_each,
                   rules->ideas_each, rules->is_checked,
                   rules->takes_comments && rule->may_comment);
}
