/* SPDX-License-Identifier: Apache-2.0 */

/* What a brand makes of the pages: colours and a font, as tokens. Whether people can read
 * it is computed here, by contrast as WCAG 2 defines it: 4.5 for text, 3 for what is drawn
 * (https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio). */
#ifndef DOMAIN_THEME_H
#define DOMAIN_THEME_H

#include "base/buf.h"
#include "base/id.h"
#include "base/limits.h"

#include <stdbool.h>
#include <stdint.h>

#define THEME_OPTIONS   6
#define CONTRAST_TEXT   4.5
#define CONTRAST_DRAWN  3.0
#define COLOUR_CHARS    7 /* #1a2b3c */
#define FIELD_OF_COLOUR 16

struct colour {
    uint8_t r, g, b;
};

/* "#1a2b3c", in any case. */
bool colour_read(const char *text, struct colour *out);
void colour_write(struct colour colour, char out[COLOUR_CHARS + 1]);
double colour_contrast(struct colour a, struct colour b);

/* What a brand says for one of light and dark; all else follows from it. */
struct palette {
    struct colour page, text, accent;
    struct colour options[THEME_OPTIONS];
};

enum theme_font {
    FONT_PLAIN,
    FONT_ROUND,
    FONT_WARM,
    FONT_BOOK,
    FONT_SLAB,
    FONT_NARROW,
    FONT_CODE,
    FONTS
};
bool theme_font_read(const char *name, enum theme_font *out);
const char *theme_font_name(enum theme_font font);

/* A picture of the room's, and its sides, as its place is kept before it has come. */
struct logo {
    struct id image; /* None: there is none. */
    uint32_t width, height;
};

/* Without colours it has a logo, and the pages have their own colours. Without a logo for
 * the dark, the light one stands on a plate. */
struct theme {
    bool is_set, has_colours, has_dark;
    enum theme_font font;
    struct palette light, dark;
    struct logo logo, dark_logo;
    char logo_alt[ALT_BYTES_MAX + 1]; /* What it says, in words. */
};

/* The first colour that cannot be read, where it stands, and the nearest one that can. */
struct palette_fault {
    char field[FIELD_OF_COLOUR]; /* "text", "options.3" */
    struct colour nearest;
    bool has_nearest; /* Not when the page's own colour leaves none. */
};
/* False: there is one. */
bool palette_check(const struct palette *palette, struct palette_fault *out);

/* Appends "--page:#ffffff;--text:…;", of a palette that was checked. */
void palette_tokens(struct strbuf *out, const struct palette *palette,
                    enum theme_font font);

/* The sides that a theme has, each as palette_tokens and what draws its logo. A theme
 * always has a light one. `code` is of the room that has the picture. */
enum theme_side { SIDE_LIGHT, SIDE_DARK, SIDES };
bool theme_has_side(const struct theme *theme, enum theme_side side);
void theme_tokens(struct strbuf *out, const struct theme *theme, enum theme_side side,
                  const char *code);

enum theme_sheet {
    SHEET_PAGE,  /* As the visitor's device is, light or dark. */
    SHEET_STAGE, /* Dark unless it is asked to be light. */
    SHEET_PAPER, /* Ink alone, brought to where it is read on white. */
    THEME_SHEETS
};
/* Appends the rules of a page. */
void theme_rules(struct strbuf *out, const struct theme *theme, enum theme_sheet sheet,
                 const char *code);

#endif
