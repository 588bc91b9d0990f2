/* SPDX-License-Identifier: Apache-2.0 */

#include "service/board_form.h"

#include "base/mem.h"
#include "service/internal.h"
#include "service/once.h"
#include "wire/event.h"

#include <stdlib.h>
#include <string.h>

enum field_as {
    AS_TEXT,   /* Left out where it is empty. */
    AS_NUMBER, /* What is no number is refused by whoever reads the command. */
    AS_SWITCH, /* "1" is on. */
    AS_LIST    /* Of numbers: the field comes as often as it is meant. */
};

struct act {
    const char *name, *command;
    const char *said;   /* What became of it, for the page. */
    const char *shows;  /* The field that names the idea whose page says so. */
    const char *failed; /* Likewise when it was refused; NULL: the list. */
    struct {
        const char *name;
        enum field_as as;
    } fields[6];
};

static const struct act acts[] = {
    {"post",
     "idea.post",
     "posted",
     "id",
     NULL,
     {{"id", AS_TEXT},
      {"title", AS_TEXT},
      {"text", AS_TEXT},
      {"name", AS_TEXT},
      {"tags", AS_LIST},
      {"rules", AS_NUMBER}}},
    {"support",
     "idea.support",
     "supported",
     "idea",
     "idea",
     {{"idea", AS_TEXT}, {"n", AS_NUMBER}, {"on", AS_SWITCH}}},
    {"comment",
     "comment.post",
     "said",
     "idea",
     "idea",
     {{"idea", AS_TEXT}, {"id", AS_TEXT}, {"text", AS_TEXT}, {"name", AS_TEXT}}},
};

struct board_form_run {
    struct board_form *form; /* NULL: abandoned. */
    const struct act *act;
    struct clock_timer later;
    struct once once;
    bool waits; /* What was made is shown once staff has passed it. */
};

const char *board_form_field(const struct board_form *form, const char *name)
{
    for (size_t i = 0; i < form->n; i++)
        if (strcmp(form->fields[i].name, name) == 0)
            return form->fields[i].value;
    return "";
}

static bool is_number(const char *text)
{
    size_t len = strlen(text);

    return len > 0 && len <= 9 && strspn(text, "0123456789") == len &&
           (len == 1 || *text != '0');
}

/* Browsers end lines with CR and LF. */
static void add_text(struct strbuf *out, const char *text)
{
    struct strbuf plain = {0};

    for (; *text; text++)
        if (text[0] != '\r' || text[1] != '\n')
            strbuf_add(&plain, text, 1);
    json_text(out, plain.text ? plain.text : "", plain.len);
    strbuf_done(&plain);
}

static void add_list(struct strbuf *out, const struct board_form *form, const char *name)
{
    const char *comma = "";

    strbuf_printf(out, ",\"%s\":[", name);
    for (size_t i = 0; i < form->n; i++) {
        if (strcmp(form->fields[i].name, name) != 0 || !is_number(form->fields[i].value))
            continue;
        strbuf_printf(out, "%s%s", comma, form->fields[i].value);
        comma = ",";
    }
    strbuf_puts(out, "]");
}

static void add_field(struct strbuf *out, const struct board_form *form, const char *name,
                      enum field_as as)
{
    const char *value = board_form_field(form, name);

    if (as == AS_LIST) {
        add_list(out, form, name);
    } else if (as == AS_SWITCH) {
        strbuf_printf(out, ",\"%s\":%s", name, strcmp(value, "1") == 0 ? "true" : "false");
    } else if (as == AS_NUMBER && is_number(value)) {
        strbuf_printf(out, ",\"%s\":%s", name, value);
    } else if (*value) {
        strbuf_printf(out, ",\"%s\":", name);
        add_text(out, value);
    }
}

static struct strbuf body_of(const struct board_form *form, const struct act *act)
{
    struct strbuf body = {0};

    strbuf_puts(&body, "{\"room\":");
    json_text(&body, form->code, strlen(form->code));
    strbuf_puts(&body, ",\"board\":");
    json_text(&body, form->board, strlen(form->board));
    for (size_t i = 0; i < sizeof act->fields / sizeof *act->fields; i++)
        if (act->fields[i].name)
            add_field(&body, form, act->fields[i].name, act->fields[i].as);
    strbuf_puts(&body, "}");
    return body;
}

/* ---- The steps --------------------------------------------------------------------- */

static const char *said(const struct board_form_run *run, enum err err)
{
    if (err)
        return err_code(err);
    if (run->waits)
        return "waits";
    if (strcmp(run->act->name, "support") == 0 &&
        strcmp(board_form_field(run->form, "on"), "1") != 0)
        return "taken_back";
    return run->act->said;
}

/* Where the form was, unless what it made has a page. */
static const char *shown(const struct board_form_run *run, enum err err)
{
    const char *field = err ? run->act->failed : run->act->shows;
    bool from_list = *board_form_field(run->form, "list");

    return !field || (from_list && err != ERR_MERGED) ? ""
                                                      : board_form_field(run->form, field);
}

static void finish(struct board_form_run *run, enum err err)
{
    struct board_form *form = run->form;

    if (form) {
        form->run = NULL;
        form->done(form, run->act ? said(run, err) : err_code(err),
                   run->act ? shown(run, err) : "");
    }
    free(run);
}

static void finish_later(struct clock_timer *timer)
{
    finish(timer->owner, ERR_BAD_FIELD);
}

static void done(struct once *once, enum err err, const struct buf *json)
{
    static const char pending[] = "\"state\":\"pending\"";
    struct board_form_run *run = once->owner;

    run->waits = !err && memmem(json->text, json->len, pending, sizeof pending - 1);
    finish(run, err);
}

void board_form_take(struct service *service, struct board_form *form,
                     const struct session_from *from)
{
    struct board_form_run *run = mem_zero(sizeof *run);
    const char *name = board_form_field(form, "do");

    run->form = form;
    form->run = run;
    run->later = (struct clock_timer){.fire = finish_later, .owner = run};
    run->once = (struct once){.done = done, .owner = run};
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (strcmp(acts[i].name, name) == 0)
            run->act = &acts[i];
    if (!run->act) {
        service->clock->after(service->clock, &run->later, 0);
        return;
    }
    struct strbuf body = body_of(form, run->act);

    once_run(service, &run->once, from, run->act->command, body.text, body.len);
    strbuf_done(&body);
}

void board_form_abandon(struct board_form *form)
{
    if (form->run)
        form->run->form = NULL;
    form->run = NULL;
}
