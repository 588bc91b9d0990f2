/* SPDX-License-Identifier: Apache-2.0 */

#include "service/pages.h"

#include "base/mem.h"
#include "service/board_page.h"
#include "service/enter.h"
#include "service/internal.h"
#include "service/page_preview.h"
#include "service/plain.h"
#include "wire/event.h"
#include "wire/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BRAND "Clameur"

struct page_run {
    struct page_ask *ask; /* NULL: abandoned. */
    struct service *service;
    struct code code; /* Empty: the page without a room. */
    struct watch_wait wait;
    struct entering entering;
    struct clock_timer later;
    struct watch *watch;
    enum err err;
    struct store_request words_io; /* Of the idea that the page is about. */
    struct buf *words;             /* NULL: none, or not to be shown. */
    struct board_page board;       /* Read only where JavaScript is said to be missing. */
    bool has_board;
};

/* What is about to be put into the page. */
struct page_view {
    const struct page_ask *ask;
    const struct code *code;
    struct mirror *mirror;          /* NULL: no room to show. */
    const struct you *you;          /* NULL: not read, or none. */
    const struct board_page *board; /* NULL: not read. */
    const struct buf *logo_alt;     /* NULL: it has no logo. */
    enum err err;
};

static const struct own_ballot *own_of(const struct you *you,
                                       const struct question *question)
{
    for (size_t i = 0; you && i < you->n_ballots; i++)
        if (id_same(&you->ballots[i].question, &question->id) &&
            you->ballots[i].round == question->round)
            return &you->ballots[i];
    return NULL;
}

/* ---- The state as JSON ----------------------------------------------------------------
 */

static void add_tallies(struct strbuf *out, const struct page_view *view)
{
    struct mirror *mirror = view->mirror;
    const char *comma = "";

    strbuf_puts(out, ",\"tallies\":[");
    for (size_t i = 0; mirror && i < mirror->n_slots; i++) {
        struct mirror_question *slot = &mirror->slots[i];
        struct buf *message;

        if (!slot->is_used || !mirror_is_told(slot, AUDIENCE_PUBLIC))
            continue;
        message = mirror_slot_message(
            mirror, slot,
            own_of(view->you, &slot->question) ? VIEWER_VOTER : VIEWER_PARTICIPANT);
        if (!message)
            continue;
        strbuf_puts(out, comma);
        frame_payload(message, out);
        comma = ",";
    }
    strbuf_puts(out, "]");
}

static void add_text_field(struct strbuf *out, const char *name, const char *text)
{
    strbuf_printf(out, ",\"%s\":", name);
    if (text)
        json_text(out, text, strlen(text));
    else
        strbuf_puts(out, "null");
}

static struct buf *make_state(struct page_run *run, const struct page_view *view)
{
    struct clock *clock = run->service->clock;
    const struct page_ask *ask = view->ask;
    int64_t ahead = run->watch ? run->watch->store_ahead_ms : 0;
    bool has_code = view->code->text[0] != '\0';
    struct strbuf raw = {0}, safe = {0}, join = {0};

    strbuf_printf(&raw, "{\"now\":%lld,",
                  (long long)clock->wall_ms(clock) + (long long)ahead);
    if (view->mirror)
        mirror_snapshot_fields(view->mirror, AUDIENCE_PUBLIC, &raw);
    else
        strbuf_puts(&raw,
                    "\"epoch\":0,\"seq\":0,\"room\":null,\"questions\":[],\"boards\":[]");
    add_tallies(&raw, view);
    add_text_field(&raw, "code", has_code ? view->code->text : NULL);
    add_text_field(&raw, "error", view->err ? err_code(view->err) : NULL);
    strbuf_printf(&join, "%s/j/%s", ask->base_url, view->code->text);
    add_text_field(&raw, "join_url", has_code ? join.text : NULL);
    add_text_field(&raw, "base_url", ask->base_url);
    add_text_field(&raw, "plain", ask->plain);
    if (ask->board) {
        add_text_field(&raw, "board", *ask->board ? ask->board : NULL);
        add_text_field(&raw, "idea", ask->idea);
    }
    strbuf_printf(&raw, ",\"secure\":%s}", ask->secure ? "true" : "false");

    json_for_script(&safe, raw.text, raw.len);
    strbuf_done(&raw);
    strbuf_done(&join);
    return strbuf_take(&safe);
}

/* ---- The question as HTML --------------------------------------------------------------
 */

/* What the room looks at; else whatever is open. */
static struct mirror_question *question_in_focus(struct mirror *mirror)
{
    struct mirror_question *slot = mirror_question(mirror, &mirror->room.current);

    if (slot && mirror_is_told(slot, AUDIENCE_PUBLIC))
        return slot;
    for (size_t i = 0; i < mirror->n_slots; i++)
        if (mirror->slots[i].is_used && mirror->slots[i].question.state == QUESTION_OPEN)
            return &mirror->slots[i];
    return NULL;
}

/* Words that the form may have led to; anything else in the address is passed over. */
static const char *const outcomes[] = {
    "counted",   "closed",     "round_over",     "final",    "stale",      "bad_ballot",
    "try_again", "store_full", "wrong_passcode", "too_many", "link_spent",
};

/* The key of what became of the form that led here; NULL if none did. */
static const char *outcome_key(const struct page_ask *ask, char key[static 32])
{
    for (size_t i = 0; ask->plain && i < sizeof outcomes / sizeof *outcomes; i++) {
        if (strcmp(outcomes[i], ask->plain) != 0)
            continue;
        (void)snprintf(key, 32, "plain.%s", outcomes[i]);
        return key;
    }
    return NULL;
}

/* The open questions that were answered, or those that were not, in their order. Returns
 * how many; without `out` they are only counted. */
static uint32_t add_open(struct strbuf *out, const struct page_view *view, bool answered)
{
    const struct room *room = &view->mirror->room;
    uint32_t n = 0;

    for (size_t i = 0; i < room->n_order; i++) {
        struct mirror_question *slot = mirror_question(view->mirror, &room->order[i]);
        const struct own_ballot *own = slot ? own_of(view->you, &slot->question) : NULL;

        if (!slot || slot->question.state != QUESTION_OPEN || (own != NULL) != answered)
            continue;
        if (out)
            plain_question(out, view->ask->words, view->mirror, slot, own, NULL);
        n++;
    }
    return n;
}

/* Each goes through the open questions at their own pace: first what is left to answer. */
static void add_survey(struct strbuf *out, const struct page_view *view)
{
    uint32_t left = add_open(NULL, view, false), done = add_open(NULL, view, true);

    plain_progress(out, view->ask->words, done, left + done);
    if (left)
        add_open(out, view, false);
    else
        plain_notice(out, view->ask->words, "plain.survey.thanks");
    add_open(out, view, true);
}

static bool is_survey(const struct mirror *mirror)
{
    struct room_settings settings;

    return !settings_read(mirror->settings, &settings) && settings.pace == PACE_SURVEY;
}

static void add_room(struct strbuf *out, const struct page_view *view, const char *outcome)
{
    struct mirror_question *slot = question_in_focus(view->mirror);

    if (is_survey(view->mirror) &&
        add_open(NULL, view, false) + add_open(NULL, view, true) > 0) {
        if (outcome)
            plain_said(out, view->ask->words, outcome,
                       strcmp(outcome, "plain.counted") == 0);
        add_survey(out, view);
        return;
    }
    if (slot) {
        plain_question(out, view->ask->words, view->mirror, slot,
                       own_of(view->you, &slot->question), outcome);
        return;
    }
    if (outcome)
        plain_notice(out, view->ask->words, outcome);
    plain_notice(out, view->ask->words, "plain.waiting");
}

/* Whoever has JavaScript sees this for a moment, the others are sent on by the head. */
static void add_board(struct strbuf *out, const struct page_view *view)
{
    const struct mirror_board *board = board_page_board(view->mirror, view->ask->board);

    if (!board)
        plain_notice(out, view->ask->words, "plain.no_board");
    else if (view->board)
        board_page_write(out, view->ask, view->mirror, board, view->board);
    else
        plain_way(out, view->ask->words);
}

static void add_header(struct strbuf *out, const struct page_view *view)
{
    struct room_settings settings;
    bool is_known = view->mirror && !settings_read(view->mirror->settings, &settings);

    if (is_known && settings.rehearsal.until_ms)
        plain_rehearsal(out, view->ask->words);
    if (view->mirror && view->mirror->room.small_groups_ms)
        plain_small_groups(out, view->ask->words);
    plain_header(out, view->ask->words, is_known ? settings.title : BRAND,
                 view->logo_alt ? view->logo_alt->text : NULL);
}

static struct buf *make_main(const struct page_view *view)
{
    const struct page_ask *ask = view->ask;
    char key[32];
    const char *outcome = outcome_key(ask, key);
    struct strbuf out = {0};

    add_header(&out, view);
    if (outcome && !view->mirror)
        plain_notice(&out, ask->words, outcome);
    if (view->mirror && ask->board)
        add_board(&out, view);
    else if (view->mirror)
        add_room(&out, view, outcome);
    else if (view->err == ERR_PASSCODE)
        plain_passcode(&out, ask, view->code->text);
    else if (view->err == ERR_INVITATION)
        plain_invitation(&out, ask, view->code->text);
    else if (view->err == ERR_NOT_FOUND)
        plain_notice(&out, ask->words, "plain.not_found");
    else if (view->err)
        plain_notice(&out, ask->words, "plain.try_again");
    if (!view->mirror && (!view->err || view->err == ERR_NOT_FOUND))
        plain_home(&out, ask->words);
    if (view->mirror && (!ask->board || !board_page_board(view->mirror, ask->board)))
        board_page_ways(&out, ask->words, view->mirror);
    return strbuf_take(&out);
}

static struct buf *make_title(const struct page_view *view)
{
    const char *brand = view->ask->words->get(view->ask->words, "plain.title");
    struct room_settings settings;
    struct strbuf out = {0};

    if (view->mirror && !settings_read(view->mirror->settings, &settings)) {
        html_text(&out, settings.title);
        strbuf_puts(&out, " \u00b7 ");
    }
    html_text(&out, brand ? brand : BRAND);
    return strbuf_take(&out);
}

/* ---- The steps --------------------------------------------------------------------- */

/* A room's door looks as the room does. */
static const struct room_theme *theme_for(const struct page_run *run, enum err err)
{
    bool is_there = !err || err == ERR_PASSCODE || err == ERR_INVITATION;

    return is_there && run->watch && run->ask->theme ? watch_theme(run->watch) : NULL;
}

static void finish(struct page_run *run, enum err err, const struct you *you)
{
    struct page_ask *ask = run->ask;

    if (ask) {
        const struct room_theme *theme = theme_for(run, err);
        const struct page_view view = {
            .ask = ask,
            .code = &run->code,
            .mirror = !err && run->watch ? &run->watch->mirror : NULL,
            .you = you,
            .board = run->has_board ? &run->board : NULL,
            .logo_alt = theme ? theme->logo_alt : NULL,
            .err = err,
        };
        struct page_parts parts = {
            .style = theme ? theme->of[ask->theme].css : NULL, /* Borrowed. */
            .style_source = theme ? theme->of[ask->theme].source : NULL,
            .title = make_title(&view),
            .preview = ask->board ? page_preview(view.mirror, ask, run->words) : NULL,
            .state = make_state(run, &view),
            .main = make_main(&view),
            .err = err,
        };

        ask->run = NULL;
        ask->done(ask, &parts);
        buf_unref(parts.title);
        buf_unref(parts.state);
        buf_unref(parts.main);
        buf_unref(parts.preview);
    }
    board_page_done(&run->board);
    buf_unref(run->words);
    watch_unref(run->watch);
    free(run);
}

static void finish_later(struct clock_timer *timer)
{
    struct page_run *run = timer->owner;

    finish(run, run->err, NULL);
}

static void entered(struct entering *entering, enum err err, enum role role,
                    const struct you *you)
{
    struct page_run *run = container_of(entering, struct page_run, entering);

    (void)role;
    watch_unref(entering->watch);
    finish(run, err, you);
}

/* A first visit's page is the same for everyone; who comes back may have voted. */
static void room_known(struct page_run *run)
{
    struct page_ask *ask = run->ask;
    if (ask && ask->participant) {
        run->entering.participant = *ask->participant;
        run->entering.view = VIEW_PHONE;
        run->entering.done = entered;
        enter_room(run->service, &run->entering, &run->code);
        return;
    }
    run->err = room_door(&run->watch->mirror.room);
    run->service->clock->after(run->service->clock, &run->later, 0);
}

static void board_read(struct board_page *page)
{
    room_known(page->owner);
}

static void id_of(const char *text, struct id *out)
{
    if (text && !id_read(text, strlen(text), out))
        *out = (struct id){0};
}

/* Somebody new is nobody yet: what they may see is what anybody may. */
static void newcomer(struct page_run *run, struct participant *out)
{
    struct clock *clock = run->service->clock;

    if (run->ask->participant)
        *out = *run->ask->participant;
    else
        clock->random(clock, out->bytes, sizeof out->bytes);
}

static void read_board(struct page_run *run)
{
    const struct page_ask *ask = run->ask;
    const struct mirror_board *board = NULL;

    if (ask && ask->board && ask->plain)
        board = board_page_board(&run->watch->mirror, ask->board);
    if (!board) {
        room_known(run);
        return;
    }
    run->has_board = true;
    run->board = (struct board_page){
        .service = run->service,
        .code = run->code,
        .board = board->board.id,
        .has_talk = board->board.rules.takes_comments,
        .order = board->board.rules.order,
        .done = board_read,
        .owner = run,
    };
    id_of(ask->idea, &run->board.idea);
    id_of(ask->after, &run->board.after);
    if (ask->order)
        (void)idea_order_read(ask->order, &run->board.order);
    newcomer(run, &run->board.participant);
    board_page_read(&run->board);
}

static void words_read(struct store_request *io, enum err err, const void *result)
{
    struct page_run *run = io->owner;
    const struct idea_pages *pages = result;

    if (!err && pages->n > 0)
        run->words = buf_ref(pages->ideas[0].words);
    read_board(run); /* A page without a preview is better than none. */
}

/* A link to an idea is shown with its words, as anybody may read them. */
static void room_found(struct page_run *run)
{
    static const struct participant anybody;
    const struct page_ask *ask = run->ask;
    struct id board, idea;

    if (!ask || !ask->board || !ask->idea ||
        !id_read(ask->board, strlen(ask->board), &board) ||
        !id_read(ask->idea, strlen(ask->idea), &idea)) {
        read_board(run);
        return;
    }
    const struct mirror_board *mirrored = mirror_board(&run->watch->mirror, &board);
    const struct idea_reader reader = {
        .participant = &anybody,
        .sees_others = mirrored && phase_rule(mirrored->board.phase)->shows_ideas,
        .ideas = &idea,
        .n = 1,
    };

    run->words_io = (struct store_request){.done = words_read, .owner = run};
    store_ideas_read(run->service->store, &run->words_io, &run->watch->id, &board, &reader);
}

static void opened(struct watch_wait *wait, enum err err, struct watch *watch)
{
    struct page_run *run = wait->owner;

    run->watch = watch;
    if (err)
        finish(run, err, NULL);
    else
        room_found(run);
}

void page_make(struct service *service, struct page_ask *ask)
{
    struct page_run *run = mem_zero(sizeof *run);

    run->ask = ask;
    run->service = service;
    run->later = (struct clock_timer){.fire = finish_later, .owner = run};
    run->wait = (struct watch_wait){.done = opened, .owner = run};
    ask->run = run;

    if (!ask->code || !code_read(ask->code, strlen(ask->code), &run->code)) {
        run->err = ask->code ? ERR_NOT_FOUND : OK;
        service->clock->after(service->clock, &run->later, 0);
        return;
    }
    run->watch = watch_known(service, &run->code);
    if (run->watch)
        room_found(run);
    else
        watch_open(service, &run->code, &run->wait);
}

void page_abandon(struct page_ask *ask)
{
    if (ask->run)
        ask->run->ask = NULL;
    ask->run = NULL;
}
