/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_boards.h"

#include "wire/command_devices.h"
#include "wire/command_images.h"
#include "wire/record_take.h"

void read_board_add(struct fields *f, struct command *c)
{
    c->board.board = take_id(f, "id");
    take_board_definition(f, "def", &c->board.def);
}

void read_board_rules(struct fields *f, struct command *c)
{
    c->board.board = take_id(f, "board");
}

void read_board_version(struct fields *f, struct command *c)
{
    c->board.board = take_id(f, "board");
    c->board.version = take_u64(f, "version", 0, INTEGER_EXACT_MAX);
}

void read_board_update(struct fields *f, struct command *c)
{
    read_board_version(f, c);
    take_board_definition(f, "def", &c->board.def);
}

void read_board_move(struct fields *f, struct command *c)
{
    const char *name;

    read_board_version(f, c);
    name = take_name(f, "phase");
    if (name && (!phase_read(name, &c->board.phase) || c->board.phase == PHASE_DRAFT))
        fields_fail(f, ERR_BAD_FIELD, "phase");
    if (fields_has(f, "closes_in"))
        c->board.closes_in_ms = take_u64(f, "closes_in", 1, CLOSES_IN_MS_MAX);
}

static void read_ids(struct fields *f, struct command *c, size_t max)
{
    const json_t *list = take_shape(f, "ideas", "IdeaIds");
    size_t n = json_array_size(list);
    struct id ids[IDEAS_LOOKED_AT_MAX];

    if (!json_is_array(list) || n > max) {
        fields_fail(f, ERR_BAD_FIELD, "ideas");
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *item = json_array_get(list, i);

        if (!json_is_string(item) ||
            !id_read(json_string_value(item), json_string_length(item), &ids[i]))
            fields_fail(f, ERR_BAD_FIELD, "ideas");
    }
    if (f->err)
        return;
    c->ideas.n = n;
    c->ideas.ids = buf_new(ids, n * sizeof *ids);
}

void read_board_look(struct fields *f, struct command *c)
{
    c->ideas.board = take_id(f, "board");
    read_ids(f, c, IDEAS_LOOKED_AT_MAX);
}

void read_idea_read(struct fields *f, struct command *c)
{
    c->ideas.board = take_id(f, "board");
    read_ids(f, c, IDEAS_PER_PAGE_MAX);
}

void read_idea_list(struct fields *f, struct command *c)
{
    const char *name;

    c->idea_list.board = take_id(f, "board");
    c->idea_list.mine = take_bool(f, "mine", false);
    c->idea_list.n = IDEAS_PER_PAGE_MAX;
    if (fields_has(f, "n"))
        c->idea_list.n = take_u32(f, "n", 1, IDEAS_PER_PAGE_MAX);
    c->idea_list.has_group = fields_has(f, "group");
    if (c->idea_list.has_group)
        c->idea_list.group = take_u32(f, "group", 0, GROUPS_PER_BOARD_MAX - 1);
    c->idea_list.has_tag = fields_has(f, "tag");
    if (c->idea_list.has_tag)
        c->idea_list.tag = take_u32(f, "tag", 0, TAGS_PER_BOARD_MAX - 1);
    c->idea_list.has_after = fields_has(f, "after");
    if (c->idea_list.has_after)
        c->idea_list.after = take_id(f, "after");
    c->idea_list.has_order = fields_has(f, "order");
    if (c->idea_list.has_order && (name = take_name(f, "order")) &&
        !idea_order_read(name, &c->idea_list.order))
        fields_fail(f, ERR_BAD_FIELD, "order");
    if (fields_has(f, "search"))
        c->idea_list.search = take_search(f, "search");
    c->idea_list.has_status = fields_has(f, "status");
    if (c->idea_list.has_status && (name = take_name(f, "status")) &&
        !idea_status_read(name, &c->idea_list.status))
        fields_fail(f, ERR_BAD_FIELD, "status");
    c->idea_list.has_state = fields_has(f, "state");
    if (c->idea_list.has_state && (name = take_name(f, "state")) &&
        !idea_state_read(name, &c->idea_list.state))
        fields_fail(f, ERR_BAD_FIELD, "state");
}

void read_idea_similar(struct fields *f, struct command *c)
{
    c->idea_similar.board = take_id(f, "board");
    take_typed_words(f, &c->idea_similar.typed);
}

/* Who posts it, when it is not its author: only kiosks say how long it waited. */
static const char *source_of(const struct command *c)
{
    if (c->behalf[0] == '\0')
        return "";
    return c->has_ago ? "kiosk" : "staff";
}

void read_idea_post(struct fields *f, struct command *c)
{
    c->idea.board = take_id(f, "board");
    c->idea.idea = take_id(f, "id");
    take_behalf(f, c);
    if (fields_has(f, "rules"))
        c->idea.accepted = take_u64(f, "rules", 1, INTEGER_EXACT_MAX);
    take_images(f, c);
    take_idea_words(f, source_of(c), &c->idea.words);
}

void read_idea_withdraw(struct fields *f, struct command *c)
{
    c->idea.board = take_id(f, "board");
    c->idea.idea = take_id(f, "idea");
    c->idea.version = take_u64(f, "version", 0, INTEGER_EXACT_MAX);
}

void read_idea_edit(struct fields *f, struct command *c)
{
    read_idea_withdraw(f, c);
    take_images(f, c);
    take_idea_words(f, "", &c->idea.words);
}

void read_idea_support(struct fields *f, struct command *c)
{
    c->idea_support.board = take_id(f, "board");
    c->idea_support.idea = take_id(f, "idea");
    c->idea_support.n = take_u32(f, "n", 1, INT32_MAX);
    if (!fields_has(f, "on"))
        fields_fail(f, ERR_BAD_FIELD, "on");
    c->idea_support.on = take_bool(f, "on", false);
    take_behalf(f, c);
}

static void read_verdict(struct fields *f, struct command *c)
{
    c->idea_verdict.board = take_id(f, "board");
    c->idea_verdict.idea = take_id(f, "idea");
    c->idea_verdict.version = take_u64(f, "version", 0, INTEGER_EXACT_MAX);
}

void read_idea_check(struct fields *f, struct command *c)
{
    const char *name;

    read_verdict(f, c);
    name = take_name(f, "state");
    if (name &&
        (!idea_state_read(name, &c->idea_verdict.state) ||
         (c->idea_verdict.state != IDEA_SHOWN && c->idea_verdict.state != IDEA_HIDDEN)))
        fields_fail(f, ERR_BAD_FIELD, "state");
    c->idea_verdict.text = take_about(f, "reason");
}

void read_idea_answer(struct fields *f, struct command *c)
{
    const char *name;

    read_verdict(f, c);
    name = take_name(f, "status");
    if (name && (!idea_status_read(name, &c->idea_verdict.status) ||
                 c->idea_verdict.status == STATUS_MERGED))
        fields_fail(f, ERR_BAD_FIELD, "status");
    take_decision(f, &c->idea_verdict.decision);
    c->idea_verdict.text = take_about(f, "answer");
}

void read_idea_history(struct fields *f, struct command *c)
{
    c->idea.board = take_id(f, "board");
    c->idea.idea = take_id(f, "idea");
}

struct buf **owns_board(struct command *c)
{
    return &c->board.def.json;
}

struct buf **owns_words(struct command *c)
{
    return &c->idea.words.json;
}

struct buf **owns_search(struct command *c)
{
    return &c->idea_list.search;
}

struct buf **owns_typed(struct command *c)
{
    return &c->idea_similar.typed.json;
}

struct buf **owns_ids(struct command *c)
{
    return &c->ideas.ids;
}

struct buf **owns_verdict(struct command *c)
{
    return &c->idea_verdict.text;
}
