/* SPDX-License-Identifier: Apache-2.0 */

/* The ballot form of the page without JavaScript: the same commands, built from a form's
 * fields. */
#include "base/mem.h"
#include "base/text.h"
#include "service/actor.h"
#include "service/once_command.h"
#include "service/pages.h"

#include <stdlib.h>
#include <string.h>

struct form_run {
    struct form_ballot *form; /* NULL: abandoned. */
    struct clock_timer later;
    struct once once;
    const char *plain;
};

static void finish(struct form_run *run, const char *plain)
{
    struct form_ballot *form = run->form;

    free(run);
    if (!form)
        return;
    form->run = NULL;
    form->done(form, plain);
}

static void finish_later(struct clock_timer *timer)
{
    struct form_run *run = timer->owner;

    finish(run, run->plain);
}

static void done(struct once *once, enum err err, const struct buf *json)
{
    struct form_run *run = once->owner;

    (void)json;
    finish(run, err ? err_code(err) : run->plain);
}

/* A form says which place each option has, a ballot which option each place has. */
static enum err order_of(const struct form_ballot *form, struct ballot *out)
{
    size_t n = 0;

    for (size_t i = 0; i < form->n_numbers; i++)
        n += form->numbers[i] != 0;
    for (size_t i = 0; i < n; i++)
        out->numbers[i] = -1;
    for (size_t i = 0; i < form->n_numbers; i++) {
        size_t place = (size_t)form->numbers[i]; /* Below 0: beyond the last. */

        if (place == 0)
            continue;
        if (place > n || out->numbers[place - 1] != -1)
            return ERR_BAD_BALLOT;
        out->numbers[place - 1] = (int32_t)i;
    }
    out->n = (uint32_t)n;
    return OK;
}

static enum err words_of(const struct form_ballot *form, struct ballot *out)
{
    static const struct text_limits limits = {1, TERM_CHARS_MAX, TERM_BYTES_MAX, 0};
    const char *text = form->words.text;
    struct strbuf texts = {0};
    char clean[TERM_BYTES_MAX + 1];

    for (; out->n < form->n_numbers; out->n++, text += strlen(text) + 1) {
        if (text_clean(text, strlen(text), limits, clean)) {
            strbuf_done(&texts);
            return ERR_BAD_BALLOT;
        }
        strbuf_add(&texts, clean, strlen(clean) + 1);
    }
    out->words = strbuf_take(&texts);
    return OK;
}

/* Whether it suits the question is judged as for every ballot. */
static enum err read_ballot(const struct form_ballot *form, struct ballot *out)
{
    static const enum ballot_form forms[] = {
        [ANSWER_OPTIONS] = BALLOT_OPTIONS, [ANSWER_VALUE] = BALLOT_VALUE,
        [ANSWER_RANKS] = BALLOT_ORDER,     [ANSWER_POINTS] = BALLOT_POINTS,
        [ANSWER_PLACES] = BALLOT_PLACES,   [ANSWER_WORDS] = BALLOT_WORDS,
    };

    *out = (struct ballot){.form = forms[form->answer]};
    if (form->answer == ANSWER_RANKS)
        return order_of(form, out);
    if (form->answer == ANSWER_WORDS)
        return words_of(form, out);
    if (form->answer == ANSWER_VALUE && form->n_numbers != 1)
        return ERR_BAD_BALLOT;
    out->n = (uint32_t)form->n_numbers;
    memcpy(out->numbers, form->numbers, form->n_numbers * sizeof *form->numbers);
    return OK;
}

/* The secret itself, or the link it ends. */
static enum err read_invitation(const char *text, struct command *out)
{
    const char *mark = strrchr(text, '#'), *from = mark ? mark + 1 : text;
    size_t len = strcspn(from, " \t\r\n");

    if (len > SECRET_CHARS_MAX)
        return ERR_LINK_SPENT;
    *out = (struct command){.type = COMMAND_LINK_EXCHANGE};
    memcpy(out->link_exchange.secret, from, len);
    return OK;
}

static enum err read_form(const struct form_ballot *form, struct command *out)
{
    struct code code;

    if (!code_read(form->code, strlen(form->code), &code))
        return ERR_NOT_FOUND;

    if (form->passcode) {
        size_t len = strlen(form->passcode);

        if (len > PASSCODE_BYTES_MAX)
            return ERR_WRONG_PASSCODE;
        *out = (struct command){.type = COMMAND_ROOM_ENTER};
        out->room_enter.room = code;
        memcpy(out->room_enter.passcode, form->passcode, len + 1);
        return OK;
    }
    if (form->invitation)
        return read_invitation(form->invitation, out);
    *out = (struct command){.type = COMMAND_CAST, .room = code};
    out->cast.round = form->round;
    out->cast.n = form->n;
    if (!form->question ||
        !id_read(form->question, strlen(form->question), &out->cast.question))
        return ERR_BAD_BALLOT;
    return read_ballot(form, &out->cast.ballot);
}

void form_cast(struct service *service, struct form_ballot *form,
               const struct session_from *from)
{
    struct form_run *run = mem_zero(sizeof *run);
    struct command command;
    enum err err = read_form(form, &command);

    strbuf_done(&form->words);
    run->form = form;
    form->run = run;
    run->later = (struct clock_timer){.fire = finish_later, .owner = run};
    run->once = (struct once){.done = done, .owner = run};
    run->plain = form->passcode ? "" : "counted";
    if (err) {
        run->plain = err_code(err);
        service->clock->after(service->clock, &run->later, 0);
        return;
    }
    once_command(service, &run->once, from, &command);
}

void form_abandon(struct form_ballot *form)
{
    if (form->run)
        form->run->form = NULL;
    form->run = NULL;
}
