/* SPDX-License-Identifier: Apache-2.0 */

#include "net/template.h"

#include <string.h>

static const char *const markers[SLOTS] = {
    [SLOT_HEAD] = "<!--clameur:head-->",
    [SLOT_STATE] = "<!--clameur:state-->",
    [SLOT_MAIN] = "<!--clameur:main-->",
};

/* The first marker in [at, end), or NULL. */
static const char *next_marker(const char *at, const char *end, enum slot *slot)
{
    const char *first = NULL;

    for (int i = 0; i < SLOTS; i++) {
        const char *found = memmem(at, (size_t)(end - at), markers[i], strlen(markers[i]));
        if (!found || (first && found > first))
            continue;
        first = found;
        *slot = (enum slot)i;
    }
    return first;
}

bool template_make(const char *text, size_t len, struct template *out)
{
    const char *at = text, *end = text + len, *found;
    unsigned seen = 0, n = 0;
    enum slot slot = SLOTS;

    *out = (struct template){.after = {SLOTS, SLOTS, SLOTS}};
    while ((found = next_marker(at, end, &slot))) {
        if (seen & (1u << slot) || n == SLOTS)
            break;
        seen |= 1u << slot;
        out->pieces[n] = piece_make(at, (size_t)(found - at));
        out->after[n++] = slot;
        at = found + strlen(markers[slot]);
    }
    if (found || n != SLOTS) {
        template_done(out);
        return false;
    }
    out->pieces[SLOTS] = piece_make(at, (size_t)(end - at));
    return true;
}

void template_done(struct template *template)
{
    for (int i = 0; i <= SLOTS; i++)
        piece_done(&template->pieces[i]);
}

static void fill_plain(const struct template *template, const struct buf *const fill[SLOTS],
                       struct strbuf *out)
{
    for (int i = 0; i <= SLOTS; i++) {
        const struct buf *text = template->pieces[i].text;
        strbuf_add(out, text->text, text->len);
        if (i < SLOTS)
            strbuf_add(out, fill[template->after[i]]->text, fill[template->after[i]]->len);
    }
}

void template_fill(const struct template *template, const struct buf *const fill[SLOTS],
                   bool gzip, struct strbuf *out)
{
    struct gzip zipped;

    if (!gzip) {
        fill_plain(template, fill, out);
        return;
    }
    zipped = gzip_begin(out);
    for (int i = 0; i <= SLOTS; i++) {
        gzip_piece(&zipped, &template->pieces[i]);
        if (i < SLOTS)
            gzip_text(&zipped, fill[template->after[i]]->text,
                      fill[template->after[i]]->len);
    }
    gzip_end(&zipped);
}
