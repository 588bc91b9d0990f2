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

/* Copies what is kept of `len` good bytes to `to`, which has room for as many. */
static size_t squeeze(const uint8_t *from, size_t len, uint8_t *to)
{
    bool blank_due = false;
    size_t used = 0;

    for (size_t at = 0; at < len;) {
        ucs4_t c;
        int step = u8_mbtouc_unsafe(&c, from + at, len - at);

        if (uc_is_property_white_space(c)) {
            blank_due = used > 0;
        } else if (!is_dropped(c)) {
            if (blank_due)
                to[used++] = ' ';
            blank_due = false;
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
    size_t kept_len = squeeze(given, len, kept);
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
