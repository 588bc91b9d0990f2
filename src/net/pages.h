/* SPDX-License-Identifier: Apache-2.0 */

/* What web/build.mjs made, in memory: every page in every language, its policy, the words
 * the server needs, and the assets. Read once, at the start. */
#ifndef NET_PAGES_H
#define NET_PAGES_H

#include "net/template.h"
#include "service/pages.h"
#include "service/tag.h"

#define LANGUAGES_MAX      8
#define LANGUAGE_BYTES_MAX 8

enum page {
    PAGE_JOIN,
    PAGE_STAGE,
    PAGE_HOST,
    PAGE_POSTER,
    PAGE_BOARD,
    PAGE_ME,
    PAGE_KIOSK,
    PAGE_DASH,
    PAGE_FLEET,
    PAGES
};

struct asset {
    char *name;
    const char *type;
    struct buf *text, *gzipped;  /* `gzipped` is NULL where it saves nothing. */
    struct tag tag, gzipped_tag; /* What they are known by. */
    bool is_named_by_content;    /* What is different has another name. */
};

struct pages;

/* NULL, with the reason logged. */
struct pages *pages_load(const char *web_dir);
void pages_free(struct pages *pages); /* Takes NULL. */

/* English first, when it is there. */
const char *const *pages_languages(const struct pages *pages, size_t *n);
const struct words *pages_words(const struct pages *pages, size_t language);
const struct template *pages_template(const struct pages *pages, enum page page,
                                      size_t language);
/* The page's Content-Security-Policy, with `ws` ("ws://host") in place of %WS%, and one
 * style more than the page's own, by its source ("'sha256-…'"), or NULL. Appends. */
void pages_policy(const struct pages *pages, enum page page, size_t language,
                  const char *ws, const char *style, struct strbuf *out);
const struct asset *pages_asset(const struct pages *pages, const char *name);

#endif
