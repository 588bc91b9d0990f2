/* SPDX-License-Identifier: Apache-2.0 */

#include "net/request.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_clean(const char *text)
{
    for (; *text; text++)
        if (((unsigned char)*text < ' ' && *text != '\t') || *text == 0x7f)
            return false;
    return true;
}

static bool all_clean(const struct request *r)
{
    const char *const texts[] = {
        r->path,          r->host,
        r->origin,        r->referer,
        r->cookie,        r->authorization,
        r->content_type,  r->accept_language,
        r->forwarded_for, r->forwarded_proto,
        r->ws_protocols,  r->accept_encoding,
        r->upgrade,       r->ws_key,
        r->if_none_match,
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!is_clean(texts[i]))
            return false;
    for (size_t i = 0; i < r->n_args; i++)
        if (!is_clean(r->args[i]))
            return false;
    return !r->has_nul;
}

/* Digits only; two headers show as "5,5" and are refused with the rest. */
static bool length_read(const char *text, size_t *out)
{
    size_t value = 0;

    for (; *text; text++) {
        if (!isdigit((unsigned char)*text))
            return false;
        if (value <= DECK_UPLOAD_BYTES)
            value = value * 10 + (size_t)(*text - '0');
    }
    *out = value;
    return true;
}

/* A file is no message. */
static size_t body_bytes_max(const struct request *r)
{
    if (strncmp(r->path, "/image/", 7) == 0)
        return IMAGE_UPLOAD_BYTES;
    if (strncmp(r->path, "/deck/", 6) == 0)
        return DECK_UPLOAD_BYTES;
    return strncmp(r->path, "/import/", 8) == 0 ? IMPORT_BYTES_MAX : MESSAGE_BYTES_MAX;
}

enum err request_check(const struct request *r)
{
    size_t body = 0;

    if (r->header_bytes > HEADER_BYTES_MAX)
        return ERR_HEADER_TOO_BIG;
    /* No version: the parser took an encoded line end in the address for the end of the
     * line. */
    if (strcmp(r->version, "HTTP/1.1") != 0 && strcmp(r->version, "HTTP/1.0") != 0)
        return ERR_BAD_REQUEST;
    if (!all_clean(r) || r->path[0] != '/' || !host_is_valid(r->host))
        return ERR_BAD_REQUEST;
    if (*r->transfer_encoding || *r->expect)
        return ERR_BAD_REQUEST;
    if (!length_read(r->content_length, &body))
        return ERR_BAD_REQUEST;
    if (r->method == METHOD_POST ? !*r->content_length || *r->upgrade : body > 0)
        return ERR_BAD_REQUEST;
    return body > body_bytes_max(r) ? ERR_TOO_BIG : OK;
}

size_t request_body_bytes(const struct request *request)
{
    size_t body = 0;

    return length_read(request->content_length, &body) ? body : 0;
}

/* Is `word` an item of a list with commas? */
static bool list_has(const char *list, const char *word)
{
    size_t len = strlen(word);

    while (*list) {
        size_t item = strcspn(list, " \t,;");
        if (item == len && strncasecmp(list, word, len) == 0)
            return true;
        list += item;
        list += strcspn(list, ",");
        list += strspn(list, " \t,");
    }
    return false;
}

enum err request_check_upgrade(const struct request *r, const char *protocol)
{
    enum err err = request_check(r);

    if (err)
        return err;
    if (r->method != METHOD_GET || strcasecmp(r->upgrade, "websocket") != 0)
        return ERR_BAD_REQUEST;
    if (strcmp(r->ws_version, "13") != 0 || strlen(r->ws_key) != 24)
        return ERR_BAD_REQUEST;
    return list_has(r->ws_protocols, protocol) ? OK : ERR_BAD_REQUEST;
}

/* ---- Host and Origin ---------------------------------------------------------- */

bool host_is_local(const char *host)
{
    static const char dot_localhost[] = ".localhost";
    size_t len = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
    size_t tail = sizeof dot_localhost - 1;

    if (len == tail - 1 && strncasecmp(host, "localhost", len) == 0)
        return true;
    if (len > tail && strncasecmp(host + len - tail, dot_localhost, tail) == 0)
        return true;
    if (len == 5 && strncmp(host, "[::1]", len) == 0)
        return true;
    return strncmp(host, "127.", 4) == 0 ||
           (len == 7 && strncmp(host, "0.0.0.0", len) == 0);
}

bool origin_is_ours(const struct request *request, const char *given,
                    const char *public_url)
{
    struct origin theirs, ours = {.is_secure = false}, allowed;

    if (!origin_read(given, &theirs))
        return false;
    if (public_url && origin_read(public_url, &allowed) &&
        allowed.is_secure == theirs.is_secure &&
        strcmp(allowed.authority, theirs.authority) == 0)
        return true;
    /* Behind a proxy that ends TLS and is not in --trusted-proxies we take ourselves for
     * plain: a page of the same name that came by https is no weaker than one that came by
     * http. */
    if (request->is_secure && !theirs.is_secure)
        return false;
    ours.is_secure = theirs.is_secure;
    return origin_set(&ours, request->host, strlen(request->host)) &&
           strcmp(ours.authority, theirs.authority) == 0;
}

/* ---- The rest of the head ----------------------------------------------------- */

const char *request_arg(const struct request *request, const char *name)
{
    size_t len = strlen(name);

    for (size_t i = 0; i < request->n_args; i++)
        if (strncmp(request->args[i], name, len) == 0 && request->args[i][len] == '=')
            return request->args[i] + len + 1;
    return NULL;
}

bool cookie_find(const char *cookies, const char *name, char *out, size_t cap)
{
    size_t name_len = strlen(name);

    while (*cookies) {
        cookies += strspn(cookies, " \t;,");
        size_t len = strcspn(cookies, ";,");
        const char *value = cookies + name_len + 1;
        if (len > name_len && strncmp(cookies, name, name_len) == 0 &&
            cookies[name_len] == '=') {
            size_t value_len = strcspn(value, " \t;,");
            if (value_len >= cap)
                return false;
            memcpy(out, value, value_len);
            out[value_len] = '\0';
            return true;
        }
        cookies += len;
    }
    return false;
}

const char *bearer_token(const char *authorization)
{
    if (strncasecmp(authorization, "Bearer ", 7) != 0)
        return NULL;
    authorization += 7;
    return authorization + strspn(authorization, " ");
}

/* Thousandths of ";q=0.8" among the parameters of a list item; 1000 when there is none. */
static unsigned quality(const char *item, size_t len)
{
    const char *end = item + len, *at = memchr(item, ';', len);
    unsigned value = 0, digit = 1000;

    while (at && at < end && (*at == ';' || *at == ' ' || *at == '\t'))
        at++;
    if (!at || end - at < 3 || (*at != 'q' && *at != 'Q') || at[1] != '=')
        return 1000;
    for (at += 2; at < end && (isdigit((unsigned char)*at) || *at == '.'); at++) {
        if (*at == '.')
            continue;
        value += (unsigned)(*at - '0') * digit;
        digit /= 10;
    }
    return value > 1000 ? 1000 : value;
}

bool accepts_gzip(const char *accept_encoding)
{
    while (*accept_encoding) {
        accept_encoding += strspn(accept_encoding, " \t,");
        size_t len = strcspn(accept_encoding, ",");
        if (len >= 4 && strncasecmp(accept_encoding, "gzip", 4) == 0 &&
            strcspn(accept_encoding, " \t,;") == 4)
            return quality(accept_encoding, len) > 0;
        accept_encoding += len;
    }
    return false;
}

bool has_tag(const char *if_none_match, const char *tag)
{
    const char *at = if_none_match;
    size_t len = strlen(tag);

    if (strcmp(at, "*") == 0)
        return true;
    while ((at = strchr(at, '"'))) {
        const char *end = strchr(++at, '"');

        if (!end)
            return false;
        if ((size_t)(end - at) == len && memcmp(at, tag, len) == 0)
            return true;
        at = end + 1;
    }
    return false;
}

/* "fr" is named by "fr", "fr-CA" and "FR". */
static bool names_language(const char *item, size_t len, const char *language)
{
    size_t primary = strcspn(item, "-;, \t");

    if (primary > len)
        primary = len;
    return primary == strlen(language) && strncasecmp(item, language, primary) == 0;
}

size_t language_choose(const char *accept_language, const char *const *languages, size_t n)
{
    unsigned best = 0;
    size_t choice = 0;

    while (*accept_language) {
        accept_language += strspn(accept_language, " \t,");
        size_t len = strcspn(accept_language, ",");
        unsigned q = quality(accept_language, len);
        for (size_t i = 0; i < n && q > best; i++)
            if (names_language(accept_language, len, languages[i])) {
                best = q;
                choice = i;
            }
        accept_language += len;
    }
    return choice;
}

bool type_is(const char *content_type, const char *wanted)
{
    size_t len = strcspn(content_type, " \t;,");

    return len == strlen(wanted) && strncasecmp(content_type, wanted, len) == 0;
}

void percent_encode(const char *text, char *out, size_t cap)
{
    static const char hex[] = "0123456789ABCDEF";
    size_t used = 0;

    for (; *text && used + 4 <= cap; text++) {
        unsigned char c = (unsigned char)*text;
        if ((c < 0x80 && isalnum(c)) || strchr("-._~", c)) {
            out[used++] = (char)c;
            continue;
        }
        out[used++] = '%';
        out[used++] = hex[c >> 4];
        out[used++] = hex[c & 15];
    }
    out[used] = '\0';
}

/* ---- Forms -------------------------------------------------------------------- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Decodes [at, end) into `out`; false when it is badly encoded, holds a NUL or does not
 * fit. */
static bool form_decode(const char *at, const char *end, char *out, size_t cap)
{
    size_t used = 0;

    for (; at < end; at++) {
        int c = *at == '+' ? ' ' : (unsigned char)*at;
        if (*at == '%') {
            if (end - at < 3 || hex_digit(at[1]) < 0 || hex_digit(at[2]) < 0)
                return false;
            c = hex_digit(at[1]) * 16 + hex_digit(at[2]);
            at += 2;
        }
        if (!c || used + 1 >= cap)
            return false;
        out[used++] = (char)c;
    }
    out[used] = '\0';
    return true;
}

struct form form_start(const char *body, size_t len)
{
    return (struct form){.at = body, .end = body + len};
}

bool form_next(struct form *form)
{
    while (form->at < form->end && *form->at == '&')
        form->at++;
    if (form->is_broken || form->at == form->end)
        return false;

    const char *amp = memchr(form->at, '&', (size_t)(form->end - form->at));
    const char *end = amp ? amp : form->end;
    const char *equals = memchr(form->at, '=', (size_t)(end - form->at));
    const char *name_end = equals ? equals : end;

    if (!form_decode(form->at, name_end, form->name, sizeof form->name) ||
        !form_decode(equals ? equals + 1 : end, end, form->value, sizeof form->value)) {
        form->is_broken = true;
        return false;
    }
    form->at = end;
    return true;
}

bool form_pairs(char *text, size_t len, struct form_pair out[], size_t max, size_t *n)
{
    char *end = text + len;

    *n = 0;
    while (text < end) {
        char *amp = memchr(text, '&', (size_t)(end - text));
        char *stop = amp ? amp : end;
        char *equals = memchr(text, '=', (size_t)(stop - text));
        char *name_end = equals ? equals : stop;
        char *value = equals ? equals + 1 : stop;

        if (*n == max || !form_decode(value, stop, value, (size_t)(stop - value) + 1) ||
            !form_decode(text, name_end, text, (size_t)(name_end - text) + 1))
            return false;
        out[(*n)++] = (struct form_pair){text, value};
        text = stop + 1;
    }
    return true;
}
