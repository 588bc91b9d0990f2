/* SPDX-License-Identifier: Apache-2.0 */

/* What a question says. One reader serves what clients send and what the store kept; the
 * kinds differ in a table of what they read and write beyond the fields that all have. */
#include "wire/command_images.h"
#include "wire/event.h"
#include "wire/json_in.h"
#include "wire/record.h"
#include "wire/record_take.h"

#include <string.h>

static const struct text_limits title_limits = {1, TITLE_CHARS_MAX, TITLE_BYTES_MAX, 0};
static const struct text_limits option_limits = {1, OPTION_CHARS_MAX, OPTION_BYTES_MAX, 0};
static const struct text_limits unit_limits = {0, UNIT_CHARS_MAX, UNIT_BYTES_MAX, 0};
static const struct text_limits notes_limits = {0, NOTES_CHARS_MAX, NOTES_BYTES_MAX,
                                                NOTES_LINES_MAX};
static const struct text_limits end_limits = {0, END_CHARS_MAX, END_BYTES_MAX, 0};

#define QUIZ_DURATION_DEFAULT 20
#define QUIZ_POINTS_DEFAULT   1000
#define NEAREST_DEFAULT       3

static const char *const looks[] = {"numbers", "stars"};

/* Everything a definition says. */
struct read {
    struct question_rules rules;
    struct definition_texts texts;
    unsigned look;
    char notes[NOTES_BYTES_MAX + 1];
};

/* ---- Reading ---------------------------------------------------------------- */

/* At least `min` and at most `max`. False after an error. */
static bool read_options(struct fields *f, size_t min, size_t max, struct read *to)
{
    json_t *list = take_any(f, "options");
    size_t n = json_array_size(list);

    if (!json_is_array(list) || n < min || n > max) {
        fields_fail(f, ERR_BAD_FIELD, "options");
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *item = json_array_get(list, i);

        if (!json_is_string(item))
            fields_fail(f, ERR_BAD_FIELD, "options");
        else if (text_clean(json_string_value(item), json_string_length(item),
                            option_limits, to->texts.options[i]))
            fields_fail(f, ERR_BAD_TEXT, "options");
    }
    to->texts.n_options = n;
    to->rules.shape.n_options = to->rules.shape.n_cells = (uint32_t)n;
    return !f->err;
}

/* One for each option, or null; for those kinds whose options can be shown so. */
static void read_images(struct fields *f, struct read *to)
{
    json_t *list = fields_has(f, "images") ? take_any(f, "images") : NULL;

    if (!list)
        return;
    if (json_array_size(list) != to->texts.n_options) {
        fields_fail(f, ERR_BAD_FIELD, "images");
        return;
    }
    for (size_t i = 0; i < to->texts.n_options; i++) {
        json_t *item = json_array_get(list, i);

        if (json_is_null(item))
            continue;
        to->texts.has_images = true;
        take_image(f, item, "def.images.", &to->texts.images[i]);
    }
}

static void read_single(struct fields *f, struct read *to)
{
    if (read_options(f, QUESTION_OPTIONS_MIN, QUESTION_OPTIONS_MAX, to))
        read_images(f, to);
    to->rules.shape.min = to->rules.shape.max = 1;
}

static void read_pair(struct fields *f, struct read *to)
{
    if (read_options(f, 2, 2, to))
        read_images(f, to);
    to->rules.shape.min = to->rules.shape.max = 1;
}

static uint32_t take_or(struct fields *f, const char *name, uint32_t min, uint32_t max,
                        uint32_t if_missing)
{
    return fields_has(f, name) ? take_u32(f, name, min, max) : if_missing;
}

/* How many options a ballot may hold. */
static void read_bounds(struct fields *f, struct kind_shape *shape)
{
    uint32_t max = take_or(f, "max", 1, shape->n_options, shape->n_options);

    shape->max = (int32_t)max;
    shape->min = (int32_t)take_or(f, "min", 1, max, 1);
}

static void read_multiple(struct fields *f, struct read *to)
{
    if (!read_options(f, QUESTION_OPTIONS_MIN, QUESTION_OPTIONS_MAX, to))
        return;
    read_bounds(f, &to->rules.shape);
    read_images(f, to);
}

static void read_ranking(struct fields *f, struct read *to)
{
    if (!read_options(f, QUESTION_OPTIONS_MIN, RANKING_OPTIONS_MAX, to))
        return;
    read_bounds(f, &to->rules.shape);
    to->rules.shape.n_cells = 2 * to->rules.shape.n_options;
}

static void read_points(struct fields *f, struct read *to)
{
    (void)read_options(f, QUESTION_OPTIONS_MIN, POINTS_OPTIONS_MAX, to);
}

static void read_ends(struct fields *f, struct read *to)
{
    take_text(f, "low", end_limits, to->texts.low);
    take_text(f, "high", end_limits, to->texts.high);
}

static void read_scale(struct fields *f, struct read *to)
{
    struct kind_shape *shape = &to->rules.shape;

    uint32_t from = take_u32(f, "from", 0, SCALE_STEP_MAX - 1);
    uint32_t to_step = take_u32(f, "to", from + 1, SCALE_STEP_MAX);

    shape->min = (int32_t)from;
    shape->max = (int32_t)to_step;
    shape->n_cells = to_step - from + 1;
    to->look = take_word(f, "look", looks, sizeof looks / sizeof *looks);
    read_ends(f, to);
}

static void read_nps(struct fields *f, struct read *to)
{
    to->rules.shape.max = NPS_STEP_MAX;
    to->rules.shape.n_cells = NPS_STEP_MAX + 1;
    read_ends(f, to);
}

static bool has_right(struct fields *f)
{
    return fields_has(f, "right");
}

/* A guess: the nearest to the right number win. */
static void read_guess(struct fields *f, struct read *to)
{
    struct quiz_rules *quiz = &to->rules.quiz;

    if (!has_right(f))
        return;
    quiz->is_scored = true;
    quiz->number = take_i32(f, "right", to->rules.shape.min, to->rules.shape.max);
    quiz->nearest = take_or(f, "nearest", 1, QUIZ_NEAREST_MAX, NEAREST_DEFAULT);
    quiz->points = take_or(f, "points", 0, QUIZ_POINTS_MAX, QUIZ_POINTS_DEFAULT);
}

/* Bins of equal width, as few as hold all values with at most NUMBER_BINS_MAX. */
static void read_number(struct fields *f, struct read *to)
{
    struct kind_shape *shape = &to->rules.shape;
    int32_t from = take_i32(f, "from", -NUMBER_MAX, NUMBER_MAX - 1);
    int32_t most = take_i32(f, "to", from + 1, NUMBER_MAX);
    uint32_t values = (uint32_t)(most - from) + 1;

    take_text(f, "unit", unit_limits, to->texts.unit);
    if (f->err)
        return;
    shape->min = from;
    shape->max = most;
    shape->bin = (values + NUMBER_BINS_MAX - 1) / NUMBER_BINS_MAX;
    shape->n_cells = (values + shape->bin - 1) / shape->bin + 1;
    read_guess(f, to);
}

/* Options, ascending. Returns how many. */
static uint32_t read_right(struct fields *f, const struct kind_shape *shape,
                           struct quiz_rules *quiz)
{
    json_t *list = take_any(f, "right");
    size_t n = json_array_size(list);
    int64_t last = -1;

    for (size_t i = 0; i < n; i++) {
        const json_t *item = json_array_get(list, i);
        int64_t option = json_is_integer(item) ? json_integer_value(item) : -1;

        if (option < 0 || option <= last || option >= (int64_t)shape->n_options) {
            fields_fail(f, ERR_BAD_FIELD, "right");
            return 0;
        }
        quiz->right |= 1u << option;
        last = option;
    }
    if (n == 0)
        fields_fail(f, ERR_BAD_FIELD, "right");
    return (uint32_t)n;
}

static void read_quiz(struct fields *f, struct read *to)
{
    struct kind_shape *shape = &to->rules.shape;
    struct quiz_rules *quiz = &to->rules.quiz;

    if (!read_options(f, QUESTION_OPTIONS_MIN, QUIZ_OPTIONS_MAX, to))
        return;
    uint32_t n_right = read_right(f, shape, quiz);

    quiz->is_scored = true;
    /* Who sees how others answer a quiz answers it otherwise. */
    to->rules.results = RESULTS_AFTER_CLOSE;
    if (take_bool(f, "many", n_right > 1))
        shape->max = (int32_t)shape->n_options;
    else if (n_right > 1)
        fields_fail(f, ERR_BAD_FIELD, "many");
    else
        shape->max = 1;
    shape->min = 1;
    quiz->duration_s =
        take_or(f, "duration", 0, QUIZ_DURATION_S_MAX, QUIZ_DURATION_DEFAULT);
    if (quiz->duration_s > 0 && quiz->duration_s < QUIZ_DURATION_S_MIN)
        fields_fail(f, ERR_BAD_FIELD, "duration");
    quiz->has_speed = take_bool(f, "speed", true);
    quiz->points = take_or(f, "points", 0, QUIZ_POINTS_MAX, QUIZ_POINTS_DEFAULT);
}

static void read_grid(struct fields *f, struct read *to)
{
    (void)read_options(f, 1, GRID_OPTIONS_MAX, to);
    to->rules.shape.n_cells = 2 * to->rules.shape.n_options;
    read_ends(f, to);
    take_text(f, "bottom", end_limits, to->texts.bottom);
    take_text(f, "top", end_limits, to->texts.top);
}

static void read_words(struct fields *f, struct read *to)
{
    to->rules.shape.max = (int32_t)take_or(f, "max", 1, TERMS_EACH_MAX, 3);
    to->rules.shape.min = 1;
    to->rules.shape.n_cells = 3;
}

/* One option more than is written: not to say which. */
static void read_segment(struct fields *f, struct read *to)
{
    if (!read_options(f, QUESTION_OPTIONS_MIN, SEGMENT_OPTIONS_MAX, to))
        return;
    to->rules.shape.min = to->rules.shape.max = 1;
    to->rules.shape.n_cells = ++to->rules.shape.n_options;
    to->rules.results = RESULTS_NEVER;
}

/* Its picture is all there is of a slide; beside other questions the stage shows one. */
static void read_slide(struct fields *f, struct read *to)
{
    static const struct text_limits limits = {0, SLIDE_ALT_CHARS_MAX, SLIDE_ALT_BYTES_MAX,
                                              0};
    struct slide_ref *slide = &to->texts.slide;
    bool is_needed = to->rules.shape.kind == KIND_SLIDE;
    struct fields inner;

    if (!is_needed && !fields_has(f, "slide"))
        return;
    json_t *object = take_any(f, "slide");

    if (!json_is_object(object)) {
        fields_fail(f, ERR_BAD_FIELD, "slide");
        return;
    }
    fields_begin(&inner, object, "def.slide.");
    slide->id = take_id(&inner, "id");
    take_text(&inner, "alt", limits, slide->alt);
    if (fields_end(&inner))
        fields_fail_within(f, &inner);
}

/* Which page of how many it was, if it was one. */
static void read_page(struct fields *f, struct read *to)
{
    struct slide_ref *slide = &to->texts.slide;

    to->rules.shape.n_cells = 1;
    to->rules.results = RESULTS_NEVER;
    if (!fields_has(f, "page") && !fields_has(f, "pages"))
        return;
    slide->pages = take_u32(f, "pages", 1, DECK_PAGES_MAX);
    if (!f->err)
        slide->page = take_u32(f, "page", 1, slide->pages);
}

/* ---- Writing ---------------------------------------------------------------- */

static void write_text(struct strbuf *out, const char *before, const char *text)
{
    strbuf_puts(out, before);
    json_text(out, text, strlen(text));
}

static void write_options(struct strbuf *out, const struct read *from)
{
    for (size_t i = 0; i < from->texts.n_options; i++)
        write_text(out, i ? "," : ",\"options\":[", from->texts.options[i]);
    strbuf_puts(out, "]");
}

/* The store's functions read which they are: shared/options.lua. */
static void write_images(struct strbuf *out, const struct read *from)
{
    strbuf_puts(out, ",\"images\":[");
    for (size_t i = 0; i < from->texts.n_options; i++) {
        const struct image_ref *image = &from->texts.images[i];

        strbuf_puts(out, i ? "," : "");
        if (id_is_none(&image->id)) {
            strbuf_puts(out, "null");
            continue;
        }
        strbuf_printf(out, "{\"id\":\"%s\"", image->id.text);
        write_text(out, ",\"alt\":", image->alt);
        strbuf_puts(out, "}");
    }
    strbuf_puts(out, "]");
}

static void write_slide(struct strbuf *out, const struct read *from)
{
    const struct slide_ref *slide = &from->texts.slide;

    strbuf_printf(out, ",\"slide\":{\"id\":\"%s\"", slide->id.text);
    write_text(out, ",\"alt\":", slide->alt);
    strbuf_puts(out, "}");
    if (slide->pages > 0)
        strbuf_printf(out, ",\"page\":%u,\"pages\":%u", slide->page, slide->pages);
}

static void write_nothing(struct strbuf *out, const struct read *from)
{
    (void)out;
    (void)from;
}

static void write_multiple(struct strbuf *out, const struct read *from)
{
    write_options(out, from);
    strbuf_printf(out, ",\"min\":%d,\"max\":%d", from->rules.shape.min,
                  from->rules.shape.max);
}

static void write_ends(struct strbuf *out, const struct read *from)
{
    write_text(out, ",\"low\":", from->texts.low);
    write_text(out, ",\"high\":", from->texts.high);
}

static void write_range(struct strbuf *out, const struct read *from)
{
    strbuf_printf(out, ",\"from\":%d,\"to\":%d", from->rules.shape.min,
                  from->rules.shape.max);
}

static void write_scale(struct strbuf *out, const struct read *from)
{
    write_range(out, from);
    strbuf_printf(out, ",\"look\":\"%s\"", looks[from->look]);
    write_ends(out, from);
}

static void write_number(struct strbuf *out, const struct read *from)
{
    write_range(out, from);
    write_text(out, ",\"unit\":", from->texts.unit);
    if (from->rules.quiz.is_scored)
        strbuf_printf(out, ",\"nearest\":%u,\"points\":%u", from->rules.quiz.nearest,
                      from->rules.quiz.points);
}

static void write_quiz(struct strbuf *out, const struct read *from)
{
    const struct quiz_rules *quiz = &from->rules.quiz;

    write_options(out, from);
    strbuf_printf(out, ",\"many\":%s,\"duration\":%u,\"speed\":%s,\"points\":%u",
                  from->rules.shape.max > 1 ? "true" : "false", quiz->duration_s,
                  quiz->has_speed ? "true" : "false", quiz->points);
}

/* What is right is told to hosts alone until it is revealed. */
static void write_right(struct strbuf *out, const struct read *from)
{
    const struct quiz_rules *quiz = &from->rules.quiz;
    const char *comma = "";

    if (from->rules.shape.kind == KIND_NUMBER) {
        strbuf_printf(out, ",\"right\":%d", quiz->number);
        return;
    }
    strbuf_puts(out, ",\"right\":[");
    for (uint32_t option = 0; quiz->right >> option; option++) {
        if (!(quiz->right >> option & 1))
            continue;
        strbuf_printf(out, "%s%u", comma, option);
        comma = ",";
    }
    strbuf_puts(out, "]");
}

static void write_grid(struct strbuf *out, const struct read *from)
{
    write_options(out, from);
    write_ends(out, from);
    write_text(out, ",\"bottom\":", from->texts.bottom);
    write_text(out, ",\"top\":", from->texts.top);
}

static void write_words(struct strbuf *out, const struct read *from)
{
    strbuf_printf(out, ",\"max\":%d", from->rules.shape.max);
}

static const struct {
    void (*read)(struct fields *f, struct read *to);
    void (*write)(struct strbuf *out, const struct read *from);
} by_kind[KINDS] = {
    [KIND_SINGLE] = {read_single, write_options},
    [KIND_MULTIPLE] = {read_multiple, write_multiple},
    [KIND_SCALE] = {read_scale, write_scale},
    [KIND_PAIR] = {read_pair, write_options},
    [KIND_NPS] = {read_nps, write_ends},
    [KIND_RANKING] = {read_ranking, write_multiple},
    [KIND_POINTS] = {read_points, write_options},
    [KIND_NUMBER] = {read_number, write_number},
    [KIND_GRID] = {read_grid, write_grid},
    [KIND_QUIZ] = {read_quiz, write_quiz},
    [KIND_WORDS] = {read_words, write_words},
    [KIND_SEGMENT] = {read_segment, write_options},
    [KIND_SLIDE] = {read_page, write_nothing},
};

/* ---- Whole definitions -------------------------------------------------------- */

static enum kind take_kind(struct fields *f)
{
    const char *name = take_name(f, "kind");
    enum kind kind = KIND_SINGLE;

    if (name && !kind_read(name, &kind))
        fields_fail(f, ERR_BAD_FIELD, "kind");
    return kind;
}

static enum result_mode take_results(struct fields *f, enum result_mode if_missing)
{
    const char *name = fields_has(f, "results") ? take_name(f, "results") : NULL;
    enum result_mode mode = if_missing;

    if (name && !result_mode_read(name, &mode))
        fields_fail(f, ERR_BAD_FIELD, "results");
    return mode;
}

static enum err read_all(json_t *object, struct fields *f, const char *path,
                         struct read *to)
{
    *to = (struct read){0};
    fields_begin(f, object, path);
    to->rules.shape.kind = take_kind(f);
    if (f->err)
        return f->err;
    take_text(f, "title", title_limits, to->texts.title);
    to->rules.results = RESULTS_AFTER_VOTE;
    by_kind[to->rules.shape.kind].read(f, to);
    read_slide(f, to);
    to->rules.results = take_results(f, to->rules.results);
    to->rules.may_change = take_bool(f, "change", true);
    to->rules.hide_voters = take_bool(f, "hide_voters", false);
    if (fields_has(f, "grace"))
        to->rules.grace_min = take_u32(f, "grace", 0, GRACE_MIN_MAX);
    take_text(f, "notes", notes_limits, to->notes);
    return fields_end(f);
}

static struct buf *canonical(const struct read *from)
{
    struct strbuf json = {0};
    const struct question_rules *rules = &from->rules;

    strbuf_printf(&json, "{\"kind\":\"%s\"", kind_name(rules->shape.kind));
    write_text(&json, ",\"title\":", from->texts.title);
    by_kind[rules->shape.kind].write(&json, from);
    if (from->texts.has_images)
        write_images(&json, from);
    if (!id_is_none(&from->texts.slide.id))
        write_slide(&json, from);
    strbuf_printf(&json, ",\"results\":\"%s\",\"change\":%s,\"hide_voters\":%s",
                  result_mode_name(rules->results), rules->may_change ? "true" : "false",
                  rules->hide_voters ? "true" : "false");
    if (rules->grace_min)
        strbuf_printf(&json, ",\"grace\":%u", rules->grace_min);
    /* The last: what everyone is told is what stands before them; wire/event.c. */
    if (rules->quiz.is_scored)
        write_right(&json, from);
    if (from->notes[0])
        write_text(&json, ",\"notes\":", from->notes);
    strbuf_puts(&json, "}");
    return strbuf_take(&json);
}

void take_definition(struct fields *f, const char *name, struct definition *out)
{
    json_t *object = take_shape(f, name, "Definition");
    struct fields inner;
    struct read read;

    out->json = NULL;
    if (!json_is_object(object)) {
        fields_fail(f, ERR_BAD_FIELD, name);
        return;
    }
    if (read_all(object, &inner, "def.", &read)) {
        fields_fail_within(f, &inner);
        return;
    }
    out->rules = read.rules;
    out->json = canonical(&read);
}

static enum err read_kept(const struct buf *json, struct read *out)
{
    json_t *object = NULL;
    enum err err = ERR_INTERNAL;
    struct fields f;

    if (json_in_object(json->text, json->len, RECORD_BYTES_MAX, &object) == OK &&
        read_all(object, &f, "", out) == OK)
        err = OK;
    json_decref(object);
    return err;
}

enum err definition_make(const struct buf *json, struct definition *out)
{
    struct read read;
    enum err err = read_kept(json, &read);

    *out = (struct definition){.rules = read.rules};
    if (!err)
        out->json = canonical(&read);
    return err;
}

enum err definition_read(const struct buf *json, struct question_rules *out)
{
    struct read read;
    enum err err = read_kept(json, &read);

    if (!err)
        *out = read.rules;
    return err;
}

enum err definition_texts_read(const struct buf *json, struct definition_texts *out)
{
    struct read read;
    enum err err = read_kept(json, &read);

    if (!err)
        *out = read.texts;
    return err;
}

enum err definition_notes_read(const struct buf *json, char out[NOTES_BYTES_MAX + 1])
{
    struct read read;
    enum err err = read_kept(json, &read);

    if (!err)
        memcpy(out, read.notes, sizeof read.notes);
    return err;
}
