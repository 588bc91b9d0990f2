/* SPDX-License-Identifier: Apache-2.0 */

#include "net/pages.h"

#include "base/log.h"
#include "base/mem.h"
#include "net/words.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An answer should leave in one write; see accept.c. */
#define FILE_BYTES_MAX ((size_t)256 * 1024)
#define ASSETS_MAX     64
#define CONTENT_CHARS  12 /* Of the hash that web/build.mjs puts into a name. */

static const char *const names[PAGES] = {
    [PAGE_JOIN] = "join",     [PAGE_STAGE] = "stage", [PAGE_HOST] = "host",
    [PAGE_POSTER] = "poster", [PAGE_BOARD] = "board", [PAGE_ME] = "me",
    [PAGE_KIOSK] = "kiosk",   [PAGE_DASH] = "dash",   [PAGE_FLEET] = "fleet",
};

static const struct {
    const char *ending, *type;
} types[] = {
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".css", "text/css; charset=utf-8"},
    {".woff2", "font/woff2"},
    {".js", "text/javascript; charset=utf-8"},
    {".txt", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".json", "application/json"},
};

struct pages {
    size_t n_languages, n_assets;
    const char *languages[LANGUAGES_MAX]; /* Point into language_texts. */
    char language_texts[LANGUAGES_MAX][LANGUAGE_BYTES_MAX + 1];
    struct locale *locales[LANGUAGES_MAX];
    struct template templates[PAGES][LANGUAGES_MAX];
    struct buf *policies[PAGES][LANGUAGES_MAX];
    struct asset assets[ASSETS_MAX];
};

/* NULL, logged, when the file cannot be read. */
static struct buf *file_read(const char *path)
{
    struct buf *content = NULL;
    char *text = NULL;
    FILE *file = fopen(path, "rbe");
    size_t len;

    if (!file)
        goto done;
    text = mem_alloc(FILE_BYTES_MAX);
    len = fread(text, 1, FILE_BYTES_MAX, file);
    if (!ferror(file) && len < FILE_BYTES_MAX)
        content = buf_new(text, len);
done:
    if (!content)
        log_error("pages.unreadable", "file=%s errno=%d", path, errno);
    if (file)
        (void)fclose(file); /* Only read. */
    free(text);
    return content;
}

/* "join.<language>.html" names a language. */
static bool language_of(const char *file, char out[LANGUAGE_BYTES_MAX + 1])
{
    const char *dot = strrchr(file, '.');
    size_t len;

    if (strncmp(file, "join.", 5) != 0 || !dot || strcmp(dot, ".html") != 0 ||
        dot < file + 6)
        return false;
    len = (size_t)(dot - file - 5);
    if (len > LANGUAGE_BYTES_MAX)
        return false;
    memcpy(out, file + 5, len);
    out[len] = '\0';
    return true;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

static bool find_languages(struct pages *pages, const char *web_dir)
{
    char path[PATH_MAX];
    struct dirent *entry;
    DIR *dir;

    (void)snprintf(path, sizeof path, "%s/pages", web_dir);
    dir = opendir(path);
    while (dir && pages->n_languages < LANGUAGES_MAX && (entry = readdir(dir)))
        if (language_of(entry->d_name, pages->language_texts[pages->n_languages]))
            pages->n_languages++;
    if (dir)
        closedir(dir);
    if (!pages->n_languages) {
        log_error("pages.missing", "dir=%s build=\"cd web && npm ci && node build.mjs\"",
                  path);
        return false;
    }
    /* By name: "en" before "fr", and the test locale last. */
    qsort(pages->language_texts, pages->n_languages, sizeof pages->language_texts[0],
          by_name);
    for (size_t i = 0; i < pages->n_languages; i++)
        pages->languages[i] = pages->language_texts[i];
    return true;
}

static bool load_page(struct pages *pages, const char *web_dir, enum page page,
                      size_t language)
{
    char path[PATH_MAX];
    struct buf *html, *policy = NULL;
    bool good = false;

    (void)snprintf(path, sizeof path, "%s/pages/%s.%s.html", web_dir, names[page],
                   pages->languages[language]);
    html = file_read(path);
    if (!html)
        goto done;
    if (!template_make(html->text, html->len, &pages->templates[page][language])) {
        log_error("pages.markers", "file=%s", path);
        goto done;
    }
    (void)snprintf(path, sizeof path, "%s/pages/%s.%s.csp", web_dir, names[page],
                   pages->languages[language]);
    policy = file_read(path);
    if (!policy)
        goto done;
    /* It becomes one header line. */
    pages->policies[page][language] = buf_new(policy->text, strcspn(policy->text, "\r\n"));
    good = true;
done:
    buf_unref(html);
    buf_unref(policy);
    return good;
}

static bool load_words(struct pages *pages, const char *web_dir, size_t language)
{
    char path[PATH_MAX];
    struct buf *json;

    (void)snprintf(path, sizeof path, "%s/locales/%s.json", web_dir,
                   pages->languages[language]);
    json = file_read(path);
    if (!json)
        return false;
    pages->locales[language] = locale_read(json->text, json->len);
    buf_unref(json);
    if (!pages->locales[language])
        log_error("pages.words", "file=%s", path);
    return pages->locales[language] != NULL;
}

static const char *type_of(const char *name)
{
    const char *dot = strrchr(name, '.');

    for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
        if (strcmp(dot, types[i].ending) == 0)
            return types[i].type;
    return NULL;
}

static struct buf *gzipped(const struct buf *text)
{
    struct strbuf out = {0};
    struct piece piece = piece_make(text->text, text->len);
    struct gzip gzip = gzip_begin(&out);
    struct buf *small;

    gzip_piece(&gzip, &piece);
    gzip_end(&gzip);
    piece_done(&piece);
    small = strbuf_take(&out);
    if (small->len < text->len)
        return small;
    buf_unref(small);
    return NULL;
}

/* "join-more.en.30f5a636b0d8.js" */
static bool is_named_by_content(const char *name)
{
    const char *ending = strrchr(name, '.');
    size_t len = ending ? (size_t)(ending - name) : 0, at = len;

    while (at > 0 && strchr("0123456789abcdef", name[at - 1]))
        at--;
    return len - at == CONTENT_CHARS && at > 0 && name[at - 1] == '.';
}

static bool load_assets(struct pages *pages, const char *web_dir)
{
    char path[PATH_MAX];
    struct dirent *entry;
    bool good = true;
    DIR *dir;

    (void)snprintf(path, sizeof path, "%s/assets", web_dir);
    dir = opendir(path);
    while (dir && good && pages->n_assets < ASSETS_MAX && (entry = readdir(dir))) {
        struct asset *asset = &pages->assets[pages->n_assets];
        const char *type = type_of(entry->d_name);
        if (entry->d_name[0] == '.' || !type)
            continue;
        (void)snprintf(path, sizeof path, "%s/assets/%s", web_dir, entry->d_name);
        asset->text = file_read(path);
        good = asset->text != NULL;
        if (!good)
            break;
        asset->name = mem_text(entry->d_name);
        asset->type = type;
        asset->gzipped = gzipped(asset->text);
        asset->tag = tag_of(asset->text->text, asset->text->len);
        if (asset->gzipped)
            asset->gzipped_tag = tag_of(asset->gzipped->text, asset->gzipped->len);
        asset->is_named_by_content = is_named_by_content(asset->name);
        pages->n_assets++;
    }
    if (dir)
        closedir(dir);
    return good;
}

struct pages *pages_load(const char *web_dir)
{
    struct pages *pages = mem_zero(sizeof *pages);
    bool good = find_languages(pages, web_dir) && load_assets(pages, web_dir);

    for (size_t language = 0; good && language < pages->n_languages; language++) {
        good = load_words(pages, web_dir, language);
        for (int page = 0; good && page < PAGES; page++)
            good = load_page(pages, web_dir, (enum page)page, language);
    }
    if (good)
        return pages;
    pages_free(pages);
    return NULL;
}

void pages_free(struct pages *pages)
{
    if (!pages)
        return;
    for (size_t language = 0; language < LANGUAGES_MAX; language++) {
        locale_free(pages->locales[language]);
        for (int page = 0; page < PAGES; page++) {
            template_done(&pages->templates[page][language]);
            buf_unref(pages->policies[page][language]);
        }
    }
    for (size_t i = 0; i < pages->n_assets; i++) {
        free(pages->assets[i].name);
        buf_unref(pages->assets[i].text);
        buf_unref(pages->assets[i].gzipped);
    }
    free(pages);
}

const char *const *pages_languages(const struct pages *pages, size_t *n)
{
    *n = pages->n_languages;
    return pages->languages;
}

const struct words *pages_words(const struct pages *pages, size_t language)
{
    return locale_words(pages->locales[language]);
}

const struct template *pages_template(const struct pages *pages, enum page page,
                                      size_t language)
{
    return &pages->templates[page][language];
}

/* Up to behind `mark`, or to before it; returns where it goes on. */
static const char *add_until(struct strbuf *out, const char *at, const char *mark,
                             bool with)
{
    const char *found = strstr(at, mark);

    if (!found)
        return at;
    strbuf_add(out, at, (size_t)(found - at) + (with ? strlen(mark) : 0));
    return found + strlen(mark);
}

void pages_policy(const struct pages *pages, enum page page, size_t language,
                  const char *ws, const char *style, struct strbuf *out)
{
    const char *at = pages->policies[page][language]->text;
    const char *rest;

    if (style) {
        at = add_until(out, at, "style-src ", true);
        strbuf_puts(out, style);
        strbuf_puts(out, " ");
    }
    rest = add_until(out, at, "%WS%", false);
    if (rest != at)
        strbuf_puts(out, ws);
    strbuf_puts(out, rest);
}

const struct asset *pages_asset(const struct pages *pages, const char *name)
{
    for (size_t i = 0; i < pages->n_assets; i++)
        if (strcmp(pages->assets[i].name, name) == 0)
            return &pages->assets[i];
    return NULL;
}
