/* SPDX-License-Identifier: Apache-2.0 */

/* A room's settings: checked once, kept as canonical JSON. */
#include "wire/event.h"
#include "wire/json_in.h"
#include "wire/record.h"
#include "wire/record_take.h"
#include "wire/theme.h"

#include <inttypes.h>
#include <string.h>

static const struct text_limits title_limits = {1, TITLE_CHARS_MAX, TITLE_BYTES_MAX, 0};
static const char *const languages[] = {"en", "fr"};
static const char *const paces[ROOM_PACES] = {
    [PACE_LIVE] = "live",
    [PACE_SURVEY] = "survey",
};

struct shown_names {
    const char *path, *of, *what;
};
static const struct shown_names split_names = {"split.", "question", "by"};
static const struct shown_names large_names = {"large.", "board", "idea"};

/* What each rule gives; without the field, the room gives none. */
static void read_points(struct fields *f, struct points_rules *out)
{
    json_t *object = fields_has(f, "points") ? take_any(f, "points") : NULL;
    struct fields inner;

    if (!fields_has(f, "points"))
        return;
    if (!json_is_object(object)) {
        fields_fail(f, ERR_BAD_FIELD, "points");
        return;
    }
    fields_begin(&inner, object, "points.");
    for (unsigned rule = 0; rule < POINTS_RULES; rule++) {
        const char *name = points_rule_name((enum points_rule)rule);

        if (fields_has(&inner, name))
            out->gives[rule] = take_u32(&inner, name, 0, POINTS_EACH_MAX);
    }
    if (fields_end(&inner))
        fields_fail_within(f, &inner);
}

/* What the stage shows of what is there: two ids that belong together, or nothing. */
static void read_shown(struct fields *f, const char *name, const struct shown_names *names,
                       struct id out[2])
{
    json_t *object = fields_has(f, name) ? take_any(f, name) : NULL;
    struct fields inner;

    out[0] = out[1] = (struct id){0};
    if (!fields_has(f, name))
        return;
    if (!json_is_object(object)) {
        fields_fail(f, ERR_BAD_FIELD, name);
        return;
    }
    fields_begin(&inner, object, names->path);
    out[0] = take_id(&inner, names->of);
    out[1] = take_id(&inner, names->what);
    if (fields_end(&inner))
        fields_fail_within(f, &inner);
}

static void write_shown(struct strbuf *json, const char *name,
                        const struct shown_names *names, const struct id ids[2])
{
    if (!id_is_none(&ids[0]))
        strbuf_printf(json, ",\"%s\":{\"%s\":\"%s\",\"%s\":\"%s\"}", name, names->of,
                      ids[0].text, names->what, ids[1].text);
}

/* Whoever sends settings back sends it along: only what was kept counts. */
static void read_rehearsal(struct fields *f, struct rehearsal *out)
{
    json_t *object = fields_has(f, "rehearsal") ? take_any(f, "rehearsal") : NULL;
    const json_t *of = json_object_get(object, "of");

    *out = (struct rehearsal){0};
    if (!f->is_kept || !json_is_string(of))
        return;
    if (!code_read(json_string_value(of), json_string_length(of), &out->of))
        fields_fail(f, ERR_BAD_FIELD, "rehearsal");
    out->until_ms = (uint64_t)json_integer_value(json_object_get(object, "until"));
}

static enum err read_all(struct fields *f, struct room_settings *out)
{
    unsigned lang;

    take_text(f, "title", title_limits, out->title);
    lang = take_word(f, "lang", languages, sizeof languages / sizeof *languages);
    memcpy(out->lang, languages[lang], sizeof out->lang);
    out->blank = take_bool(f, "blank", false);
    out->hide_people = take_bool(f, "hide_people", false);
    out->ranks = take_bool(f, "ranks", false);
    out->pace = (enum room_pace)take_word(f, "pace", paces, ROOM_PACES);
    out->call = fields_has(f, "call") ? take_u32(f, "call", 0, ROOM_CALLS_MAX) : 0;
    out->reactions = take_bool(f, "reactions", false);
    read_shown(f, "split", &split_names, out->split);
    read_shown(f, "large", &large_names, out->large);
    out->points = (struct points_rules){0};
    read_points(f, &out->points);
    out->theme = (struct theme){0};
    take_theme(f, "theme", &out->theme);
    read_rehearsal(f, &out->rehearsal);
    return fields_end(f);
}

static const char *word(bool value)
{
    return value ? "true" : "false";
}

static void write_points(struct strbuf *json, const struct points_rules *points)
{
    const char *before = ",\"points\":{";

    if (!points_are_given(points))
        return;
    for (unsigned rule = 0; rule < POINTS_RULES; rule++) {
        if (points->gives[rule] == 0)
            continue;
        strbuf_printf(json, "%s\"%s\":%u", before, points_rule_name((enum points_rule)rule),
                      points->gives[rule]);
        before = ",";
    }
    strbuf_puts(json, "}");
}

static struct buf *canonical(const struct room_settings *settings)
{
    struct strbuf json = {0};

    strbuf_puts(&json, "{\"title\":");
    json_text(&json, settings->title, strlen(settings->title));
    strbuf_printf(&json, ",\"lang\":\"%s\",\"blank\":%s,\"hide_people\":%s", settings->lang,
                  word(settings->blank), word(settings->hide_people));
    if (settings->ranks)
        strbuf_puts(&json, ",\"ranks\":true");
    if (settings->pace != PACE_LIVE)
        strbuf_printf(&json, ",\"pace\":\"%s\"", paces[settings->pace]);
    if (settings->call)
        strbuf_printf(&json, ",\"call\":%" PRIu32, settings->call);
    if (settings->reactions)
        strbuf_puts(&json, ",\"reactions\":true");
    write_shown(&json, "split", &split_names, settings->split);
    write_shown(&json, "large", &large_names, settings->large);
    write_points(&json, &settings->points);
    if (settings->theme.is_set) {
        strbuf_puts(&json, ",\"theme\":");
        theme_write(&json, &settings->theme);
    }
    strbuf_puts(&json, "}");
    return strbuf_take(&json);
}

struct buf *take_settings(struct fields *f, const char *name)
{
    json_t *object = take_shape(f, name, "Settings");
    struct room_settings settings;
    struct fields inner;

    if (!json_is_object(object)) {
        fields_fail(f, ERR_BAD_FIELD, name);
        return NULL;
    }
    fields_begin(&inner, object, "settings.");
    if (read_all(&inner, &settings)) {
        fields_fail_within(f, &inner);
        return NULL;
    }
    return canonical(&settings);
}

struct buf *settings_with_theme(const struct buf *settings, const struct buf *theme)
{
    struct strbuf json = {0};

    strbuf_add(&json, settings->text, settings->len - 1); /* Up to its last brace. */
    strbuf_puts(&json, ",\"theme\":");
    strbuf_add(&json, theme->text, theme->len);
    strbuf_puts(&json, "}");
    return strbuf_take(&json);
}

struct buf *settings_with_rehearsal(const struct buf *settings,
                                    const struct rehearsal *rehearsal)
{
    struct strbuf json = {0};

    strbuf_add(&json, settings->text, settings->len - 1);
    strbuf_printf(&json, ",\"rehearsal\":{\"of\":\"%s\",\"until\":%" PRIu64 "}}",
                  rehearsal->of.text, rehearsal->until_ms);
    return strbuf_take(&json);
}

struct buf *settings_for_copy(const struct buf *settings)
{
    struct room_settings read;

    if (settings_read(settings, &read))
        return NULL;
    read.theme.is_set = read.theme.is_set && read.theme.has_colours;
    read.theme.logo = read.theme.dark_logo = (struct logo){0};
    read.blank = false;
    read.call = 0;
    memset(read.split, 0, sizeof read.split);
    memset(read.large, 0, sizeof read.large);
    return canonical(&read);
}

enum err settings_read(const struct buf *json, struct room_settings *out)
{
    struct room_settings settings;
    json_t *object = NULL;
    enum err err = ERR_INTERNAL;
    struct fields f;

    if (json_in_object(json->text, json->len, RECORD_BYTES_MAX, &object))
        goto done;
    fields_begin(&f, object, "");
    f.is_kept = true;
    if (read_all(&f, &settings))
        goto done;

    *out = settings;
    err = OK;
done:
    json_decref(object);
    return err;
}
