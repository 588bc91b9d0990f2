/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/idea_row.h"

#include "base/text.h"
#include "wire/event.h"
#include "wire/fields.h"
#include "wire/json_in.h"
#include "wire/record.h"

#include <string.h>
#include <strings.h>

const char *const idea_columns[IDEA_COLUMNS_N] = {
    "id",     "number",  "created",  "state",        "status",   "into",
    "title",  "text",    "name",     "tags",         "supports", "answer",
    "reason", "author",  "source",   "group",        "owner",    "by",
    "gate",   "reached", "opinions", "satisfaction", "price",    "sizes"};

static size_t names_read(const json_t *list, char to[][TAG_BYTES_MAX + 1], size_t max)
{
    size_t n = 0;

    for (; n < json_array_size(list) && n < max; n++) {
        const char *text = json_string_value(json_array_get(list, n));

        if (text && strlen(text) <= TAG_BYTES_MAX)
            memcpy(to[n], text, strlen(text) + 1);
    }
    return n;
}

enum err board_tags_read(const struct buf *def, struct board_tags *out)
{
    json_t *object = NULL;
    enum err err = json_in_object(def->text, def->len, RECORD_BYTES_MAX, &object);

    *out = (struct board_tags){0};
    out->n = names_read(json_object_get(object, "tags"), out->texts, TAGS_PER_BOARD_MAX);
    out->n_groups =
        names_read(json_object_get(object, "groups"), out->groups, GROUPS_PER_BOARD_MAX);
    json_decref(object);
    return err ? ERR_INTERNAL : OK;
}

/* ---- Out ------------------------------------------------------------------------------
 */

static void put_word(struct sheet *sheet, const json_t *words, const char *key)
{
    const json_t *text = json_object_get(words, key);

    sheet_text(sheet, json_is_string(text) ? json_string_value(text) : "",
               json_string_length(text));
}

static void put_name(struct sheet *sheet, const char *name)
{
    sheet_text(sheet, name, strlen(name));
}

static void put_tags(struct sheet *sheet, const struct board_tags *tags, uint32_t bits)
{
    const char *texts[TAGS_PER_BOARD_MAX];
    size_t n = 0;

    for (size_t i = 0; i < tags->n; i++)
        if (bits >> i & 1)
            texts[n++] = tags->texts[i];
    sheet_list(sheet, texts, n);
}

static const char *group_of(const struct board_tags *tags, uint32_t group)
{
    return group > 0 && group <= tags->n_groups ? tags->groups[group - 1] : "";
}

/* Until when it is to be done; an empty cell where that is open. */
static void put_by(struct sheet *sheet, const json_t *words)
{
    json_int_t by_ms = json_integer_value(json_object_get(words, "by"));

    if (by_ms > 0)
        sheet_time(sheet, (uint64_t)by_ms);
    else
        put_name(sheet, "");
}

/* How many gates it passed and when the last; how many have an opinion, and of a hundred
 * how many a good one. */
static void put_gate(struct sheet *sheet, const struct idea_row_gate *gate)
{
    uint64_t opinions = (uint64_t)gate->good + gate->bad;

    sheet_number(sheet, gate->passed);
    sheet_time(sheet, gate->reached_ms);
    sheet_number(sheet, opinions);
    if (opinions > 0)
        sheet_number(sheet, 100ull * gate->good / opinions);
    else
        put_name(sheet, "");
}

static void put_sizes(struct sheet *sheet, const json_t *words)
{
    const json_t *list = json_object_get(words, "sizes");
    const char *texts[SIZES_MAX];
    size_t n = 0;

    for (; n < json_array_size(list) && n < SIZES_MAX; n++)
        texts[n] = json_string_value(json_array_get(list, n));
    sheet_list(sheet, texts, n);
}

enum err idea_row_write(struct sheet *sheet, const struct idea_row *row)
{
    const struct idea *idea = row->idea;
    json_t *words = NULL;

    if (json_in_object(row->words->text, row->words->len, RECORD_BYTES_MAX, &words))
        return ERR_INTERNAL;
    put_name(sheet, idea->id.text);
    sheet_number(sheet, idea->number);
    sheet_time(sheet, idea->at_ms);
    put_name(sheet, idea_state_name(idea->state));
    put_name(sheet, idea_status_name(idea->status));
    put_name(sheet, idea->into.text);
    put_word(sheet, words, "title");
    put_word(sheet, words, "text");
    put_word(sheet, words, "name");
    put_tags(sheet, row->tags, idea->tags);
    sheet_number(sheet, idea->supports);
    put_word(sheet, words, "answer");
    put_word(sheet, words, "reason");
    put_name(sheet, row->author);
    put_word(sheet, words, "source");
    put_name(sheet, group_of(row->tags, idea->group));
    put_word(sheet, words, "owner");
    put_by(sheet, words);
    put_gate(sheet, &row->gate);
    put_word(sheet, words, "price");
    put_sizes(sheet, words);
    json_decref(words);
    return OK;
}

/* ---- In: the header ---------------------------------------------------------------------
 */

static const struct {
    const char *name;
    enum idea_cell cell;
} headers[] = {
    {"id", CELL_ID},           {"title", CELL_TITLE},     {"titre", CELL_TITLE},
    {"text", CELL_TEXT},       {"texte", CELL_TEXT},      {"description", CELL_TEXT},
    {"name", CELL_NAME},       {"nom", CELL_NAME},        {"tags", CELL_TAGS},
    {"étiquettes", CELL_TAGS}, {"Étiquettes", CELL_TAGS}, {"État", CELL_STATE},
    {"status", CELL_STATUS},   {"statut", CELL_STATUS},   {"state", CELL_STATE},
    {"état", CELL_STATE},      {"created", CELL_CREATED}, {"date", CELL_CREATED},
    {"créé", CELL_CREATED},    {"answer", CELL_ANSWER},   {"réponse", CELL_ANSWER},
    {"reason", CELL_REASON},   {"raison", CELL_REASON},   {"group", CELL_GROUP},
    {"groupe", CELL_GROUP},    {"owner", CELL_OWNER},     {"responsable", CELL_OWNER},
    {"by", CELL_BY},           {"échéance", CELL_BY},     {"into", CELL_INTO},
    {"price", CELL_PRICE},     {"prix", CELL_PRICE},      {"sizes", CELL_SIZES},
    {"tailles", CELL_SIZES},
};

#define BLANKS " \t\r\n"

/* Without blanks around; `*len` shrinks. */
static const char *trimmed(const char *text, size_t *len)
{
    while (*len && strchr(BLANKS, text[*len - 1]))
        (*len)--;
    while (*len && strchr(BLANKS, *text)) {
        text++;
        (*len)--;
    }
    return text;
}

static bool is_word(const char *text, size_t len, const char *word)
{
    return len == strlen(word) && strncasecmp(text, word, len) == 0;
}

bool idea_columns_read(const struct csv *header, struct idea_columns *out)
{
    for (size_t cell = 0; cell < IDEA_CELLS; cell++)
        out->at[cell] = -1;
    for (size_t i = 0; i < header->n_cells; i++) {
        size_t len;
        const char *text = csv_cell(header, i, &len);

        text = trimmed(text, &len);
        for (size_t k = 0; k < sizeof headers / sizeof *headers; k++) {
            if (!is_word(text, len, headers[k].name))
                continue;
            if (out->at[headers[k].cell] >= 0)
                return false;
            out->at[headers[k].cell] = (int)i;
        }
    }
    return out->at[CELL_TITLE] >= 0;
}

/* ---- In: a row --------------------------------------------------------------------------
 */

struct row_reader {
    const struct csv *csv;
    const struct idea_columns *columns;
    enum err err;
    const char *field; /* To blame. */
};

static const char *const cell_names[IDEA_CELLS] = {
    "id",     "title",  "text",  "name",  "tags", "status", "state", "created",
    "answer", "reason", "group", "owner", "by",   "into",   "price", "sizes"};

static void fail(struct row_reader *r, enum err err, enum idea_cell cell)
{
    if (r->err)
        return;
    r->err = err;
    r->field = cell_names[cell];
}

static const char *cell_of(const struct row_reader *r, enum idea_cell cell, size_t *len)
{
    int at = r->columns->at[cell];

    *len = 0;
    return at < 0 ? "" : csv_cell(r->csv, (size_t)at, len);
}

/* Appends ,"key":"text" unless there is none. */
static void take_words(struct row_reader *r, enum idea_cell cell, struct text_limits limits,
                       struct strbuf *out)
{
    char clean[IDEA_TEXT_BYTES_MAX + 1];
    size_t len;
    const char *text = cell_of(r, cell, &len);

    if (r->err || (!len && !limits.chars_min))
        return;
    if (text_clean(text, len, limits, clean)) {
        fail(r, ERR_BAD_TEXT, cell);
        return;
    }
    if (!*clean)
        return;
    strbuf_printf(out, "%s\"%s\":", out->len ? "," : "{", cell_names[cell]);
    json_text(out, clean, strlen(clean));
}

/* A short word in lower case; "" for an empty cell, NULL for one that is no word. */
static const char *word_of(const struct row_reader *r, enum idea_cell cell, char out[32])
{
    size_t len;
    const char *text = cell_of(r, cell, &len);

    text = trimmed(text, &len);
    if (len >= 32)
        return NULL;
    for (size_t i = 0; i < len; i++)
        out[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + ('a' - 'A') : text[i]);
    out[len] = '\0';
    return out;
}

/* Some states and statuses are not for a file to set. */
static void take_where(struct row_reader *r, struct idea_read_row *out)
{
    char text[32];
    const char *word = word_of(r, CELL_STATUS, text);

    size_t len;

    (void)cell_of(r, CELL_INTO, &len);
    if (!word || (*word && !idea_status_read(word, &out->status)))
        fail(r, ERR_BAD_FIELD, CELL_STATUS);
    out->is_merged = out->status == STATUS_MERGED && len > 0;
    if (out->status == STATUS_MERGED && !out->is_merged)
        fail(r, ERR_BAD_FIELD, CELL_STATUS);
    word = word_of(r, CELL_STATE, text);
    if (!word ||
        (*word && (!idea_state_read(word, &out->state) || out->state == IDEA_WITHDRAWN)))
        fail(r, ERR_BAD_FIELD, CELL_STATE);
}

/* A time; 0 for an empty cell. */
static uint64_t take_time(struct row_reader *r, enum idea_cell cell)
{
    char text[32];
    uint64_t ms = 0;
    size_t len;
    const char *at = cell_of(r, cell, &len);

    at = trimmed(at, &len);
    if (!len)
        return 0;
    if (len >= sizeof text) {
        fail(r, ERR_BAD_FIELD, cell);
        return 0;
    }
    memcpy(text, at, len);
    text[len] = '\0';
    if (!sheet_time_read(text, &ms))
        fail(r, ERR_BAD_FIELD, cell);
    return ms;
}

static void take_by(struct row_reader *r, struct strbuf *words)
{
    uint64_t by_ms = take_time(r, CELL_BY);

    if (by_ms > INTEGER_EXACT_MAX)
        fail(r, ERR_BAD_FIELD, CELL_BY);
    else if (by_ms > 0)
        strbuf_printf(words, ",\"by\":%llu", (unsigned long long)by_ms);
}

static void take_group(struct row_reader *r, const struct board_tags *tags,
                       struct idea_read_row *out)
{
    size_t len;
    const char *text = cell_of(r, CELL_GROUP, &len);

    text = trimmed(text, &len);
    for (size_t i = 0; len > 0 && i < tags->n_groups; i++)
        if (is_word(text, len, tags->groups[i]))
            out->group = (uint32_t)i + 1;
    if (len > 0 && out->group == 0)
        fail(r, ERR_BAD_FIELD, CELL_GROUP);
}

/* One tag of a cell such as "Food; Sport"; false if the board has no such tag. */
static bool take_tag(const struct board_tags *tags, const char *text, size_t len,
                     uint32_t *bits)
{
    text = trimmed(text, &len);
    for (size_t i = 0; i < tags->n; i++)
        if (is_word(text, len, tags->texts[i])) {
            *bits |= 1u << i;
            return true;
        }
    return len == 0;
}

static void take_row_tags(struct row_reader *r, const struct board_tags *tags,
                          struct idea_read_row *out)
{
    size_t len;
    const char *at = cell_of(r, CELL_TAGS, &len), *end = at + len;

    /* A tag may have a ";" of its own. */
    if (take_tag(tags, at, len, &out->tags))
        return;
    while (at <= end && !r->err) {
        const char *glue = at < end ? memchr(at, ';', (size_t)(end - at)) : NULL;
        const char *stop = glue ? glue : end;

        if (!take_tag(tags, at, (size_t)(stop - at), &out->tags))
            fail(r, ERR_BAD_FIELD, CELL_TAGS);
        at = stop + 1;
    }
}

/* "36; 37; 38" becomes ,"sizes":["36","37","38"]. */
static void take_sizes(struct row_reader *r, struct strbuf *words)
{
    static const struct text_limits limits = {1, SIZE_CHARS_MAX, SIZE_BYTES_MAX, 0};
    size_t len, n = 0;
    const char *at = cell_of(r, CELL_SIZES, &len), *end = at + len;

    (void)trimmed(at, &len);
    if (len == 0 || r->err)
        return;
    for (; at <= end && n < SIZES_MAX + 1; n++) {
        const char *glue = at < end ? memchr(at, ';', (size_t)(end - at)) : NULL;
        const char *stop = glue ? glue : end;
        char clean[SIZE_BYTES_MAX + 1];

        if (n == SIZES_MAX || text_clean(at, (size_t)(stop - at), limits, clean)) {
            fail(r, ERR_BAD_FIELD, CELL_SIZES);
            return;
        }
        strbuf_puts(words, n ? "," : ",\"sizes\":[");
        json_text(words, clean, strlen(clean));
        at = stop + 1;
    }
    strbuf_puts(words, "]");
}

enum err idea_row_read(const struct csv *csv, const struct idea_columns *columns,
                       const struct board_tags *tags, struct idea_read_row *out,
                       const char **field)
{
    static const struct text_limits title = {1, IDEA_TITLE_CHARS_MAX, IDEA_TITLE_BYTES_MAX,
                                             0};
    static const struct text_limits text = {0, IDEA_TEXT_CHARS_MAX, IDEA_TEXT_BYTES_MAX,
                                            IDEA_TEXT_LINES_MAX};
    static const struct text_limits name = {0, NAME_CHARS_MAX, NAME_BYTES_MAX, 0};
    static const struct text_limits answer = {0, ABOUT_CHARS_MAX, ABOUT_BYTES_MAX,
                                              ABOUT_LINES_MAX};
    static const struct text_limits price = {0, PRICE_CHARS_MAX, PRICE_BYTES_MAX, 0};
    static const struct text_limits owner = {0, LABEL_CHARS_MAX, LABEL_BYTES_MAX, 0};
    struct row_reader r = {.csv = csv, .columns = columns};
    struct idea_read_row read = {.state = IDEA_SHOWN};
    struct strbuf words = {0};

    read.key = cell_of(&r, CELL_ID, &read.key_len);
    if (!id_read(read.key, read.key_len, &read.id))
        read.id = (struct id){0};
    take_words(&r, CELL_TITLE, title, &words);
    take_words(&r, CELL_TEXT, text, &words);
    take_words(&r, CELL_NAME, name, &words);
    take_words(&r, CELL_ANSWER, answer, &words);
    take_words(&r, CELL_REASON, answer, &words);
    take_words(&r, CELL_OWNER, owner, &words);
    take_words(&r, CELL_PRICE, price, &words);
    take_sizes(&r, &words);
    take_row_tags(&r, tags, &read);
    take_where(&r, &read);
    take_group(&r, tags, &read);
    read.at_ms = take_time(&r, CELL_CREATED);
    take_by(&r, &words);
    if (r.err) {
        *field = r.field;
        strbuf_done(&words);
        return r.err;
    }
    strbuf_puts(&words, ",\"source\":\"import\"}");
    /* In the order that words are always kept in. */
    struct buf *given = strbuf_take(&words);
    enum err err = idea_words_merge(given, &(struct idea_addition){0}, &read.words);

    buf_unref(given);
    *field = err ? "title" : NULL;
    if (!err)
        *out = read;
    return err;
}
