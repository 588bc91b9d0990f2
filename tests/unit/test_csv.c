/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "wire/csv.h"
#include "wire/idea_row.h"
#include "wire/sheet.h"

/* The rows of a file, "|" between cells and "/" behind rows. "!" is where it is broken. */
static const char *read_all(const char *text, size_t len)
{
    static char said[512];
    struct csv csv;
    enum csv_result result;
    size_t used = 0;

    csv_begin(&csv, text, len);
    while ((result = csv_next(&csv)) == CSV_ROW) {
        for (size_t i = 0; i < csv.n_cells; i++) {
            size_t cell_len;
            const char *cell = csv_cell(&csv, i, &cell_len);

            assert_true(used + cell_len + 3 < sizeof said);
            memcpy(said + used, cell, cell_len);
            used += cell_len;
            said[used++] = i + 1 < csv.n_cells ? '|' : '/';
        }
    }
    if (result == CSV_BROKEN)
        said[used++] = '!';
    said[used] = '\0';
    csv_done(&csv);
    return said;
}

static void files_of_all_sorts_are_read(void **state)
{
    static const struct {
        const char *why, *text, *rows;
    } cases[] = {
        {"nothing", "", ""},
        {"only a mark", CSV_MARK, ""},
        {"a mark is no text", CSV_MARK "a,b\r\n", "a|b/"},
        {"no line end at the end", "a,b\nc", "a|b/c/"},
        {"old line ends", "a,b\rc,d\r", "a|b/c|d/"},
        {"blank rows are passed over", "\n\na\n\r\n,,\nb\n", "a/b/"},
        {"semicolons, as the first row has them", "a;b\n1,5;2\n", "a|b/1,5|2/"},
        {"tabs", "a\tb\n1;2\t3,4\n", "a|b/1;2|3,4/"},
        {"a separator in quotes is none", "\"a;b\",c\nd,e\n", "a;b|c/d|e/"},
        {"quotes in quotes", "\"a \"\"b\"\"\",\"\"\n", "a \"b\"|/"},
        {"lines in quotes", "\"a\r\nb\",c\n", "a\r\nb|c/"},
        {"a quote inside is a letter", "a\"b,c\n", "a\"b|c/"},
        {"an apostrophe before a formula is ours", "'=1,''@x,'x,'\n", "=1|'@x|'x|'/"},
        {"one that does not end", "a\n\"b,c\n", "a/!"},
        {"one that ends too early", "\"a\"b\n", "!"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *rows = read_all(cases[i].text, strlen(cases[i].text));

        if (strcmp(rows, cases[i].rows) != 0)
            fail_msg("%s: read as %s", cases[i].why, rows);
    }
    assert_string_equal(read_all("a\0b\n", 4), "!");
}

static void a_row_has_at_most_so_many_cells(void **state)
{
    char text[CSV_CELLS_MAX + 2];
    struct csv csv;
    (void)state;

    memset(text, ',', sizeof text);
    text[0] = 'a';
    csv_begin(&csv, text, CSV_CELLS_MAX);
    assert_int_equal(csv_next(&csv), CSV_ROW);
    assert_int_equal(csv.n_cells, CSV_CELLS_MAX);
    csv_done(&csv);
    csv_begin(&csv, text, CSV_CELLS_MAX + 1);
    assert_int_equal(csv_next(&csv), CSV_BROKEN);
    csv_done(&csv);
}

static void what_is_written_is_what_is_read(void **state)
{
    static const char *const texts[] = {
        "",   "a",   "=1",  "'=1", "''+1", "-",  "@a",     "\ta",  "\ra", "'",  "''",
        "'a", "a,b", "a;b", "\"",  "a\"b", "\n", "=\"a\"", "a\tb", " a ", "'\""};
    (void)state;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct strbuf out = {0};
        struct csv csv;
        size_t len;

        strbuf_puts(&out, "x,");
        csv_write(&out, texts[i], strlen(texts[i]));
        strbuf_puts(&out, "\r\n");
        csv_begin(&csv, out.text, out.len);
        assert_int_equal(csv_next(&csv), CSV_ROW);
        assert_int_equal(csv.n_cells, 2);
        const char *cell = csv_cell(&csv, 1, &len);

        if (len != strlen(texts[i]) || memcmp(cell, texts[i], len) != 0)
            fail_msg("\"%s\" comes back as \"%.*s\"", texts[i], (int)len, cell);
        csv_done(&csv);
        strbuf_done(&out);
    }
}

static void no_cell_begins_like_a_formula(void **state)
{
    static const char first[] = "=+-@\t\r";
    (void)state;

    for (const char *c = first; *c; c++) {
        const char text[] = {*c, '1', '\0'};
        struct strbuf out = {0};

        csv_write(&out, text, 2);
        assert_int_equal(out.text[out.text[0] == '"'], '\'');
        strbuf_done(&out);
    }
}

/* ---- Sheets ----------------------------------------------------------------------------
 */

static void fill(struct sheet *sheet)
{
    static const char *const list[] = {"one", "two"};

    sheet_begin(sheet);
    sheet_text(sheet, "a\"<", 3);
    sheet_number(sheet, 7);
    sheet_list(sheet, list, 2);
    sheet_time(sheet, 0);
    sheet_number(sheet, 8);
    sheet_list(sheet, NULL, 0);
}

static void a_sheet_is_written_in_each_format(void **state)
{
    static const char *const columns[] = {"t", "n", "l"};
    static const char *const expect[] = {
        CSV_MARK "t,n,l\r\n\"a\"\"<\",7,\"one; two\"\r\n,8,\r\n",
        "{\"t\":\"a\\\"\\u003c\",\"n\":7,\"l\":[\"one\",\"two\"]}\n{\"t\":\"\",\"n\":8,"
        "\"l\":[]}\n",
    };
    (void)state;

    for (int format = SHEET_CSV; format <= SHEET_NDJSON; format++) {
        struct strbuf out = {0};
        struct sheet sheet = {(enum sheet_format)format, columns, 3, &out, 0};

        fill(&sheet);
        assert_string_equal(out.text, expect[format]);
        strbuf_done(&out);
    }
}

static void packed_cells_come_out_as_they_went_in(void **state)
{
    static const char *const columns[] = {"t", "n", "l"};
    static const char *const texts[] = {"t",        "n", "l",  "a\"<", NULL,
                                        "one; two", "",  NULL, ""};
    struct strbuf out = {0};
    struct sheet sheet = {SHEET_XLSX, columns, 3, &out, 0};
    struct sheet_cell cell;
    size_t at = 0, n = 0;
    (void)state;

    fill(&sheet);
    for (; sheet_cell_next(&out, &at, &cell); n++) {
        assert_int_equal(cell.ends_row, n % 3 == 2);
        assert_int_equal(cell.is_number, texts[n] == NULL);
        if (texts[n])
            assert_string_equal(cell.text, texts[n]);
        else
            assert_int_equal(cell.number, n == 4 ? 7 : 8);
    }
    assert_int_equal(n, sizeof texts / sizeof *texts);
    strbuf_done(&out);
}

static void decimals_are_rounded_to_four_places(void **state)
{
    static const struct {
        int64_t n;
        uint64_t of;
        const char *text;
    } cases[] = {
        {0, 7, "0"},
        {7, 1, "7"},
        {1, 3, "0.3333"},
        {2, 3, "0.6667"},
        {-1, 3, "-0.3333"},
        {-5, 2, "-2.5"},
        {1, 8, "0.125"},
        {99999, 100000, "1"},
        {-1, 1000000, "0"},
        {1, 20000, "0.0001"},
        {-30, 1, "-30"},
        {12345, 10, "1234.5"},
        {199999, 2, "99999.5"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[SHEET_DECIMAL_BYTES];

        sheet_decimal_text(cases[i].n, cases[i].of, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void a_decimal_of_nothing_is_an_empty_cell(void **state)
{
    static const char *const columns[] = {"m", "s"};
    static const char *const expect[] = {CSV_MARK "m,s\r\n,-2.5\r\n",
                                         "{\"m\":null,\"s\":-2.5}\n"};
    (void)state;

    for (int format = SHEET_CSV; format <= SHEET_NDJSON; format++) {
        struct strbuf out = {0};
        struct sheet sheet = {(enum sheet_format)format, columns, 2, &out, 0};

        sheet_begin(&sheet);
        sheet_part(&sheet, "Nothing here has parts");
        sheet_decimal(&sheet, 3, 0);
        sheet_decimal(&sheet, -5, 2);
        assert_string_equal(out.text, expect[format]);
        strbuf_done(&out);
    }
}

static void times_are_read_in_many_shapes(void **state)
{
    static const struct {
        const char *text;
        uint64_t ms; /* 0: refused. */
    } cases[] = {
        {"2026-11-22T13:04:27.123Z", 1795352667123},
        {"2026-11-22T13:04:27Z", 1795352667000},
        {"2026-11-22 13:04", 1795352640000},
        {"2026-11-22", 1795305600000},
        {"2026-11-22T13:04:27.1", 1795352667100},
        {"22/11/2026", 0},
        {"2026-13-01", 0},
        {"2026-11-22T", 0},
        {"2026-11-22 13:04 CET", 0},
        {"1969-12-31", 0},
        {"", 0},
        {"yesterday", 0},
    };
    char text[SHEET_TIME_BYTES];
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t ms = 0;

        if (sheet_time_read(cases[i].text, &ms) != (cases[i].ms != 0) || ms != cases[i].ms)
            fail_msg("%s is read as %llu", cases[i].text, (unsigned long long)ms);
    }
    sheet_time_text(cases[0].ms, text);
    assert_string_equal(text, cases[0].text);
}

/* ---- Ideas ------------------------------------------------------------------------------
 */

static const struct board_tags tags = {.n = 2, .texts = {"Food", "Sport; games"}};

/* Reads the second row of a file. */
static enum err read_idea(const char *text, struct idea_read_row *out, const char **field)
{
    struct idea_columns columns;
    struct csv csv;
    enum err err = ERR_INTERNAL;

    csv_begin(&csv, text, strlen(text));
    assert_int_equal(csv_next(&csv), CSV_ROW);
    if (idea_columns_read(&csv, &columns) && csv_next(&csv) == CSV_ROW)
        err = idea_row_read(&csv, &columns, &tags, out, field);
    csv_done(&csv);
    return err;
}

static void a_row_becomes_an_idea(void **state)
{
    struct idea_read_row row;
    const char *field;
    (void)state;

    assert_int_equal(read_idea("Other, TITRE ,text,tags,Status,state,created,id\n"
                               "x,A  tent,\"a\r\n\r\nb\",\"Sport; games\",Planned,pending,"
                               "2026-11-22,t1\n",
                               &row, &field),
                     OK);
    assert_string_equal(
        row.words->text,
        "{\"title\":\"A tent\",\"text\":\"a\\u000a\\u000ab\",\"source\":\"import\"}");
    assert_int_equal(row.tags, 2);
    assert_int_equal(row.status, STATUS_PLANNED);
    assert_int_equal(row.state, IDEA_PENDING);
    assert_int_equal(row.at_ms, 1795305600000);
    assert_string_equal(row.id.text, "t1");
    buf_unref(row.words);

    assert_int_equal(read_idea("title;tags\nA;food;\n", &row, &field), OK);
    assert_int_equal(row.tags, 1);
    assert_int_equal(row.state, IDEA_SHOWN);
    assert_int_equal(row.at_ms, 0);
    buf_unref(row.words);
}

static void a_wrong_row_says_what_is_wrong(void **state)
{
    static const struct {
        const char *text;
        enum err err;
        const char *field;
    } cases[] = {
        {"title,text\n,a\n", ERR_BAD_TEXT, "title"},
        {"title,text\n\xff,a\n", ERR_BAD_TEXT, "title"},
        {"title,name\na,0123456789012345678901234567890123456789x\n", ERR_BAD_TEXT, "name"},
        {"title,tags\na,Sport\n", ERR_BAD_FIELD, "tags"},
        {"title,status\na,merged\n", ERR_BAD_FIELD, "status"},
        {"title,state\na,withdrawn\n", ERR_BAD_FIELD, "state"},
        {"title,status\na,a word that is longer than any status\n", ERR_BAD_FIELD,
         "status"},
        {"title,created\na,22.11.2026\n", ERR_BAD_FIELD, "created"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct idea_read_row row;
        const char *field = "";

        assert_int_equal(read_idea(cases[i].text, &row, &field), cases[i].err);
        assert_string_equal(field, cases[i].field);
    }
}

static void a_header_needs_one_title(void **state)
{
    static const char *const headers[] = {"text", "title,Titre", "title;text;description"};
    struct idea_columns columns;
    (void)state;

    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        struct csv csv;

        csv_begin(&csv, headers[i], strlen(headers[i]));
        assert_int_equal(csv_next(&csv), CSV_ROW);
        assert_false(idea_columns_read(&csv, &columns));
        csv_done(&csv);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_of_all_sorts_are_read),
        cmocka_unit_test(a_row_has_at_most_so_many_cells),
        cmocka_unit_test(what_is_written_is_what_is_read),
        cmocka_unit_test(no_cell_begins_like_a_formula),
        cmocka_unit_test(a_sheet_is_written_in_each_format),
        cmocka_unit_test(packed_cells_come_out_as_they_went_in),
        cmocka_unit_test(decimals_are_rounded_to_four_places),
        cmocka_unit_test(a_decimal_of_nothing_is_an_empty_cell),
        cmocka_unit_test(times_are_read_in_many_shapes),
        cmocka_unit_test(a_row_becomes_an_idea),
        cmocka_unit_test(a_wrong_row_says_what_is_wrong),
        cmocka_unit_test(a_header_needs_one_title),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
