/* SPDX-License-Identifier: Apache-2.0 */

/* Themes: contrast by published figures, what is refused and what is offered in its place,
 * and that nothing which is made of a palette that passes cannot be read. */
#include "domain/theme.h"
#include "lib/json_row.h"
#include "wire/theme.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

#define THEMES_FILE "web/assets/themes.json"
#define TRIES       300

static struct colour colour(const char *text)
{
    struct colour out;

    assert_true(colour_read(text, &out));
    return out;
}

static void contrasts_are_those_of_wcag(void **state)
{
    /* Figures that WebAIM's checker and the W3C's own examples give. */
    static const struct {
        const char *a, *b;
        double ratio;
    } rows[] = {
        {"#000000", "#ffffff", 21.00}, {"#ffffff", "#ffffff", 1.00},
        {"#777777", "#ffffff", 4.48},  {"#767676", "#ffffff", 4.54},
        {"#949494", "#ffffff", 3.03},  {"#ff0000", "#ffffff", 4.00},
        {"#0000ff", "#ffffff", 8.59},  {"#FFFF00", "#000000", 19.56},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double ratio = colour_contrast(colour(rows[i].a), colour(rows[i].b));

        assert_true(ratio > rows[i].ratio - .006 && ratio < rows[i].ratio + .006);
    }
}

static void only_colours_are_read(void **state)
{
    static const char *const wrong[] = {"",        "#fff",     "#12345",  "#1234567",
                                        "123456#", "#12345g",  "#12 456", "red",
                                        "#12345;", "url(#12)", "#-12345"};
    struct colour out;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(colour_read(wrong[i], &out));
}

/* ---- What is offered ------------------------------------------------------------------
 */

static struct colour *colour_at(struct palette *palette, const char *field)
{
    if (strcmp(field, "text") == 0)
        return &palette->text;
    if (strcmp(field, "accent") == 0)
        return &palette->accent;
    assert_memory_equal(field, "options.", 8);
    return &palette->options[strtoul(field + 8, NULL, 10)];
}

static void what_is_offered_is_as_near_as_it_gets(void **state)
{
    struct palette palette = {.page = colour("#ffffff"), .text = colour("#777777")};
    struct palette_fault fault;
    char text[COLOUR_CHARS + 1];

    (void)state;
    palette.accent = colour("#0000c8");
    for (size_t i = 0; i < THEME_OPTIONS; i++)
        palette.options[i] = colour("#0000c8");
    assert_false(palette_check(&palette, &fault));
    assert_string_equal(fault.field, "text");
    assert_true(fault.has_nearest);
    /* A shade darker, as the ground of what is sunken is a little darker than the page. */
    colour_write(fault.nearest, text);
    assert_true(fault.nearest.r < 0x77 && fault.nearest.r >= 0x68);
    assert_true(fault.nearest.r == fault.nearest.g && fault.nearest.g == fault.nearest.b);
    palette.text = fault.nearest;
    assert_true(palette_check(&palette, &fault));
}

static struct colour random_colour(unsigned *seed)
{
    struct colour out;

    *seed = *seed * 1103515245 + 12345;
    out.r = (uint8_t)(*seed >> 16);
    *seed = *seed * 1103515245 + 12345;
    out.g = (uint8_t)(*seed >> 16);
    *seed = *seed * 1103515245 + 12345;
    out.b = (uint8_t)(*seed >> 16);
    return out;
}

static struct colour token(const char *tokens, const char *name)
{
    char key[32], text[COLOUR_CHARS + 1] = "";

    (void)snprintf(key, sizeof key, "--%s:#", name);
    const char *at = strstr(tokens, key);

    assert_non_null(at);
    memcpy(text, at + strlen(key) - 1, COLOUR_CHARS);
    return colour(text);
}

/* Whatever lies on whatever on a page. */
static void assert_readable(const struct palette *palette)
{
    static const struct {
        const char *text, *ground;
        double ratio;
    } pairs[] = {
        {"text", "page", 4.5},          {"text", "card", 4.5},
        {"text", "sunken", 4.5},        {"text", "accent-soft", 4.5},
        {"muted", "page", 4.5},         {"muted", "card", 4.5},
        {"muted", "sunken", 4.5},       {"accent", "page", 4.5},
        {"accent", "card", 4.5},        {"on-accent", "accent", 4.5},
        {"good", "card", 4.5},          {"good", "good-soft", 4.5},
        {"warn", "warn-soft", 4.5},     {"bad", "bad-soft", 4.5},
        {"bad", "page", 4.5},           {"outline", "card", 3},
        {"outline", "page", 3},         {"star", "card", 3},
        {"option-0", "page", 3},        {"option-5", "card", 3},
        {"on-option", "option-0", 4.5}, {"on-option", "option-3", 4.5},
        {"on-option", "option-5", 4.5},
    };
    struct strbuf out = {0};

    palette_tokens(&out, palette, FONT_PLAIN);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (colour_contrast(token(out.text, pairs[i].text),
                            token(out.text, pairs[i].ground)) < pairs[i].ratio)
            fail_msg("%s on %s: %s", pairs[i].text, pairs[i].ground, out.text);
    strbuf_done(&out);
}

static void what_passes_can_be_read_everywhere(void **state)
{
    unsigned seed = 20261122, n_passed = 0;

    (void)state;
    for (int try = 0; try < TRIES; try++) {
        struct palette palette = {
            random_colour(&seed), random_colour(&seed), random_colour(&seed), {{0}}};
        struct palette_fault fault = {.has_nearest = true};
        unsigned offers = 0;

        for (size_t i = 0; i < THEME_OPTIONS; i++)
            palette.options[i] = random_colour(&seed);
        /* Taking every offer ends with a palette that passes, but for pages of a grey on
         * which nothing can be read. */
        while (!palette_check(&palette, &fault) && fault.has_nearest && ++offers < 40)
            *colour_at(&palette, fault.field) = fault.nearest;
        if (!fault.has_nearest || offers == 40)
            continue;
        n_passed++;
        assert_readable(&palette);
    }
    assert_true(n_passed > TRIES / 2);
}

/* ---- Those that come with the program --------------------------------------------------
 */

static void ours_pass_in_light_and_dark(void **state)
{
    json_t *themes = json_load_file(THEMES_FILE, 0, NULL);
    size_t i;
    json_t *one;

    (void)state;
    assert_int_equal(json_array_size(themes), 6);
    json_array_foreach(themes, i, one)
    {
        json_t *given = json_object();
        struct theme theme = {0};
        struct fields f;

        assert_int_equal(json_object_del(one, "name"), 0);
        assert_int_equal(json_object_set(given, "theme", one), 0);
        fields_begin(&f, given, "");
        take_theme(&f, "theme", &theme);
        if (fields_end(&f))
            fail_msg("theme %zu: %s, rather %s", i, f.blame, f.nearest);
        assert_true(theme.is_set && theme.has_dark);
        assert_readable(&theme.light);
        assert_readable(&theme.dark);
        json_decref(given);
    }
    json_decref(themes);
}

/* ---- From outside ----------------------------------------------------------------------
 */

#define OPTIONS "['#0000c8','#a80000','#006100','#7a007a','#5c4300','#005c66']"
#define LOGO    "'logo':{'alt':'Brick Days','light':{'id':'l1','width':400,'height':100}"
#define GOOD    "{'page':'#ffffff','text':'#000000','accent':'#0000c8','options':" OPTIONS "}"

static void hostile_themes_are_refused(void **state)
{
    static const struct {
        const char *theme, *field, *nearest;
        enum err err;
    } rows[] = {
        {"{'light':" GOOD "}", "", "", OK},
        {"{'light':" GOOD ",'dark':" GOOD ",'font':'book'," LOGO "}}", "", "", OK},
        {"{" LOGO "}}", "", "", OK},
        {"{'font':'slab'," LOGO ",'dark':{'id':'l2','width':1,'height':1600}}}", "", "",
         OK},
        {"{'dark':" GOOD "," LOGO "}}", "theme.light", "", ERR_BAD_FIELD},
        {"{'logo':{}}", "theme.logo.alt", "", ERR_BAD_FIELD},
        {"{'logo':{'alt':'','light':{'id':'l1','width':1,'height':1}}}", "theme.logo.alt",
         "", ERR_BAD_TEXT},
        {"{'logo':{'alt':'x'}}", "theme.logo.light", "", ERR_BAD_FIELD},
        {"{'logo':{'alt':'x','light':{'id':'a)','width':1,'height':1}}}",
         "theme.logo.light.id", "", ERR_BAD_FIELD},
        {"{'logo':{'alt':'x','light':{'id':'a','width':0,'height':1}}}",
         "theme.logo.light.width", "", ERR_BAD_FIELD},
        {"{'logo':{'alt':'x','light':{'id':'a','width':1,'height':1601}}}",
         "theme.logo.light.height", "", ERR_BAD_FIELD},
        {"{" LOGO ",'dark':null}}", "theme.logo.dark", "", ERR_BAD_FIELD},
        {"{" LOGO ",'url':'//x'}}", "theme.logo.url", "", ERR_BAD_FIELD},
        {"null", "", "", OK},
        {"[]", "theme", "", ERR_BAD_FIELD},
        {"{}", "theme.light", "", ERR_BAD_FIELD},
        {"{'dark':" GOOD "}", "theme.light", "", ERR_BAD_FIELD},
        {"{'light':" GOOD ",'css':'*{display:none}'}", "theme.css", "", ERR_BAD_FIELD},
        {"{'light':" GOOD ",'font':'Comic Sans;}'}", "theme.font", "", ERR_BAD_FIELD},
        {"{'light':" GOOD ",'font':7}", "theme.font", "", ERR_BAD_FIELD},
        {"{'light':" GOOD ",'logo':'/../x'}", "theme.logo", "", ERR_BAD_FIELD},
        {"{'light':" GOOD ",'logo':null}", "theme.logo", "", ERR_BAD_FIELD},
        {"{'light':{'page':'#fff','text':'#000000','accent':'#0000c8','options':" OPTIONS
         "}}",
         "theme.light.page", "", ERR_BAD_FIELD},
        {"{'light':{'page':'red;}*{','text':'#000000','accent':'#0000c8','options':" OPTIONS
         "}}",
         "theme.light.page", "", ERR_BAD_FIELD},
        {"{'light':{'page':'#ffffff','text':'#000000','accent':'#0000c8','options':[]}}",
         "theme.light.options", "", ERR_BAD_FIELD},
        {"{'light':{'page':'#ffffff','text':'#dddddd','accent':'#0000c8','options':" OPTIONS
         "}}",
         "theme.light.text", "#707070", ERR_CONTRAST},
        {"{'light':{'page':'#ffffff','text':'#000000','accent':'#ffcc00','options':" OPTIONS
         "}}",
         "theme.light.accent", NULL, ERR_CONTRAST},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[1024];
        struct theme theme = {0};
        struct fields f;

        (void)snprintf(text, sizeof text, "{'theme':%s}", rows[i].theme);
        json_t *given = json_loads(json_row(text), 0, NULL);

        assert_non_null(given);
        fields_begin(&f, given, "");
        take_theme(&f, "theme", &theme);
        assert_int_equal(fields_end(&f), rows[i].err);
        assert_string_equal(f.blame, rows[i].field);
        if (rows[i].nearest)
            assert_string_equal(f.nearest, rows[i].nearest);
        json_decref(given);
    }
}

static struct theme theme_of(const char *text)
{
    json_t *given = json_loads(json_row(text), 0, NULL);
    struct theme theme = {0};
    struct fields f;

    fields_begin(&f, given, "");
    take_theme(&f, "theme", &theme);
    assert_int_equal(fields_end(&f), OK);
    json_decref(given);
    return theme;
}

static void what_is_kept_is_the_same_again(void **state)
{
    static const char *const texts[] = {
        "{'font':'slab','light':" GOOD ",'dark':" GOOD "}",
        "{'font':'slab','light':" GOOD "," LOGO "}}",
        "{'font':'plain'," LOGO ",'dark':{'id':'l2','width':3,'height':4}}}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char text[1024];
        struct strbuf first = {0}, second = {0};

        (void)snprintf(text, sizeof text, "{'theme':%s}", texts[i]);
        struct theme theme = theme_of(text), again;

        theme_write(&first, &theme);
        assert_string_equal(first.text, json_row(texts[i]));
        struct buf *kept = buf_new(first.text, first.len);

        assert_int_equal(theme_read(kept, &again), OK);
        assert_true(again.is_set);
        theme_write(&second, &again);
        assert_string_equal(first.text, second.text);
        buf_unref(kept);
        strbuf_done(&first);
        strbuf_done(&second);
    }
}

/* ---- The logo -------------------------------------------------------------------------
 */

static struct strbuf rules_of(const char *text, enum theme_sheet sheet)
{
    struct theme theme = theme_of(text);
    struct strbuf rules = {0};

    theme_rules(&rules, &theme, sheet, "K7Q42M");
    return rules;
}

static void a_logo_alone_leaves_the_colours(void **state)
{
    struct strbuf rules = rules_of("{'theme':{" LOGO "}}}", SHEET_PAGE);

    (void)state;
    assert_null(strstr(rules.text, "--page"));
    assert_null(strstr(rules.text, "--ink"));
    assert_non_null(strstr(rules.text, "--logo:url(/image/K7Q42M/~/l1/small) 50%/contain "
                                       "no-repeat;--logo-text:0;--logo-wide:4.000;"));
    /* In the dark it stands on a plate: it was made for white. */
    assert_non_null(strstr(rules.text, "(prefers-color-scheme:dark){:root:root{"));
    assert_non_null(strstr(rules.text, "no-repeat content-box border-box #ffffff;"));
    strbuf_done(&rules);
}

static void a_dark_one_stands_on_no_plate(void **state)
{
    struct strbuf rules = rules_of(
        "{'theme':{" LOGO ",'dark':{'id':'l2','width':3,'height':2}}}}", SHEET_STAGE);

    (void)state;
    assert_null(strstr(rules.text, "border-box"));
    assert_ptr_equal(strstr(rules.text, ":root:root{"), rules.text);
    /* The stage is dark, and large. */
    assert_true(strstr(rules.text, "/~/l2) ") < strstr(rules.text, "/~/l1) "));
    strbuf_done(&rules);
}

static void on_paper_ink_is_read_on_white(void **state)
{
    static const char night[] =
        "{'theme':{'light':{'page':'#101018','text':'#ffffff','accent':'#ffe000','options':"
        "['#ffb000','#ffb000','#ffb000','#ffb000','#ffb000','#ffb000']}," LOGO "}}}";
    static const char *const inks[] = {"--ink:", "--ink-accent:"};
    const struct colour white = {255, 255, 255};
    struct strbuf rules = rules_of(night, SHEET_PAPER);

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const char *at = strstr(rules.text, inks[i]);
        char text[COLOUR_CHARS + 1];
        struct colour ink;

        assert_non_null(at);
        (void)snprintf(text, sizeof text, "%.7s", at + strlen(inks[i]));
        assert_true(colour_read(text, &ink));
        assert_true(colour_contrast(ink, white) >= CONTRAST_TEXT);
    }
    assert_non_null(strstr(rules.text, "border-box #101018;"));
    assert_null(strstr(rules.text, "--page"));
    strbuf_done(&rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contrasts_are_those_of_wcag),
        cmocka_unit_test(only_colours_are_read),
        cmocka_unit_test(what_is_offered_is_as_near_as_it_gets),
        cmocka_unit_test(what_passes_can_be_read_everywhere),
        cmocka_unit_test(ours_pass_in_light_and_dark),
        cmocka_unit_test(hostile_themes_are_refused),
        cmocka_unit_test(what_is_kept_is_the_same_again),
        cmocka_unit_test(a_logo_alone_leaves_the_colours),
        cmocka_unit_test(a_dark_one_stands_on_no_plate),
        cmocka_unit_test(on_paper_ink_is_read_on_white),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
