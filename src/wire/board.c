/* SPDX-License-Identifier: Apache-2.0 */

/* What a board says, and what people write on it: checked once, kept as canonical JSON. */
#include "wire/event.h"
#include "wire/gate.h"
#include "wire/json_in.h"
#include "wire/record.h"
#include "wire/record_take.h"

#include <string.h>

#define IDEAS_EACH_USUAL 20

static const char *const images_names[BOARD_IMAGES] = {"checked", "open", "off"};
static const char *const posts_names[BOARD_POSTS] = {"everyone", "staff"};

static const struct text_limits title_limits = {1, TITLE_CHARS_MAX, TITLE_BYTES_MAX, 0};
static const struct text_limits about_limits = {0, ABOUT_CHARS_MAX, ABOUT_BYTES_MAX,
                                                ABOUT_LINES_MAX};
static const struct text_limits rules_limits = {0, RULES_CHARS_MAX, RULES_BYTES_MAX,
                                                RULES_LINES_MAX};
static const struct text_limits tag_limits = {1, TAG_CHARS_MAX, TAG_BYTES_MAX, 0};
/* Without a name it was removed: those behind it keep their places. */
static const struct text_limits group_limits = {0, TAG_CHARS_MAX, TAG_BYTES_MAX, 0};
static const struct text_limits idea_title_limits = {1, IDEA_TITLE_CHARS_MAX,
                                                     IDEA_TITLE_BYTES_MAX, 0};
static const struct text_limits idea_text_limits = {
    0, IDEA_TEXT_CHARS_MAX, IDEA_TEXT_BYTES_MAX, IDEA_TEXT_LINES_MAX};
static const struct text_limits search_limits = {1, SEARCH_CHARS_MAX, SEARCH_BYTES_MAX, 0};
static const struct text_limits owner_limits = {0, LABEL_CHARS_MAX, LABEL_BYTES_MAX, 0};
static const struct text_limits price_limits = {0, PRICE_CHARS_MAX, PRICE_BYTES_MAX, 0};
static const struct text_limits size_limits = {1, SIZE_CHARS_MAX, SIZE_BYTES_MAX, 0};
static const struct text_limits name_limits = {0, NAME_CHARS_MAX, NAME_BYTES_MAX, 0};

static void write_text(struct strbuf *out, const char *before, const char *text)
{
    strbuf_puts(out, before);
    json_text(out, text, strlen(text));
}

/* ---- Definitions --------------------------------------------------------------------- */

struct read_board {
    struct board_rules rules;
    char title[TITLE_BYTES_MAX + 1], about[ABOUT_BYTES_MAX + 1];
    char tags[TAGS_PER_BOARD_MAX][TAG_BYTES_MAX + 1];
    char groups[GROUPS_PER_BOARD_MAX][TAG_BYTES_MAX + 1];
    char conditions[RULES_BYTES_MAX + 1]; /* "rules": what people accept. */
};

/* Returns how many there are. */
static uint32_t take_names(struct fields *f, const char *field, struct text_limits limits,
                           size_t max, char to[][TAG_BYTES_MAX + 1])
{
    const json_t *list = take_any(f, field);
    size_t n = json_array_size(list);

    if (list && (!json_is_array(list) || n > max)) {
        fields_fail(f, ERR_BAD_FIELD, field);
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *item = json_array_get(list, i);

        if (!json_is_string(item))
            fields_fail(f, ERR_BAD_FIELD, field);
        else if (text_clean(json_string_value(item), json_string_length(item), limits,
                            to[i]))
            fields_fail(f, ERR_BAD_TEXT, field);
    }
    return (uint32_t)n;
}

static uint32_t take_each(struct fields *f, const char *name, uint32_t max, uint32_t usual)
{
    return fields_has(f, name) ? take_u32(f, name, 0, max) : usual;
}

static void read_words(struct fields *f, struct board_rules *to)
{
    const char *kind = take_name(f, "kind");
    const char *names = fields_has(f, "names") ? take_name(f, "names") : NULL;
    const char *order = fields_has(f, "order") ? take_name(f, "order") : NULL;

    to->names = NAMES_CHOICE;
    to->order = ORDER_TOP;
    if (kind && !board_kind_read(kind, &to->kind))
        fields_fail(f, ERR_BAD_FIELD, "kind");
    if (names && !board_names_read(names, &to->names))
        fields_fail(f, ERR_BAD_FIELD, "names");
    if (order && !idea_order_read(order, &to->order))
        fields_fail(f, ERR_BAD_FIELD, "order");
}

static enum err read_board(json_t *object, struct fields *f, const char *path,
                           struct read_board *to)
{
    *to = (struct read_board){0};
    fields_begin(f, object, path);
    read_words(f, &to->rules);
    take_text(f, "title", title_limits, to->title);
    take_text(f, "about", about_limits, to->about);
    to->rules.is_checked = take_bool(f, "checked", false);
    to->rules.supports_each = take_each(f, "supports", SUPPORTS_EACH_MAX, 0);
    to->rules.ideas_each = take_each(f, "ideas", IDEAS_EACH_MAX, IDEAS_EACH_USUAL);
    to->rules.n_tags = take_names(f, "tags", tag_limits, TAGS_PER_BOARD_MAX, to->tags);
    to->rules.n_groups =
        take_names(f, "groups", group_limits, GROUPS_PER_BOARD_MAX, to->groups);
    take_text(f, "rules", rules_limits, to->conditions);
    to->rules.takes_comments = take_bool(f, "comments", to->rules.kind == BOARD_IDEAS);
    to->rules.images =
        (enum board_images)take_word(f, "images", images_names, BOARD_IMAGES);
    /* What was kept before one could say so was for everyone. */
    if (fields_has(f, "posts"))
        to->rules.posts = (enum board_posts)take_word(f, "posts", posts_names, BOARD_POSTS);
    else if (to->rules.kind == BOARD_PRODUCTS && !f->is_kept)
        to->rules.posts = POSTS_STAFF;
    take_gates(f, &to->rules.gates);
    return fields_end(f);
}

static struct buf *canonical(const struct read_board *from)
{
    const struct board_rules *rules = &from->rules;
    struct strbuf json = {0};

    strbuf_printf(&json, "{\"kind\":\"%s\"", board_kind_name(rules->kind));
    write_text(&json, ",\"title\":", from->title);
    write_text(&json, ",\"about\":", from->about);
    strbuf_printf(&json,
                  ",\"names\":\"%s\",\"order\":\"%s\",\"checked\":%s,\"supports\":%u,"
                  "\"ideas\":%u,\"tags\":[",
                  board_names_name(rules->names), idea_order_name(rules->order),
                  rules->is_checked ? "true" : "false", rules->supports_each,
                  rules->ideas_each);
    for (uint32_t i = 0; i < rules->n_tags; i++)
        write_text(&json, i ? "," : "", from->tags[i]);
    strbuf_printf(&json, "],\"comments\":%s", rules->takes_comments ? "true" : "false");
    write_gates(&json, &rules->gates);
    for (uint32_t i = 0; i < rules->n_groups; i++)
        write_text(&json, i ? "," : ",\"groups\":[", from->groups[i]);
    if (rules->n_groups > 0)
        strbuf_puts(&json, "]");
    if (rules->images != IMAGES_CHECKED)
        strbuf_printf(&json, ",\"images\":\"%s\"", images_names[rules->images]);
    if (rules->posts != POSTS_EVERYONE || rules->kind == BOARD_PRODUCTS)
        strbuf_printf(&json, ",\"posts\":\"%s\"", posts_names[rules->posts]);
    /* The last: functions/boards.lua looks for it there. */
    if (from->conditions[0])
        write_text(&json, ",\"rules\":", from->conditions);
    strbuf_puts(&json, "}");
    return strbuf_take(&json);
}

void take_board_definition(struct fields *f, const char *name, struct board_definition *out)
{
    json_t *object = take_shape(f, name, "BoardDefinition");
    struct fields inner;
    struct read_board read;

    out->json = NULL;
    if (!json_is_object(object)) {
        fields_fail(f, ERR_BAD_FIELD, name);
        return;
    }
    if (read_board(object, &inner, "def.", &read)) {
        fields_fail_within(f, &inner);
        return;
    }
    out->rules = read.rules;
    out->json = canonical(&read);
}

static enum err read_kept(const struct buf *json, struct read_board *out)
{
    json_t *object = NULL;
    enum err err = ERR_INTERNAL;
    struct fields f;

    if (json_in_object(json->text, json->len, RECORD_BYTES_MAX, &object) == OK &&
        read_board(object, &f, "", out) == OK)
        err = OK;
    json_decref(object);
    return err;
}

enum err board_definition_read(const struct buf *json, struct board_rules *out)
{
    struct read_board read;
    enum err err = read_kept(json, &read);

    if (!err)
        *out = read.rules;
    return err;
}

enum err board_texts_read(const struct buf *json, struct board_texts *out)
{
    struct read_board read;
    enum err err = read_kept(json, &read);

    if (!err) {
        memcpy(out->title, read.title, sizeof out->title);
        memcpy(out->about, read.about, sizeof out->about);
        memcpy(out->conditions, read.conditions, sizeof out->conditions);
    }
    return err;
}

/* ---- Words ------------------------------------------------------------------------- */

/* Everything that is written about an idea, by its author and by the team. */
struct read_words {
    char title[IDEA_TITLE_BYTES_MAX + 1], text[IDEA_TEXT_BYTES_MAX + 1];
    char name[NAME_BYTES_MAX + 1];
    char price[PRICE_BYTES_MAX + 1];
    char sizes[SIZES_MAX * (SIZE_BYTES_MAX + 1) + 1]; /* A line each. */
    char answer[ABOUT_BYTES_MAX + 1], reason[ABOUT_BYTES_MAX + 1];
    struct idea_decision decision;   /* Of the team. */
    char source[NAME_BYTES_MAX + 1]; /* "import", "staff"; empty: its author's own hand. */
};

static void write_sizes(struct strbuf *out, const char *lines)
{
    const char *comma = "";

    strbuf_puts(out, ",\"sizes\":[");
    for (; *lines; lines += strcspn(lines, "\n") + 1) {
        strbuf_puts(out, comma);
        json_text(out, lines, strcspn(lines, "\n"));
        comma = ",";
    }
    strbuf_puts(out, "]");
}

/* What a product costs, and the sizes that it comes in. */
static void take_product(struct fields *f, struct read_words *out)
{
    const json_t *list = fields_has(f, "sizes") ? take_shape(f, "sizes", "Texts") : NULL;
    size_t at = 0;

    if (fields_has(f, "price"))
        take_text(f, "price", price_limits, out->price);
    if ((list && !json_is_array(list)) || json_array_size(list) > SIZES_MAX)
        fields_fail(f, ERR_BAD_FIELD, "sizes");
    for (size_t i = 0; !f->err && i < json_array_size(list); i++) {
        const json_t *size = json_array_get(list, i);
        char clean[SIZE_BYTES_MAX + 1];

        if (!json_is_string(size) ||
            text_clean(json_string_value(size), json_string_length(size), size_limits,
                       clean)) {
            fields_fail(f, ERR_BAD_FIELD, "sizes");
            return;
        }
        at += (size_t)snprintf(out->sizes + at, sizeof out->sizes - at, "%s\n", clean);
    }
}

/* Those that are empty are left out. */
static struct buf *words(const struct read_words *from)
{
    const struct {
        const char *key, *text;
    } rest[] = {{",\"text\":", from->text},     {",\"name\":", from->name},
                {",\"answer\":", from->answer}, {",\"owner\":", from->decision.owner},
                {",\"reason\":", from->reason}, {",\"source\":", from->source},
                {",\"price\":", from->price}};
    struct strbuf json = {0};

    write_text(&json, "{\"title\":", from->title);
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
        if (rest[i].text[0])
            write_text(&json, rest[i].key, rest[i].text);
    if (from->sizes[0])
        write_sizes(&json, from->sizes);
    if (from->decision.by_ms)
        strbuf_printf(&json, ",\"by\":%llu", (unsigned long long)from->decision.by_ms);
    strbuf_puts(&json, "}");
    return strbuf_take(&json);
}

static uint32_t take_tags(struct fields *f)
{
    const json_t *list = take_shape(f, "tags", "Tags");
    uint32_t tags = 0;

    if (list && !json_is_array(list))
        fields_fail(f, ERR_BAD_FIELD, "tags");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        json_int_t tag = json_integer_value(item);

        if (!json_is_integer(item) || tag < 0 || tag >= TAGS_PER_BOARD_MAX)
            fields_fail(f, ERR_BAD_FIELD, "tags");
        else
            tags |= 1u << tag;
    }
    return tags;
}

void take_idea_words(struct fields *f, const char *source, struct idea_words *out)
{
    struct read_words read = {0};

    out->json = NULL;
    take_text(f, "title", idea_title_limits, read.title);
    take_text(f, "text", idea_text_limits, read.text);
    take_text(f, "name", name_limits, read.name);
    take_product(f, &read);
    (void)snprintf(read.source, sizeof read.source, "%s", source);
    out->has_name = read.name[0] != '\0';
    out->is_product = read.price[0] || read.sizes[0];
    out->tags = take_tags(f);
    if (!f->err)
        out->json = words(&read);
}

void take_typed_words(struct fields *f, struct idea_words *out)
{
    struct read_words read = {0};

    *out = (struct idea_words){0};
    take_text(f, "title", idea_title_limits, read.title);
    take_text(f, "text", idea_text_limits, read.text);
    if (!f->err)
        out->json = words(&read);
}

struct buf *take_search(struct fields *f, const char *name)
{
    char text[SEARCH_BYTES_MAX + 1];

    take_text(f, name, search_limits, text);
    return f->err ? NULL : buf_new(text, strlen(text));
}

struct buf *take_about(struct fields *f, const char *name)
{
    char text[ABOUT_BYTES_MAX + 1];

    take_text(f, name, about_limits, text);
    return f->err ? NULL : buf_new(text, strlen(text));
}

void take_decision(struct fields *f, struct idea_decision *out)
{
    take_text(f, "owner", owner_limits, out->owner);
    out->by_ms = fields_has(f, "by") ? take_u64(f, "by", 0, INTEGER_EXACT_MAX) : 0;
}

static enum err words_read(const struct buf *json, struct read_words *out)
{
    json_t *object = NULL;
    enum err err = json_in_object(json->text, json->len, RECORD_BYTES_MAX, &object);
    struct fields f;

    if (!err) {
        fields_begin(&f, object, "");
        take_text(&f, "title", idea_title_limits, out->title);
        take_text(&f, "text", idea_text_limits, out->text);
        take_text(&f, "name", name_limits, out->name);
        take_text(&f, "answer", about_limits, out->answer);
        take_decision(&f, &out->decision);
        take_text(&f, "reason", about_limits, out->reason);
        take_text(&f, "source", name_limits, out->source);
        take_product(&f, out);
        err = fields_end(&f);
    }
    json_decref(object);
    return err ? ERR_INTERNAL : OK;
}

/* Ours: no text holds a quote that is not escaped. */
bool idea_words_have_answer(const struct buf *kept)
{
    return strstr(kept->text, ",\"answer\":") != NULL;
}

enum err idea_words_merge(const struct buf *kept, const struct idea_addition *addition,
                          struct buf **out)
{
    struct read_words read = {0}, new = {0};
    enum err err = words_read(kept, &read);

    if (!err && addition->words) {
        err = words_read(addition->words, &new);
        memcpy(read.title, new.title, sizeof read.title);
        memcpy(read.text, new.text, sizeof read.text);
        memcpy(read.name, new.name, sizeof read.name);
        memcpy(read.price, new.price, sizeof read.price);
        memcpy(read.sizes, new.sizes, sizeof read.sizes);
    }
    if (err)
        return err;
    if (addition->answer)
        memcpy(read.answer, addition->answer->text, addition->answer->len + 1);
    if (addition->decision)
        read.decision = *addition->decision;
    if (addition->reason)
        memcpy(read.reason, addition->reason->text, addition->reason->len + 1);
    *out = words(&read);
    return OK;
}

enum err idea_texts_read(const struct buf *json, struct idea_texts *out)
{
    struct read_words read = {0};
    enum err err = words_read(json, &read);

    if (!err) {
        memcpy(out->title, read.title, sizeof out->title);
        memcpy(out->text, read.text, sizeof out->text);
    }
    return err;
}
