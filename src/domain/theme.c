/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/theme.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define CHANNEL_MAX 255
#define AGAINST_MAX 6
#define EIGHT       8 /* Options have a colour by place, and then begin again. */

static const struct colour black = {0, 0, 0}, white = {255, 255, 255};

/* Stacks of fonts that are on people's devices: nothing is loaded. */
static const struct {
    const char *name, *stack;
} fonts[FONTS] = {
    [FONT_PLAIN] = {"plain", "Inter,system-ui,-apple-system,\"Segoe UI\",Roboto,"
                             "\"Helvetica Neue\",Arial,sans-serif"},
    [FONT_ROUND] = {"round",
                    "ui-rounded,\"SF Pro Rounded\",\"Hiragino Maru Gothic ProN\","
                    "Nunito,Quicksand,\"Arial Rounded MT Bold\",system-ui,sans-serif"},
    [FONT_WARM] = {"warm", "Optima,Candara,Seravek,\"Gill Sans Nova\",Ubuntu,Calibri,"
                           "\"DejaVu Sans\",source-sans-pro,sans-serif"},
    [FONT_BOOK] = {"book",
                   "\"Iowan Old Style\",\"Palatino Linotype\",Palatino,\"Noto Serif\","
                   "Georgia,serif"},
    [FONT_SLAB] = {"slab", "Rockwell,\"Rockwell Nova\",\"Roboto Slab\",\"DejaVu Serif\","
                           "\"Sitka Small\",serif"},
    [FONT_NARROW] = {"narrow", "\"Avenir Next Condensed\",\"Roboto Condensed\","
                               "\"Arial Narrow\",\"Liberation Sans Narrow\",sans-serif"},
    [FONT_CODE] = {"code",
                   "ui-monospace,\"Cascadia Code\",Menlo,Consolas,\"DejaVu Sans Mono\","
                   "monospace"},
};

bool theme_font_read(const char *name, enum theme_font *out)
{
    for (unsigned i = 0; i < FONTS; i++)
        if (strcmp(fonts[i].name, name) == 0) {
            *out = (enum theme_font)i;
            return true;
        }
    return false;
}

const char *theme_font_name(enum theme_font font)
{
    return fonts[font].name;
}

/* ---- Colours ------------------------------------------------------------------------ */

static bool hex_read(char c, unsigned *out)
{
    if (c >= '0' && c <= '9')
        *out = (unsigned)(c - '0');
    else if (c >= 'a' && c <= 'f')
        *out = (unsigned)(c - 'a') + 10;
    else if (c >= 'A' && c <= 'F')
        *out = (unsigned)(c - 'A') + 10;
    else
        return false;
    return true;
}

bool colour_read(const char *text, struct colour *out)
{
    unsigned digits[6];

    if (strlen(text) != COLOUR_CHARS || text[0] != '#')
        return false;
    for (size_t i = 0; i < 6; i++)
        if (!hex_read(text[i + 1], &digits[i]))
            return false;
    *out = (struct colour){(uint8_t)(digits[0] * 16 + digits[1]),
                           (uint8_t)(digits[2] * 16 + digits[3]),
                           (uint8_t)(digits[4] * 16 + digits[5])};
    return true;
}

void colour_write(struct colour colour, char out[COLOUR_CHARS + 1])
{
    (void)snprintf(out, COLOUR_CHARS + 1, "#%02x%02x%02x", colour.r, colour.g, colour.b);
}

static double linear(uint8_t channel)
{
    double c = (double)channel / CHANNEL_MAX;

    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(struct colour c)
{
    return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

double colour_contrast(struct colour a, struct colour b)
{
    double x = luminance(a), y = luminance(b);

    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

static uint8_t mix_channel(uint8_t from, uint8_t to, double part)
{
    return (uint8_t)lround((double)from + ((double)to - (double)from) * part);
}

static struct colour mix(struct colour from, struct colour to, double part)
{
    return (struct colour){mix_channel(from.r, to.r, part), mix_channel(from.g, to.g, part),
                           mix_channel(from.b, to.b, part)};
}

/* ---- What a colour must be told from ---------------------------------------------------
 */

struct demands {
    size_t n;
    struct {
        struct colour colour;
        double ratio;
    } against[AGAINST_MAX];
};

static void demand(struct demands *demands, struct colour colour, double ratio)
{
    demands->against[demands->n].colour = colour;
    demands->against[demands->n++].ratio = ratio;
}

static bool meets(struct colour colour, const struct demands *demands)
{
    for (size_t i = 0; i < demands->n; i++)
        if (colour_contrast(colour, demands->against[i].colour) < demands->against[i].ratio)
            return false;
    return true;
}

static double distance(struct colour a, struct colour b)
{
    double r = a.r - b.r, g = a.g - b.g, blue = a.b - b.b;

    return r * r + g * g + blue * blue;
}

/* Darker or lighter, as little as it takes; false: neither helps. */
static bool nearest(struct colour colour, const struct demands *demands, struct colour *out)
{
    const struct colour ends[] = {black, white};
    bool found = false;

    for (size_t end = 0; end < 2; end++)
        for (int step = 0; step <= CHANNEL_MAX; step++) {
            struct colour candidate = mix(colour, ends[end], (double)step / CHANNEL_MAX);

            if (!meets(candidate, demands))
                continue;
            if (!found || distance(colour, candidate) < distance(colour, *out))
                *out = candidate;
            found = true;
            break;
        }
    return found;
}

static struct colour mended(struct colour colour, const struct demands *demands)
{
    struct colour out = colour;

    return nearest(colour, demands, &out) ? out : colour;
}

/* ---- The grounds that things stand on ------------------------------------------------ */

struct grounds {
    bool is_dark;
    struct colour page, card, sunken;
    struct colour on_option; /* What is read on all of the options. */
};

/* What is read on all of them; else what should be. */
static struct colour ink_for(const struct colour *among, size_t n, bool is_dark)
{
    static const struct colour inks[] = {{20, 18, 28}, {255, 255, 255}, {0, 0, 0}};

    for (size_t i = 0; i < sizeof inks / sizeof *inks; i++) {
        bool is_read = true;

        for (size_t at = 0; is_read && at < n; at++)
            is_read = colour_contrast(inks[i], among[at]) >= CONTRAST_TEXT;
        if (is_read)
            return inks[i];
    }
    return is_dark ? inks[0] : inks[1];
}

static struct grounds grounds_of(const struct palette *palette)
{
    /* Where black and white are told from it equally well. */
    bool is_dark =
        colour_contrast(palette->page, white) > colour_contrast(palette->page, black);

    return (struct grounds){
        .is_dark = is_dark,
        .page = palette->page,
        .card = is_dark ? mix(palette->page, white, .06) : mix(palette->page, white, .65),
        .sunken = mix(palette->page, is_dark ? white : black, is_dark ? .11 : .045),
        .on_option = ink_for(palette->options, THEME_OPTIONS, is_dark),
    };
}

static struct demands text_demands(const struct grounds *grounds)
{
    struct demands demands = {0};

    demand(&demands, grounds->page, CONTRAST_TEXT);
    demand(&demands, grounds->card, CONTRAST_TEXT);
    demand(&demands, grounds->sunken, CONTRAST_TEXT);
    return demands;
}

static struct demands drawn_demands(const struct grounds *grounds)
{
    struct demands demands = {0};

    demand(&demands, grounds->page, CONTRAST_DRAWN);
    demand(&demands, grounds->card, CONTRAST_DRAWN);
    return demands;
}

static struct demands option_demands(const struct grounds *grounds)
{
    struct demands demands = drawn_demands(grounds);

    demand(&demands, grounds->on_option, CONTRAST_TEXT);
    return demands;
}

static bool passes(struct colour colour, const struct demands *demands, const char *field,
                   struct palette_fault *out)
{
    if (meets(colour, demands))
        return true;
    *out = (struct palette_fault){0};
    (void)snprintf(out->field, sizeof out->field, "%s", field);
    out->has_nearest = nearest(colour, demands, &out->nearest);
    return false;
}

bool palette_check(const struct palette *palette, struct palette_fault *out)
{
    const struct grounds grounds = grounds_of(palette);
    const struct demands text = text_demands(&grounds), option = option_demands(&grounds);
    char field[FIELD_OF_COLOUR];

    if (!passes(palette->text, &text, "text", out) ||
        !passes(palette->accent, &text, "accent", out))
        return false;
    for (unsigned i = 0; i < THEME_OPTIONS; i++) {
        (void)snprintf(field, sizeof field, "options.%u", i);
        if (!passes(palette->options[i], &option, field, out))
            return false;
    }
    return true;
}

/* ---- Tokens --------------------------------------------------------------------------
 */

static void put(struct strbuf *out, const char *name, struct colour colour)
{
    char text[COLOUR_CHARS + 1];

    colour_write(colour, text);
    strbuf_printf(out, "--%s:%s;", name, text);
}

/* A word of state (good, warn, bad): the usual colour, brought to where it is read on page,
 * card and its own soft ground. */
static void put_state(struct strbuf *out, const char *name, struct colour usual,
                      const struct grounds *grounds)
{
    const struct demands text = text_demands(grounds), drawn = drawn_demands(grounds);
    struct colour full = mended(usual, &text), soft, read = full;
    char field[24];

    for (unsigned part = 14;; part -= 2) {
        struct demands demands = text;

        soft = mix(grounds->card, full, part / 100.0);
        demand(&demands, soft, CONTRAST_TEXT);
        if (nearest(usual, &demands, &read) || part == 0)
            break;
    }
    put(out, name, read);
    (void)snprintf(field, sizeof field, "%s-soft", name);
    put(out, field, soft);
    (void)snprintf(field, sizeof field, "%s-dot", name);
    put(out, field, mended(usual, &drawn));
}

static void put_options(struct strbuf *out, const struct palette *palette,
                        const struct grounds *grounds)
{
    /* The seventh and the eighth are the server's, as near to these as can be told. */
    static const struct colour further[EIGHT - THEME_OPTIONS] = {{169, 155, 245},
                                                                 {156, 207, 90}};
    const struct demands demands = option_demands(grounds);
    char name[12];

    put(out, "on-option", grounds->on_option);
    for (unsigned i = 0; i < EIGHT; i++) {
        (void)snprintf(name, sizeof name, "option-%u", i);
        put(out, name,
            i < THEME_OPTIONS ? palette->options[i]
                              : mended(further[i - THEME_OPTIONS], &demands));
    }
}

/* How much of an option's colour may lie behind text, in hundredths. */
static unsigned strength_of(const struct palette *palette, const struct grounds *grounds)
{
    unsigned strength = 36;

    for (size_t i = 0; i < THEME_OPTIONS; i++)
        while (strength > 4 &&
               colour_contrast(palette->text, mix(grounds->card, palette->options[i],
                                                  strength / 100.0)) < CONTRAST_TEXT)
            strength -= 2;
    return strength;
}

/* What is chosen lies on it, and is text. */
static struct colour soft_accent(const struct palette *palette,
                                 const struct grounds *grounds)
{
    unsigned part = 14;
    struct colour soft = mix(grounds->card, palette->accent, part / 100.0);

    while (part > 0 && colour_contrast(palette->text, soft) < CONTRAST_TEXT)
        soft = mix(grounds->card, palette->accent, --part / 100.0);
    return soft;
}

static struct colour on_accent(const struct palette *palette, bool is_dark)
{
    return colour_contrast(palette->accent, white) >= CONTRAST_TEXT
               ? white
               : ink_for(&palette->accent, 1, is_dark);
}

void palette_tokens(struct strbuf *out, const struct palette *palette, enum theme_font font)
{
    const struct grounds grounds = grounds_of(palette);
    struct demands text = text_demands(&grounds);
    const struct demands drawn = drawn_demands(&grounds);
    const struct colour soft = soft_accent(palette, &grounds);
    bool is_dark = grounds.is_dark;

    strbuf_printf(out, "color-scheme:%s;--font:%s;", is_dark ? "dark" : "light",
                  fonts[font].stack);
    put(out, "page", grounds.page);
    put(out, "glow", mix(grounds.page, palette->accent, is_dark ? .22 : .14));
    put(out, "card", grounds.card);
    put(out, "sunken", grounds.sunken);
    put(out, "text", palette->text);
    put(out, "muted", mended(mix(palette->text, grounds.page, .28), &text));
    put(out, "line", mix(grounds.page, palette->text, .16));
    put(out, "outline", mended(mix(grounds.page, palette->text, .45), &drawn));
    put(out, "accent", palette->accent);
    put(out, "on-accent", on_accent(palette, is_dark));
    put(out, "mark", palette->accent);
    put(out, "on-mark", on_accent(palette, is_dark));
    put(out, "accent-soft", soft);
    put_state(out, "good",
              is_dark ? (struct colour){95, 220, 164} : (struct colour){10, 107, 66},
              &grounds);
    put_state(out, "warn",
              is_dark ? (struct colour){255, 196, 107} : (struct colour){138, 75, 0},
              &grounds);
    put_state(out, "bad",
              is_dark ? (struct colour){255, 154, 160} : (struct colour){179, 35, 47},
              &grounds);
    put(out, "star",
        mended(is_dark ? (struct colour){255, 200, 61} : (struct colour){179, 107, 0},
               &drawn));
    put_options(out, palette, &grounds);
    strbuf_puts(
        out, "--group-0:var(--bad-dot);--group-1:var(--muted);--group-2:var(--good-dot);");
    strbuf_printf(out, "--bar-strength:.%02u;", strength_of(palette, &grounds));
}

/* ---- The logo ----------------------------------------------------------------------- */

bool theme_has_side(const struct theme *theme, enum theme_side side)
{
    /* Without colours, the pages have their own for the dark. */
    return side == SIDE_LIGHT || theme->has_dark || !theme->has_colours;
}

static void put_plate(struct strbuf *out, const struct theme *theme)
{
    char colour[COLOUR_CHARS + 1];

    colour_write(theme->has_colours ? theme->light.page : white, colour);
    strbuf_printf(out, " content-box border-box %s;--logo-pad:1", colour);
}

/* `size` is "" or "/small". `is_elsewhere`: on another ground than what it was made for. */
static void put_logo(struct strbuf *out, const struct theme *theme, const struct logo *logo,
                     bool is_elsewhere, const char *code, const char *size)
{
    if (id_is_none(&logo->image))
        return;
    strbuf_printf(out, "--logo:url(/image/%s/~/%s%s) 50%%/contain no-repeat", code,
                  logo->image.text, size);
    if (is_elsewhere)
        put_plate(out, theme);
    strbuf_printf(out, ";--logo-text:0;--logo-wide:%.3f;",
                  (double)logo->width / logo->height);
}

static void put_logo_of(struct strbuf *out, const struct theme *theme, enum theme_side side,
                        const char *code, const char *size)
{
    bool has_own = side == SIDE_DARK && !id_is_none(&theme->dark_logo.image);

    put_logo(out, theme, has_own ? &theme->dark_logo : &theme->logo,
             side == SIDE_DARK && !has_own, code, size);
}

/* ---- Paper: white, whatever the page's colour, so that no ink is spent on grounds
 * --------
 */

static void put_ink(struct strbuf *out, const struct theme *theme)
{
    struct demands on_white = {0};

    if (!theme->has_colours)
        return;
    demand(&on_white, white, CONTRAST_TEXT);
    put(out, "ink", mended(theme->light.text, &on_white));
    put(out, "ink-accent", mended(theme->light.accent, &on_white));
}

static void paper_tokens(struct strbuf *out, const struct theme *theme, const char *code)
{
    bool was_dark = theme->has_colours && grounds_of(&theme->light).is_dark;

    strbuf_printf(out, "--font:%s;", fonts[theme->font].stack);
    put_ink(out, theme);
    put_logo(out, theme, &theme->logo, was_dark, code, "");
}

/* ---- Both sides --------------------------------------------------------------------- */

static void side_tokens(struct strbuf *out, const struct theme *theme, enum theme_side side,
                        const char *code, const char *size)
{
    const struct palette *palette =
        side == SIDE_DARK && theme->has_dark ? &theme->dark : &theme->light;

    if (theme->has_colours)
        palette_tokens(out, palette, theme->font);
    else
        strbuf_printf(out, "--font:%s;", fonts[theme->font].stack);
    if (side == SIDE_LIGHT)
        put_ink(out, theme);
    put_logo_of(out, theme, side, code, size);
}

void theme_tokens(struct strbuf *out, const struct theme *theme, enum theme_side side,
                  const char *code)
{
    side_tokens(out, theme, side, code, "/small");
}

/* ---- Rules -------------------------------------------------------------------------- */

/* Twice :root, so that it counts more than the page's own. */
static void rule(struct strbuf *out, const char *selector, const struct theme *theme,
                 enum theme_side side, const char *code, const char *size)
{
    strbuf_puts(out, selector);
    strbuf_puts(out, "{");
    side_tokens(out, theme, side, code, size);
    strbuf_puts(out, "}");
}

static void stage_rules(struct strbuf *out, const struct theme *theme, const char *code)
{
    enum theme_side usual = theme_has_side(theme, SIDE_DARK) ? SIDE_DARK : SIDE_LIGHT;

    rule(out, ":root:root", theme, usual, code, "");
    rule(out, ":root:root[data-theme=light]", theme, SIDE_LIGHT, code, "");
}

static void page_rules(struct strbuf *out, const struct theme *theme, const char *code)
{
    rule(out, ":root:root", theme, SIDE_LIGHT, code, "/small");
    if (!theme_has_side(theme, SIDE_DARK))
        return;
    rule(out, "@media (prefers-color-scheme:dark){:root:root", theme, SIDE_DARK, code,
         "/small");
    strbuf_puts(out, "}");
}

static void paper_rules(struct strbuf *out, const struct theme *theme, const char *code)
{
    strbuf_puts(out, ":root:root{");
    paper_tokens(out, theme, code);
    strbuf_puts(out, "}");
}

void theme_rules(struct strbuf *out, const struct theme *theme, enum theme_sheet sheet,
                 const char *code)
{
    static void (*const rules[THEME_SHEETS])(struct strbuf * out, const struct theme *theme,
                                             const char *code) = {
        [SHEET_PAGE] = page_rules,
        [SHEET_STAGE] = stage_rules,
        [SHEET_PAPER] = paper_rules,
    };

    if (theme->is_set)
        rules[sheet](out, theme, code);
}
