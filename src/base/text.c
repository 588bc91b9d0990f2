/* SPDX-License-Identifier: Apache-2.0 */

#include "base/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uninorm.h>
#include <unistr.h>

#define JOINER_ZWNJ   0x200c /* Wanted inside words of several scripts ... */
#define JOINER_ZWJ    0x200d /* ... and inside emoji. */
#define BRAILLE_BLANK 0x2800

#define NEXT_LINE           0x85
#define LINE_SEPARATOR      0x2028
#define PARAGRAPH_SEPARATOR 0x2029

#define EMOJI_FIRST 0x1f000
#define EMOJI_LAST  0x1faff

/* Format characters are dropped, the joiners apart: direction overrides would
 * let one text repaint its neighbours. Emoji newer than our tables are kept. */
static bool is_dropped(ucs4_t c)
{
    if (c == JOINER_ZWNJ || c == JOINER_ZWJ || (c >= EMOJI_FIRST && c <= EMOJI_LAST))
        return false;
    return uc_is_general_category_withtable(
        c, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Cs |
               UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Co);
}

/* Is there anything to see? Joiners, lone accents and fillers show nothing. */
static bool is_visible(const uint8_t *text, size_t len)
{
    for (size_t at = 0; at < len;) {
        ucs4_t c;
        int step = u8_mbtouc_unsafe(&c, text + at, len - at);

        if (!uc_is_property_default_ignorable_code_point(c) && c != BRAILLE_BLANK &&
            uc_is_general_category_withtable(
                c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N | UC_CATEGORY_MASK_P |
                       UC_CATEGORY_MASK_S | UC_CATEGORY_MASK_Cn))
            return true;
        at += (size_t)step;
    }
    return false;
}

static bool is_break(ucs4_t c)
{
    return c == '\n' || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR || c == NEXT_LINE;
}

/* What stands for a run of white space; it has at least one byte, and each break of the run
 * had one too. */
static size_t put_white(uint8_t *to, size_t breaks)
{
    to[0] = breaks > 0 ? '\n' : ' ';
    if (breaks < 2)
        return 1;
    to[1] = '\n';
    return 2;
}

/* Copies what is kept of `len` good bytes to `to`, which has room for as many. Adds to
 * `*lines` the breaks that are left; without `has_lines` there are none. */
static size_t squeeze(const uint8_t *from, size_t len, bool has_lines, uint8_t *to,
                      size_t *lines)
{
    bool is_white = false;
    size_t used = 0, breaks = 0;

    for (size_t at = 0; at < len;) {
        ucs4_t c;
        int step = u8_mbtouc_unsafe(&c, from + at, len - at);

        if (uc_is_property_white_space(c)) {
            is_white = used > 0;
            breaks += has_lines && is_break(c);
        } else if (!is_dropped(c)) {
            if (is_white) {
                *lines += breaks < 2 ? breaks : 2;
                used += put_white(to + used, breaks);
            }
            is_white = false;
            breaks = 0;
            memcpy(to + used, from + at, (size_t)step);
            used += (size_t)step;
        }
        at += (size_t)step;
    }
    return used;
}

/* `breaks` is scratch of `len` bytes. Looks at the whole text at once: by pairs, the halves
 * of two flags cannot be told from one flag. */
static size_t count_chars(const uint8_t *text, size_t len, char *breaks)
{
    size_t n = 0;

    u8_grapheme_breaks(text, len, breaks);
    for (size_t i = 0; i < len; i++)
        n += breaks[i] != 0;
    return n;
}

enum err text_clean(const char *bytes, size_t len, struct text_limits limits, char *out)
{
    const uint8_t *given = (const uint8_t *)bytes;
    uint8_t *kept = NULL, *normal = NULL;
    enum err err = ERR_BAD_TEXT;
    size_t normal_len = 0;

    if (len == 0) {
        out[0] = '\0';
        return limits.chars_min == 0 ? OK : ERR_BAD_TEXT;
    }
    if (u8_check(given, len))
        return ERR_BAD_TEXT;

    kept = malloc(len);
    if (!kept)
        return ERR_BAD_TEXT;
    size_t lines = 1;
    size_t kept_len = squeeze(given, len, limits.lines_max > 0, kept, &lines);
    if (limits.lines_max > 0 && lines > limits.lines_max)
        goto done;
    normal = u8_normalize(UNINORM_NFC, kept, kept_len, NULL, &normal_len);
    if (!normal || normal_len > limits.bytes_max)
        goto done;

    size_t chars = count_chars(normal, normal_len, out);
    if (chars < limits.chars_min || chars > limits.chars_max ||
        (chars > 0 && !is_visible(normal, normal_len)))
        goto done;

    memcpy(out, normal, normal_len);
    out[normal_len] = '\0';
    err = OK;
done:
    free(normal);
    free(kept);
    return err;
}

/* ---- Cut -------------------------------------------------------------------------------
 */

#define ELLIPSIS "\u2026"

/* Where the character that holds this byte begins. */
static size_t character_of(const char *bytes, size_t at)
{
    while (at > 0 && ((unsigned char)bytes[at] & 0xC0) == 0x80)
        at--;
    return at;
}

void text_cut(const char *bytes, size_t len, struct text_limits limits, char *out)
{
    struct text_limits shorter = limits;
    size_t fits = 0, over = len;

    limits.chars_min = shorter.chars_min = 1;
    shorter.chars_max--;
    shorter.bytes_max -= sizeof ELLIPSIS - 1;
    if (text_clean(bytes, len, limits, out) == OK)
        return;
    while (over - fits > 1) {
        size_t middle = fits + (over - fits) / 2, at = character_of(bytes, middle);

        if (at > fits && text_clean(bytes, at, shorter, out) == OK)
            fits = at;
        else
            over = middle;
    }
    if (fits == 0 || text_clean(bytes, fits, shorter, out) != OK)
        out[0] = '\0';
    else
        memcpy(out + strlen(out), ELLIPSIS, sizeof ELLIPSIS);
}
