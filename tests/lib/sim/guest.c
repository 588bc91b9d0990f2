/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/sim/guest.h"

#include "base/mem.h"
#include "lib/sim/heard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COME_US_MIN  1000
#define COME_US_MAX  600000
#define ACT_US_MIN   20000
#define ACT_US_MAX   400000
#define AGAIN_US_MAX 500000
#define PATIENCE_US  20000000 /* No answer takes longer, whatever happens. */
#define SLOW_US      1500000

/* ---- Coming and going ------------------------------------------------------------- */

static void come_soon(struct guest *guest)
{
    struct loop *loop = &guest->sim->loop;

    guest->is_in = false;
    loop_cancel(loop, &guest->act);
    loop_cancel(loop, &guest->patience);
    loop_after(loop, &guest->come, chance_between(loop, COME_US_MIN, COME_US_MAX));
}

static void leave(struct guest *guest)
{
    if (guest->line)
        line_leave(guest->line);
    guest->line = NULL;
    come_soon(guest);
}

static void on_closed(void *context)
{
    struct guest *guest = context;

    guest->line = NULL;
    come_soon(guest);
}

static void act_within(struct guest *guest, uint64_t least, uint64_t most)
{
    struct loop *loop = &guest->sim->loop;

    loop_after(loop, &guest->act, chance_between(loop, least, most));
}

static void wait_for(struct guest *guest, const char *what)
{
    guest->waits_for = what;
    loop_after(&guest->sim->loop, &guest->patience, PATIENCE_US);
}

static void on_patience(void *context)
{
    struct guest *guest = context;

    sim_fail(guest->sim, "guest %u was not answered: %s", guest->number, guest->waits_for);
}

static void on_come(void *context)
{
    struct guest *guest = context;
    struct sim *sim = guest->sim;
    struct sim_worker *worker = worker_any(sim);

    if (!worker) {
        come_soon(guest);
        return;
    }
    const struct line_options options = {guest->who, guest->slow_us};
    guest->line = line_open(worker, &options, &guest->listener);
    guest->is_looking = guest->has_me = false;
    guest->n_notices = 0;
    guest->epoch = 0;
    memset(guest->sent, 0, sizeof guest->sent);
    guest->hello_mid = ++guest->next_mid;
    sim_trace(sim, "guest %u comes to worker %u", guest->number, worker->number);
    line_say(guest->line, "{\"mid\":%u,\"cmd\":\"hello\",\"room\":\"%s\",\"view\":\"%s\"}",
             guest->hello_mid, sim->code.text, guest->is_staff ? "host" : "phone");
    wait_for(guest, "hello");
}

void guest_reconnect(struct guest *guest)
{
    if (guest->line)
        leave(guest);
}

/* ---- Saying ----------------------------------------------------------------------------
 */

static void say(struct guest *guest, const struct wish *wish, bool is_current)
{
    struct guest_sent *sent = &guest->sent[++guest->next_mid % GUEST_SENT];

    *sent = (struct guest_sent){guest->next_mid, is_current, *wish};
    sent->wish.falls = guest->sim->n_falls;
    sent->wish.was_counted = wish_was_counted(guest, wish);
    guest->sim->counts.commands++;
    sim_trace(guest->sim, "guest %u says %u: %s", guest->number, sent->mid, wish->fields);
    line_say(guest->line, "{\"mid\":%u,%s}", sent->mid, wish->fields);
}

/* At whatever there may be: what is not there is passed over. */
static void look(struct guest *guest)
{
    char ids[SQUARE_IDEAS * 8] = "";
    size_t len = 0;

    for (uint32_t i = 0; i < guest->square->n_ideas; i++)
        len += (size_t)snprintf(ids + len, sizeof ids - len, "%s\"i%u\"", i ? "," : "", i);
    guest->look_mid = ++guest->next_mid;
    sim_trace(guest->sim, "guest %u says %u: looks at %s", guest->number, guest->look_mid,
              ids);
    line_say(guest->line,
             "{\"mid\":%u,\"cmd\":\"board.look\",\"board\":\"wishes\",\"ideas\":[%s]}",
             guest->look_mid, ids);
    wait_for(guest, "board.look");
}

static void ask_me(struct guest *guest)
{
    guest->me_mid = ++guest->next_mid;
    line_say(guest->line, "{\"mid\":%u,\"cmd\":\"me.read\"}", guest->me_mid);
    wait_for(guest, "me.read");
}

/* Says what is to be said; false: nothing comes to mind. */
static bool act(struct guest *guest)
{
    struct sim *sim = guest->sim;

    if (guest->wish.type == WISH_NONE && !sim->is_calm)
        wish_choose(guest, &guest->wish);
    if (guest->wish.type == WISH_NONE)
        return false;
    say(guest, &guest->wish, true);
    if (chance_permille(&sim->loop, 60))
        say(guest, &guest->wish, true); /* A nervous finger. */
    wait_for(guest, guest->wish.fields);
    return true;
}

static void on_act(void *context)
{
    struct guest *guest = context;
    struct sim *sim = guest->sim;
    bool is_free = guest->wish.type == WISH_NONE && !sim->is_calm;

    if (!guest->is_in)
        return;
    if (is_free && chance_permille(&sim->loop, 25)) {
        sim->counts.leaves++;
        leave(guest);
    } else if (!guest->is_looking || (is_free && chance_permille(&sim->loop, 80))) {
        look(guest);
    } else if (guest->asks_me && !guest->has_me) {
        ask_me(guest);
    } else if (!act(guest)) {
        act_within(guest, ACT_US_MIN, ACT_US_MAX);
    }
}

void guest_repeat(struct guest *guest)
{
    enum wish_type type = guest->done.type;
    bool is_of_side =
        type == WISH_ADD_SIDE || type == WISH_OPEN_SIDE || type == WISH_REMOVE_SIDE;

    /* What was forgotten since is done anew; so is what was done to a board that went, and
     * came again under its name. */
    if (type == WISH_NONE || is_of_side || !guest->is_in ||
        guest->done.falls < guest->sim->n_falls)
        return;
    guest->sim->counts.resent++;
    say(guest, &guest->done, false);
}

void guest_ask_me(struct guest *guest)
{
    guest->asks_me = true;
    guest->has_me = false;
}

bool guest_is_settled(const struct guest *guest)
{
    return guest->is_in && guest->wish.type == WISH_NONE && guest->is_looking &&
           guest->sight.is_told && (guest->has_me || !guest->asks_me);
}

/* ---- Hearing answers -------------------------------------------------------------------
 */

static void settle(struct guest *guest, const struct wish *wish, enum wish_fate fate)
{
    loop_cancel(&guest->sim->loop, &guest->patience);
    for (size_t i = 0; i < GUEST_SENT; i++)
        guest->sent[i].is_current = false;
    if (fate == WISH_DONE)
        guest->done = *wish;
    if (fate != WISH_AGAIN)
        guest->wish.type = WISH_NONE;
    act_within(guest, ACT_US_MIN, fate == WISH_AGAIN ? AGAIN_US_MAX : ACT_US_MAX);
}

static bool is_passing(const char *code)
{
    static const char *const passing[] = {"try_again", "going_away", "store_full",
                                          "too_many"};

    for (size_t i = 0; i < sizeof passing / sizeof passing[0]; i++)
        if (strcmp(code, passing[i]) == 0)
            return true;
    return false;
}

static const char *code_of(const json_t *answer)
{
    const json_t *err = json_object_get(answer, "err");

    return json_string_value(json_object_get(err, "code"));
}

static void hear_hello(struct guest *guest, const char *code)
{
    if (!code)
        return; /* `you` follows. */
    if (is_passing(code))
        leave(guest);
    else
        sim_fail(guest->sim, "hello of guest %u: %s", guest->number, code);
}

static void hear_look(struct guest *guest, const char *code)
{
    loop_cancel(&guest->sim->loop, &guest->patience);
    guest->look_mid = 0;
    act_within(guest, ACT_US_MIN, ACT_US_MAX);
    if (!code) {
        guest->is_looking = true;
        guest->sight = (struct sight){0}; /* All of it follows. */
    } else if (!is_passing(code)) {
        sim_fail(guest->sim, "board.look of guest %u: %s", guest->number, code);
    }
}

static bool has_entry(const json_t *news, const char *entry)
{
    const json_t *one;
    size_t i;

    json_array_foreach(news, i, one)
    {
        if (strcmp(json_string_value(json_object_get(one, "entry")), entry) == 0)
            return true;
    }
    return false;
}

/* What I was told of what I posted is on my page, unless it is too long ago, or Redis fell
 * back since. */
static void hear_me(struct guest *guest, const json_t *answer)
{
    const json_t *news = json_object_get(json_object_get(answer, "ok"), "news");
    const char *code = code_of(answer);

    loop_cancel(&guest->sim->loop, &guest->patience);
    act_within(guest, ACT_US_MIN, ACT_US_MAX);
    guest->me_mid = 0;
    if (code && is_passing(code))
        return;
    guest->has_me = true;
    guest->asks_me = false;
    if (!news)
        sim_fail(guest->sim, "me.read of guest %u: %s", guest->number,
                 code ? code : "nothing");
    for (size_t i = 0; i < guest->n_notices && json_array_size(news) < 50; i++) {
        const struct notice_heard *heard = &guest->notices[i];

        if (heard->is_mine && heard->at_ms > guest->sim->torn_ms &&
            !has_entry(news, heard->entry))
            sim_fail(guest->sim, "guest %u was told %s of i%u, which me.read has not",
                     guest->number, heard->entry, heard->idea);
    }
}

static void hear_answer(struct guest *guest, const json_t *answer)
{
    uint32_t mid = (uint32_t)json_integer_value(json_object_get(answer, "re"));
    const struct guest_sent *sent = &guest->sent[mid % GUEST_SENT];

    if (mid == guest->hello_mid) {
        hear_hello(guest, code_of(answer));
    } else if (mid == guest->look_mid) {
        hear_look(guest, code_of(answer));
    } else if (mid == guest->me_mid) {
        hear_me(guest, answer);
    } else if (sent->mid == mid) {
        const struct wish wish = sent->wish;
        bool is_current = sent->is_current;
        enum wish_fate fate = wish_judge(guest, &wish, answer);

        if (is_current)
            settle(guest, &wish, fate);
    }
}

/* ---- Hearing events --------------------------------------------------------------------
 */

static uint64_t number_of(const json_t *object, const char *key)
{
    return (uint64_t)json_integer_value(json_object_get(object, key));
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : "";
}

static void take_idea(struct guest *guest, const json_t *glance)
{
    struct sight_idea idea = {.is_used = true};
    uint32_t index;

    if (!square_index(text_of(glance, "id"), 'i', SQUARE_IDEAS, &index)) {
        sim_fail(guest->sim, "guest %u is told of an odd idea", guest->number);
        return;
    }
    idea.version = number_of(glance, "version");
    idea.supports = number_of(glance, "supports");
    idea.comments = number_of(glance, "comments");
    idea.talk = number_of(glance, "talk");
    (void)snprintf(idea.state, sizeof idea.state, "%s", text_of(glance, "state"));
    (void)snprintf(idea.status, sizeof idea.status, "%s", text_of(glance, "status"));
    guest->sight.ideas[index] = idea;
}

static void hear_ideas(struct guest *guest, const json_t *event)
{
    struct sight *sight = &guest->sight;
    uint64_t epoch = number_of(event, "epoch"), rev = number_of(event, "rev");
    const json_t *glance;
    size_t i;

    if (strcmp(text_of(event, "board"), "wishes") != 0)
        sim_fail(guest->sim, "guest %u is told of another board", guest->number);
    if (epoch != guest->epoch)
        return; /* A snapshot follows. */
    if (sight->is_told && rev < sight->rev && epoch > guest->sim->torn_epoch)
        sim_fail(guest->sim, "guest %u is told rev %llu after %llu", guest->number,
                 (unsigned long long)rev, (unsigned long long)sight->rev);
    sight->is_told = true;
    sight->epoch = epoch;
    sight->rev = rev;
    sight->total = number_of(event, "total");
    json_array_foreach(json_object_get(event, "ideas"), i, glance) take_idea(guest, glance);
}

static void hear_notice(struct guest *guest, const json_t *event)
{
    struct notice_heard heard = {.is_mine = json_is_true(json_object_get(event, "mine")),
                                 .at_ms = number_of(event, "at")};

    (void)snprintf(heard.entry, sizeof heard.entry, "%s", text_of(event, "entry"));
    (void)square_index(text_of(event, "idea"), 'i', SQUARE_IDEAS, &heard.idea);
    guest->sim->counts.notices++;
    for (size_t i = 0; i < guest->n_notices; i++)
        if (strcmp(guest->notices[i].entry, heard.entry) == 0 &&
            heard.at_ms > guest->sim->torn_ms)
            sim_fail(guest->sim, "guest %u is told %s twice", guest->number, heard.entry);
    if (guest->n_notices < GUEST_NOTICES)
        guest->notices[guest->n_notices++] = heard;
}

static void take_board(struct guest *guest, const json_t *board)
{
    if (strcmp(text_of(board, "id"), "side") != 0)
        return;
    guest->side_version = number_of(board, "version");
    guest->side_is_open = strcmp(text_of(board, "phase"), "open") == 0;
}

static void hear_snapshot(struct guest *guest, const json_t *event)
{
    const json_t *board;
    size_t i;

    guest->epoch = number_of(event, "epoch");
    guest->is_looking = false; /* As after a new connection. */
    guest->sight = (struct sight){0};
    guest->side_version = 0;
    json_array_foreach(json_object_get(event, "boards"), i, board) take_board(guest, board);
}

static void hear_you(struct guest *guest)
{
    if (guest->is_in)
        return;
    guest->is_in = true;
    loop_cancel(&guest->sim->loop, &guest->patience);
    act_within(guest, 0, ACT_US_MIN);
}

static void hear_event(struct guest *guest, const char *name, const json_t *event)
{
    if (strcmp(name, "snapshot") == 0)
        hear_snapshot(guest, event);
    else if (strcmp(name, "you") == 0)
        hear_you(guest);
    else if (strcmp(name, "ideas") == 0)
        hear_ideas(guest, event);
    else if (strcmp(name, "notice") == 0)
        hear_notice(guest, event);
    else if (strcmp(name, "board.removed") == 0)
        guest->side_version = 0;
    else if (strncmp(name, "board.", 6) == 0)
        take_board(guest, json_object_get(event, "board"));
}

static void on_message(void *context, const char *text, size_t len)
{
    struct guest *guest = context;
    const json_t *message = heard_read(text, len);
    const char *event = json_string_value(json_object_get(message, "ev"));

    guest->sim->counts.events++;
    sim_trace(guest->sim, "guest %u hears %.*s", guest->number, (int)len, text);
    if (!message)
        sim_fail(guest->sim, "guest %u hears what is not JSON", guest->number);
    else if (event)
        hear_event(guest, event, message);
    else
        hear_answer(guest, message);
}

/* ---- Life ------------------------------------------------------------------------- */

struct guest *guest_new(struct square *square, unsigned number)
{
    struct guest *guest = mem_zero(sizeof *guest);
    struct loop *loop = &square->sim->loop;

    guest->sim = square->sim;
    guest->square = square;
    guest->number = guest->who_number = number;
    guest->is_staff = number < SQUARE_HOSTS;
    if (number > SQUARE_HOSTS && chance_permille(loop, 200))
        guest->who_number = number - 1; /* A second tab. */
    guest->who.bytes[0] = (uint8_t)(guest->who_number + 1);
    if (!guest->is_staff)
        guest->who.bytes[1] = 1; /* Others than the staff. */
    guest->slow_us = chance_permille(loop, 150) ? SLOW_US : 0;
    guest->listener = (struct line_listener){guest, on_message, on_closed};
    guest->come = (struct loop_event){.run = on_come, .context = guest};
    guest->act = (struct loop_event){.run = on_act, .context = guest};
    guest->patience = (struct loop_event){.run = on_patience, .context = guest};
    come_soon(guest);
    return guest;
}

void guest_free(struct guest *guest)
{
    struct loop *loop = &guest->sim->loop;

    if (guest->line)
        line_leave(guest->line);
    loop_cancel(loop, &guest->come);
    loop_cancel(loop, &guest->act);
    loop_cancel(loop, &guest->patience);
    free(guest);
}
