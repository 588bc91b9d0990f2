/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command.h"

#include "wire/cast_read.h"
#include "wire/command_bans.h"
#include "wire/command_boards.h"
#include "wire/command_carry.h"
#include "wire/command_cloud.h"
#include "wire/command_count.h"
#include "wire/command_dash.h"
#include "wire/command_devices.h"
#include "wire/command_gates.h"
#include "wire/command_groups.h"
#include "wire/command_hooks.h"
#include "wire/command_images.h"
#include "wire/command_invites.h"
#include "wire/command_lists.h"
#include "wire/command_merge.h"
#include "wire/command_note.h"
#include "wire/command_origins.h"
#include "wire/command_points.h"
#include "wire/command_talk.h"
#include "wire/command_theme.h"
#include "wire/fields.h"
#include "wire/json_in.h"
#include "wire/record_take.h"

#include <string.h>

static const char *const views[VIEWS] = {"phone", "stage", "host", "kiosk"};

static const struct text_limits passcode_set = {PASSCODE_CHARS_MIN, PASSCODE_CHARS_MAX,
                                                PASSCODE_BYTES_MAX, 0};
/* A guess that is too short is a wrong passcode, not a bad text. */
static const struct text_limits passcode_tried = {1, PASSCODE_CHARS_MAX, PASSCODE_BYTES_MAX,
                                                  0};
static const struct text_limits place_limits = {0, PLACE_CHARS_MAX, PLACE_BYTES_MAX, 0};
static const struct text_limits label_limits = {0, LABEL_CHARS_MAX, LABEL_BYTES_MAX, 0};

static const char *const vias[VIAS] = {"phone", "embed", "shared"};

const char *via_name(enum via via)
{
    return vias[via];
}

/* ---- One reader a command: takes the command's own fields ---------------------- */

static void read_nothing(struct fields *f, struct command *c)
{
    (void)f;
    (void)c;
}

static struct buf *take_place(struct fields *f, const char *name)
{
    char place[PLACE_BYTES_MAX + 1];

    take_text(f, name, place_limits, place);
    return f->err ? NULL : buf_new(place, strlen(place));
}

static void read_hello(struct fields *f, struct command *c)
{
    c->hello.room = take_code(f, "room");
    c->hello.view = (enum view)take_word(f, "view", views, VIEWS);
    /* A position is both numbers or none. */
    c->hello.has_position = fields_has(f, "epoch") || fields_has(f, "after");
    if (c->hello.has_position) {
        c->hello.epoch = take_u64(f, "epoch", 0, INTEGER_EXACT_MAX);
        c->hello.after = take_u64(f, "after", 0, INTEGER_EXACT_MAX);
    }
    if (fields_has(f, "token"))
        take_secret(f, "token", c->hello.token);
    c->hello.via = (enum via)take_word(f, "via", vias, VIAS);
    if (fields_has(f, "at"))
        c->hello.at = take_place(f, "at");
}

static void read_cast(struct fields *f, struct command *c)
{
    c->cast.question = take_id(f, "question");
    c->cast.round = take_u32(f, "round", 1, INT32_MAX);
    c->cast.n = take_u32(f, "n", 1, INT32_MAX);
    take_ballot(f, "ballot", &c->cast.ballot);
    take_behalf(f, c);
}

static void read_room_create(struct fields *f, struct command *c)
{
    c->room_create.id = take_id(f, "id");
    c->room_create.settings = take_settings(f, "settings");
}

static struct id take_id_or_null(struct fields *f, const char *name)
{
    if (take_null(f, name))
        return (struct id){0}; /* null clears it: the none id. */
    return take_id(f, name);
}

static void read_access(struct fields *f, struct command *c)
{
    const char *name = take_name(f, "access");

    c->room_update.set_access = true;
    if (name && !room_access_read(name, &c->room_update.access))
        fields_fail(f, ERR_BAD_FIELD, "access");
}

static void read_room_update(struct fields *f, struct command *c)
{
    c->room_update.rev = take_u64(f, "rev", 0, INTEGER_EXACT_MAX);
    if (fields_has(f, "settings"))
        c->room_update.settings = take_settings(f, "settings");
    c->room_update.set_current = fields_has(f, "current");
    if (c->room_update.set_current)
        c->room_update.current = take_id_or_null(f, "current");
    c->room_update.set_board = fields_has(f, "board");
    if (c->room_update.set_board)
        c->room_update.board = take_id_or_null(f, "board");
    if (fields_has(f, "access"))
        read_access(f, c);
    if (fields_has(f, "passcode"))
        take_text(f, "passcode", passcode_set, c->room_update.passcode);
    c->room_update.set_small = fields_has(f, "small_groups");
    c->room_update.small = take_bool(f, "small_groups", false);
}

/* It is made like a room, of settings that follow from this one's. */
static void read_rehearsal_begin(struct fields *f, struct command *c)
{
    c->room_create.id = take_id(f, "id");
}

static void read_room_delete(struct fields *f, struct command *c)
{
    c->room_delete.id = take_id(f, "id");
}

static void read_room_enter(struct fields *f, struct command *c)
{
    c->room_enter.room = take_code(f, "room");
    take_text(f, "passcode", passcode_tried, c->room_enter.passcode);
}

static void read_question_add(struct fields *f, struct command *c)
{
    c->question.question = take_id(f, "id");
    take_definition(f, "def", &c->question.def);
}

static void read_question_update(struct fields *f, struct command *c)
{
    c->question.question = take_id(f, "question");
    c->question.version = take_u64(f, "version", 0, INTEGER_EXACT_MAX);
    take_definition(f, "def", &c->question.def);
}

static void read_question_remove(struct fields *f, struct command *c)
{
    c->question.question = take_id(f, "question");
    c->question.version = take_u64(f, "version", 0, INTEGER_EXACT_MAX);
}

static void read_question_place(struct fields *f, struct command *c)
{
    c->question.question = take_id(f, "question");
    c->question.place = take_u32(f, "place", 0, QUESTIONS_PER_ROOM_MAX);
}

static void read_question_move(struct fields *f, struct command *c)
{
    const char *name;

    c->question_move.question = take_id(f, "question");
    c->question_move.version = take_u64(f, "version", 0, INTEGER_EXACT_MAX);
    name = take_name(f, "move");
    if (name && !question_move_read(name, &c->question_move.move))
        fields_fail(f, ERR_BAD_FIELD, "move");
    if (!fields_has(f, "closes_in"))
        return;
    c->question_move.closes_in_ms = take_u64(f, "closes_in", 1, CLOSES_IN_MS_MAX);
    if (question_move_rule(c->question_move.move)->to != QUESTION_OPEN)
        fields_fail(f, ERR_BAD_FIELD, "closes_in");
}

static void read_react(struct fields *f, struct command *c)
{
    const char *name = take_name(f, "reaction");

    if (name && !reaction_read(name, &c->react.reaction))
        fields_fail(f, ERR_BAD_FIELD, "reaction");
}

static void read_link_create(struct fields *f, struct command *c)
{
    const char *name = take_name(f, "role");

    if (name && (!role_read(name, &c->link_create.role) ||
                 c->link_create.role < ROLE_STAGE || c->link_create.role > ROLE_HOST))
        fields_fail(f, ERR_BAD_FIELD, "role");
    if (c->link_create.role == ROLE_KIOSK)
        take_kiosk_names(f, c);
    else
        take_text(f, "label", label_limits, c->link_create.label);
}

static void read_link_revoke(struct fields *f, struct command *c)
{
    c->link_revoke.link = take_id(f, "link");
}

static void read_link_exchange(struct fields *f, struct command *c)
{
    take_secret(f, "secret", c->link_exchange.secret);
}

static struct buf **owns_place(struct command *c)
{
    return &c->hello.at;
}

static struct buf **owns_ballot(struct command *c)
{
    return &c->cast.ballot.words;
}

static struct buf **owns_created(struct command *c)
{
    return &c->room_create.settings;
}

static struct buf **owns_updated(struct command *c)
{
    return &c->room_update.settings;
}

static struct buf **owns_definition(struct command *c)
{
    return &c->question.def.json;
}

/* ---- The table ------------------------------------------------------------------ */

static const struct row {
    struct command_rule rule;
    void (*read)(struct fields *f, struct command *c);
    struct buf **(*owns)(
        struct command *c); /* What command_done frees; NULL for nothing. */
} rows[COMMANDS] = {
    /* clang-format off */
    [COMMAND_HELLO] =          {{"hello",           RIGHT_KNOCK, SCOPE_NOWHERE, false}, read_hello,           owns_place},
    [COMMAND_CAST] =           {{"cast",            RIGHT_VOTE,  SCOPE_ROOM,    true},  read_cast,            owns_ballot},
    [COMMAND_ROOM_CREATE] =    {{"room.create",     RIGHT_OWN,   SCOPE_NOWHERE, true},  read_room_create,     owns_created},
    [COMMAND_ROOM_LIST] =      {{"room.list",       RIGHT_OWN,   SCOPE_NOWHERE, false}, read_nothing,         NULL},
    [COMMAND_ROOM_UPDATE] =    {{"room.update",     RIGHT_RUN,   SCOPE_ROOM,    false}, read_room_update,     owns_updated},
    [COMMAND_ROOM_DELETE] =    {{"room.delete",     RIGHT_OWN,   SCOPE_NOWHERE, false}, read_room_delete,     NULL},
    [COMMAND_ROOM_ENTER] =     {{"room.enter",      RIGHT_KNOCK, SCOPE_NOWHERE, true},  read_room_enter,      NULL},
    [COMMAND_QUESTION_ADD] =   {{"question.add",    RIGHT_RUN,   SCOPE_ROOM,    true},  read_question_add,    owns_definition},
    [COMMAND_QUESTION_UPDATE] = {{"question.update", RIGHT_RUN,   SCOPE_ROOM,    true},  read_question_update, owns_definition},
    [COMMAND_QUESTION_REMOVE] = {{"question.remove", RIGHT_RUN,   SCOPE_ROOM,    false}, read_question_remove, NULL},
    [COMMAND_QUESTION_PLACE] = {{"question.place",  RIGHT_RUN,   SCOPE_ROOM,    false}, read_question_place,  NULL},
    [COMMAND_QUESTION_MOVE] =  {{"question.move",   RIGHT_RUN,   SCOPE_ROOM,    false}, read_question_move,   NULL},
    [COMMAND_BOARD_ADD] =      {{"board.add",       RIGHT_RUN,   SCOPE_ROOM,    true},  read_board_add,       owns_board},
    [COMMAND_BOARD_UPDATE] =   {{"board.update",    RIGHT_RUN,   SCOPE_ROOM,    true},  read_board_update,    owns_board},
    [COMMAND_BOARD_MOVE] =     {{"board.move",      RIGHT_RUN,   SCOPE_ROOM,    false}, read_board_move,      NULL},
    [COMMAND_BOARD_REMOVE] =   {{"board.remove",    RIGHT_RUN,   SCOPE_ROOM,    false}, read_board_version,   NULL},
    [COMMAND_BOARD_LOOK] =     {{"board.look",      RIGHT_LOOK,  SCOPE_ROOM,    false}, read_board_look,      owns_ids},
    [COMMAND_BOARD_RULES] =    {{"board.rules",     RIGHT_LOOK,  SCOPE_ROOM,    false}, read_board_rules,     NULL},
    [COMMAND_IDEA_LIST] =      {{"idea.list",       RIGHT_LOOK,  SCOPE_ROOM,    false}, read_idea_list,       owns_search},
    [COMMAND_IDEA_READ] =      {{"idea.read",       RIGHT_LOOK,  SCOPE_ROOM,    false}, read_idea_read,       owns_ids},
    [COMMAND_IDEA_SIMILAR] =   {{"idea.similar",    RIGHT_LOOK,  SCOPE_ROOM,    false}, read_idea_similar,    owns_typed},
    [COMMAND_IDEA_POST] =      {{"idea.post",       RIGHT_VOTE,  SCOPE_ROOM,    true},  read_idea_post,       owns_words},
    [COMMAND_IDEA_EDIT] =      {{"idea.edit",       RIGHT_VOTE,  SCOPE_ROOM,    true},  read_idea_edit,       owns_words},
    [COMMAND_IDEA_WITHDRAW] =  {{"idea.withdraw",   RIGHT_VOTE,  SCOPE_ROOM,    false}, read_idea_withdraw,   NULL},
    [COMMAND_IDEA_SUPPORT] =   {{"idea.support",    RIGHT_VOTE,  SCOPE_ROOM,    true},  read_idea_support,    NULL},
    [COMMAND_IDEA_CHECK] =     {{"idea.check",      RIGHT_CHECK, SCOPE_ROOM,    false}, read_idea_check,      owns_verdict},
    [COMMAND_IDEA_ANSWER] =    {{"idea.answer",     RIGHT_CHECK, SCOPE_ROOM,    true},  read_idea_answer,     owns_verdict},
    [COMMAND_IDEA_HISTORY] =   {{"idea.history",    RIGHT_LOOK,  SCOPE_ROOM,    false}, read_idea_history,    NULL},
    [COMMAND_IDEA_OPINION] =   {{"idea.opinion",    RIGHT_VOTE,  SCOPE_ROOM,    true},  read_idea_opinion,    NULL},
    [COMMAND_IDEA_QUEUE] =     {{"idea.queue",      RIGHT_CHECK, SCOPE_ROOM,    false}, read_idea_queue,      NULL},
    [COMMAND_IDEA_REPORT] =    {{"idea.report",     RIGHT_VOTE,  SCOPE_ROOM,    true},  read_idea_report,     NULL},
    [COMMAND_COMMENT_LIST] =   {{"comment.list",    RIGHT_LOOK,  SCOPE_ROOM,    false}, read_comment_list,    NULL},
    [COMMAND_COMMENT_POST] =   {{"comment.post",    RIGHT_VOTE,  SCOPE_ROOM,    true},  read_comment_post,    owns_comment},
    [COMMAND_COMMENT_WITHDRAW] = {{"comment.withdraw", RIGHT_VOTE, SCOPE_ROOM,  false}, read_comment_withdraw, NULL},
    [COMMAND_COMMENT_LIKE] =   {{"comment.like",    RIGHT_VOTE,  SCOPE_ROOM,    true},  read_comment_like,    NULL},
    [COMMAND_COMMENT_REPORT] = {{"comment.report",  RIGHT_VOTE,  SCOPE_ROOM,    true},  read_comment_report,  NULL},
    [COMMAND_COMMENT_CHECK] =  {{"comment.check",   RIGHT_CHECK, SCOPE_ROOM,    false}, read_comment_check,   owns_comment_check},
    [COMMAND_REVIEW_LIST] =    {{"review.list",     RIGHT_CHECK, SCOPE_ROOM,    false}, read_review_list,     NULL},
    [COMMAND_IDEA_GROUP] =     {{"idea.group",      RIGHT_RUN,   SCOPE_ROOM,    true},  read_idea_group,      NULL},
    [COMMAND_IDEA_MERGE] =     {{"idea.merge",      RIGHT_VOTE,  SCOPE_ROOM,    true},  read_idea_merge,      NULL},
    [COMMAND_IDEA_UNMERGE] =   {{"idea.unmerge",    RIGHT_VOTE,  SCOPE_ROOM,    false}, read_idea_unmerge,    NULL},
    [COMMAND_HOOK_ADD] =       {{"hook.add",        RIGHT_RUN,   SCOPE_ROOM,    true},  read_hook_add,        owns_hook},
    [COMMAND_HOOK_LIST] =      {{"hook.list",       RIGHT_RUN,   SCOPE_ROOM,    false}, read_nothing,         NULL},
    [COMMAND_HOOK_LOG] =       {{"hook.log",        RIGHT_RUN,   SCOPE_ROOM,    false}, read_hook,            NULL},
    [COMMAND_HOOK_TEST] =      {{"hook.test",       RIGHT_RUN,   SCOPE_ROOM,    true},  read_hook,            NULL},
    [COMMAND_HOOK_REMOVE] =    {{"hook.remove",     RIGHT_RUN,   SCOPE_ROOM,    false}, read_hook,            NULL},
    [COMMAND_POINTS_BOARD] =   {{"points.board",    RIGHT_LOOK,  SCOPE_ROOM,    false}, read_points_board,    NULL},
    [COMMAND_POINTS_LOG] =     {{"points.log",      RIGHT_CHECK, SCOPE_ROOM,    false}, read_points_log,      NULL},
    [COMMAND_POINTS_SELECT] =  {{"points.select",   RIGHT_RUN,   SCOPE_ROOM,    true},  read_points_select,   NULL},
    [COMMAND_POINTS_SELECTED] = {{"points.selected", RIGHT_RUN,   SCOPE_ROOM,    false}, read_nothing,         NULL},
    [COMMAND_ME_READ] =        {{"me.read",         RIGHT_VOTE,  SCOPE_ROOM,    false}, read_nothing,         NULL},
    [COMMAND_ME_SUPPORTS] =    {{"me.supports",     RIGHT_VOTE,  SCOPE_ROOM,    false}, read_me_supports,     NULL},
    [COMMAND_ME_NAME] =        {{"me.name",         RIGHT_VOTE,  SCOPE_ROOM,    true},  read_me_name,         NULL},
    [COMMAND_ME_LOOK] =        {{"me.look",         RIGHT_VOTE,  SCOPE_ROOM,    true},  read_me_look,         NULL},
    [COMMAND_ROOM_BAN] =       {{"room.ban",        RIGHT_CHECK, SCOPE_ROOM,    true},  read_room_ban,        NULL},
    [COMMAND_ROOM_UNBAN] =     {{"room.unban",      RIGHT_CHECK, SCOPE_ROOM,    false}, read_room_unban,      NULL},
    [COMMAND_BAN_LIST] =       {{"ban.list",        RIGHT_CHECK, SCOPE_ROOM,    false}, read_nothing,         NULL},
    [COMMAND_LOG_LIST] =       {{"log.list",        RIGHT_TRACE, SCOPE_ROOM,    false}, read_log_list,        NULL},
    [COMMAND_WORDS_SET] =      {{"words.set",       RIGHT_RUN,   SCOPE_ROOM,    false}, read_words_set,       owns_listed},
    [COMMAND_WORDS_LIST] =     {{"words.list",      RIGHT_RUN,   SCOPE_ROOM,    false}, read_words_list,      NULL},
    [COMMAND_LINK_CREATE] =    {{"link.create",     RIGHT_RUN,   SCOPE_ROOM,    true},  read_link_create,     NULL},
    [COMMAND_LINK_LIST] =      {{"link.list",       RIGHT_RUN,   SCOPE_ROOM,    false}, read_nothing,         NULL},
    [COMMAND_LINK_REVOKE] =    {{"link.revoke",     RIGHT_RUN,   SCOPE_ROOM,    false}, read_link_revoke,     NULL},
    [COMMAND_LINK_EXCHANGE] =  {{"link.exchange",   RIGHT_KNOCK, SCOPE_NOWHERE, false}, read_link_exchange,   NULL},
    [COMMAND_DEVICE_CREATE] =  {{"device.create",   RIGHT_KNOCK, SCOPE_NOWHERE, false}, read_nothing,         NULL},
    [COMMAND_BOARD_EXPORT] =   {{"board.export",    RIGHT_FETCH, SCOPE_ROOM,    false}, read_board_export,    NULL},
    [COMMAND_BOARD_IMPORT] =   {{"board.import",    RIGHT_RUN,   SCOPE_ROOM,    true},  read_board_import,    NULL},
    [COMMAND_QUESTION_EXPORT] = {{"question.export", RIGHT_FETCH, SCOPE_ROOM,    false}, read_question_export, NULL},
    [COMMAND_ROOM_EXPORT] =    {{"room.export",     RIGHT_FETCH, SCOPE_ROOM,    false}, read_room_export,     NULL},
    [COMMAND_QUESTION_SPLIT] = {{"question.split",  RIGHT_LOOK,  SCOPE_ROOM,    false}, read_question_split,  NULL},
    [COMMAND_QUESTION_COUNT] = {{"question.count",  RIGHT_FETCH, SCOPE_ROOM,    false}, read_question_count,  NULL},
    [COMMAND_CLOUD_LIST] =     {{"cloud.list",      RIGHT_TRACE, SCOPE_ROOM,    false}, read_cloud_list,      NULL},
    [COMMAND_CLOUD_HIDE] =     {{"cloud.hide",      RIGHT_CHECK, SCOPE_ROOM,    false}, read_cloud_hide,      NULL},
    [COMMAND_QUESTION_SHIFT] = {{"question.shift",  RIGHT_LOOK,  SCOPE_ROOM,    false}, read_question_shift,  NULL},
    [COMMAND_IMAGE_TICKET] =   {{"image.ticket",    RIGHT_VOTE,  SCOPE_ROOM,    true},  read_image_ticket,    NULL},
    [COMMAND_IMAGE_CHECK] =    {{"image.check",     RIGHT_CHECK, SCOPE_ROOM,    false}, read_image_check,     NULL},
    [COMMAND_IMAGE_LIST] =     {{"image.list",      RIGHT_CHECK, SCOPE_ROOM,    false}, read_image_list,      NULL},
    [COMMAND_DECK_TICKET] =    {{"deck.ticket",     RIGHT_RUN,   SCOPE_ROOM,    true},  read_deck,            NULL},
    [COMMAND_DECK_STOP] =      {{"deck.stop",       RIGHT_RUN,   SCOPE_ROOM,    false}, read_deck,            NULL},
    [COMMAND_INVITE_ADD] =     {{"invite.add",      RIGHT_RUN,   SCOPE_ROOM,    true},  read_invite_add,      owns_invited},
    [COMMAND_INVITE_LIST] =    {{"invite.list",     RIGHT_RUN,   SCOPE_ROOM,    false}, read_invite_list,     NULL},
    [COMMAND_INVITE_REVOKE] =  {{"invite.revoke",   RIGHT_RUN,   SCOPE_ROOM,    false}, read_invite_revoke,   NULL},
    [COMMAND_REACT] =          {{"react",           RIGHT_VOTE,  SCOPE_ROOM,    false}, read_react,           NULL},
    [COMMAND_THEME_LOOK] =     {{"theme.look",      RIGHT_LOOK,  SCOPE_ROOM,    false}, read_theme_look,      owns_theme},
    [COMMAND_SPACE_THEME] =    {{"space.theme",     RIGHT_OWN,   SCOPE_NOWHERE, true},  read_space_theme,     owns_theme},
    [COMMAND_SPACE_ORIGINS] =  {{"space.origins",   RIGHT_OWN,   SCOPE_NOWHERE, true},  read_space_origins,   owns_origins},
    [COMMAND_REHEARSAL_BEGIN] = {{"rehearsal.begin", RIGHT_RUN,  SCOPE_ROOM,    true},  read_rehearsal_begin, owns_created},
    [COMMAND_REHEARSAL_END] =  {{"rehearsal.end",   RIGHT_RUN,   SCOPE_ROOM,    false}, read_nothing,         NULL},
    [COMMAND_QUIZ_BOARD] =     {{"quiz.board",      RIGHT_LOOK,  SCOPE_ROOM,    false}, read_quiz_board,      NULL},
    [COMMAND_DEVICE_LIST] =    {{"device.list",     RIGHT_RUN,   SCOPE_ROOM,    false}, read_nothing,         NULL},
    [COMMAND_DEVICE_SET] =     {{"device.set",      RIGHT_RUN,   SCOPE_ROOM,    true},  read_device_set,      owns_device},
    [COMMAND_DEVICE_REVOKE] =  {{"device.revoke",   RIGHT_RUN,   SCOPE_ROOM,    false}, read_device_revoke,   NULL},
    [COMMAND_DEVICE_REPORT] =  {{"device.report",   RIGHT_SERVE, SCOPE_ROOM,    true},  read_device_report,   owns_device},
    [COMMAND_DASH_READ] =      {{"dash.read",       RIGHT_LOOK,  SCOPE_ROOM,    false}, read_dash_read,       NULL},
    [COMMAND_DASH_CURVE] =     {{"dash.curve",      RIGHT_LOOK,  SCOPE_ROOM,    false}, read_dash_curve,      NULL},
    /* clang-format on */
};

const struct command_rule *command_rule(enum command_type type)
{
    return &rows[type].rule;
}

static bool type_of(const char *name, enum command_type *out)
{
    for (unsigned i = 0; i < COMMANDS; i++) {
        if (strcmp(rows[i].rule.name, name) == 0) {
            *out = (enum command_type)i;
            return true;
        }
    }
    return false;
}

void command_note(enum command_type type, struct field_notes *notes)
{
    struct command command = {.type = type};
    struct fields f = {.path = "", .notes = notes};

    rows[type].read(&f, &command);
    command_done(&command);
}

/* ---- Whole messages --------------------------------------------------------------- */

/* What both forms have in common. `f` may have failed already. */
static enum err read_rest(struct fields *f, struct command *command, struct command *out,
                          struct command_blame *blame)
{
    enum err err;

    if (!f->err)
        rows[command->type].read(f, command);
    err = fields_end(f);
    if (err) {
        memcpy(blame->field, f->blame, sizeof blame->field);
        memcpy(blame->nearest, f->nearest, sizeof blame->nearest);
        command_done(command);
        return err;
    }
    *out = *command;
    return OK;
}

static enum err parse_generally(const char *text, size_t len, struct command *out,
                                struct command_blame *blame)
{
    struct command command = {0};
    json_t *root = NULL;
    struct fields f;
    const char *name;

    enum err err = json_in_object(text, len, MESSAGE_BYTES_MAX, &root);
    if (err)
        return err;

    fields_begin(&f, root, "");
    command.mid = take_u32(&f, "mid", 0, INT32_MAX);
    command.has_mid = blame->has_mid = !f.err;
    blame->mid = command.mid;
    name = take_name(&f, "cmd");
    if (name && !type_of(name, &command.type))
        fields_fail(&f, ERR_UNKNOWN_COMMAND, "");

    err = read_rest(&f, &command, out, blame);
    json_decref(root);
    return err;
}

enum err command_parse(const char *text, size_t len, struct command *out,
                       struct command_blame *blame)
{
    *blame = (struct command_blame){0};
    if (!cast_read(text, len, out))
        return parse_generally(text, len, out, blame);
    blame->has_mid = true;
    blame->mid = out->mid;
    return OK;
}

enum err command_parse_body(const char *name, const char *text, size_t len,
                            struct command *out, struct command_blame *blame)
{
    struct command command = {0};
    json_t *root = NULL;
    struct fields f;

    *blame = (struct command_blame){0};
    if (!type_of(name, &command.type))
        return ERR_UNKNOWN_COMMAND;
    enum err err = json_in_object(text, len, MESSAGE_BYTES_MAX, &root);
    if (err)
        return err;

    fields_begin(&f, root, "");
    if (rows[command.type].rule.scope == SCOPE_ROOM)
        command.room = take_code(&f, "room");

    err = read_rest(&f, &command, out, blame);
    json_decref(root);
    return err;
}

void command_done(struct command *command)
{
    struct buf **(*owns)(struct command *) = rows[command->type].owns;

    buf_unref(command->images);
    command->images = NULL;
    if (!owns)
        return;
    buf_unref(*owns(command));
    *owns(command) = NULL;
}
