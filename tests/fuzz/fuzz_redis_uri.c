/* SPDX-License-Identifier: Apache-2.0 */

/* What an operator names as the address of the store. */
#include "fuzz/repack.h"
#include "store/redis_uri.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define UNTOUCHED 0xa5

static bool is_unix(const struct redis_uri *uri)
{
    return uri->addresses[0].host[0] == '/';
}

static void write_secret(const char *secret, struct strbuf *out)
{
    for (; *secret; secret++)
        strbuf_printf(out, "%%%02x", (unsigned char)*secret);
}

static void write_uri(const struct redis_uri *uri, struct strbuf *out)
{
    static const char *const schemes[] = {
        [REDIS_FIXED] = "redis://",
        [REDIS_CLUSTER] = "redis-cluster://",
        [REDIS_SENTINEL] = "redis-sentinel://",
    };

    if (is_unix(uri)) {
        strbuf_printf(out, "unix://%s", uri->addresses[0].host);
        return;
    }
    strbuf_puts(out, schemes[uri->kind]);
    if (*uri->login.password) {
        write_secret(uri->login.user, out);
        strbuf_puts(out, ":");
        write_secret(uri->login.password, out);
        strbuf_puts(out, "@");
    }
    for (size_t i = 0; i < uri->n_addresses; i++)
        strbuf_printf(out, "%s[%s]:%u", i ? "," : "", uri->addresses[i].host,
                      uri->addresses[i].port);
    if (uri->kind == REDIS_SENTINEL)
        strbuf_printf(out, "/%s", uri->master);
    if (uri->kind != REDIS_CLUSTER)
        strbuf_printf(out, "/%u", uri->login.db);
}

static void must_be_same(const struct redis_uri *a, const struct redis_uri *b)
{
    must(a->kind == b->kind && a->n_addresses == b->n_addresses);
    for (size_t i = 0; i < a->n_addresses; i++)
        must(strcmp(a->addresses[i].host, b->addresses[i].host) == 0 &&
             a->addresses[i].port == b->addresses[i].port);
    must(strcmp(a->login.user, b->login.user) == 0 && a->login.db == b->login.db &&
         strcmp(a->login.password, b->login.password) == 0);
    must(strcmp(a->master, b->master) == 0);
}

static void must_be_uri(const struct redis_uri *uri)
{
    must(uri->kind < REDIS_KINDS);
    must(uri->n_addresses >= 1 && uri->n_addresses <= REDIS_ADDRESSES_MAX);
    must(uri->kind != REDIS_FIXED || uri->n_addresses == 1);
    must((uri->kind == REDIS_SENTINEL) == (*uri->master != '\0'));
    must(uri->login.db <= 65535 && (*uri->login.password || !*uri->login.user));
    for (size_t i = 0; i < uri->n_addresses; i++) {
        const struct redis_address *address = &uri->addresses[i];

        /* A name, and nothing that hides in it. */
        must(*address->host && !strpbrk(address->host, " \t\r\n"));
        must(is_unix(uri) ||
             (address->port > 0 && !strpbrk(address->host, ",@[]?#/\\\"'")));
    }
}

static void must_be_untouched(const struct redis_uri *uri)
{
    const unsigned char *bytes = (const unsigned char *)uri;

    for (size_t i = 0; i < sizeof *uri; i++)
        must(bytes[i] == UNTOUCHED);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct redis_uri uri, again;
    struct strbuf text = {0};

    memset(&uri, UNTOUCHED, sizeof uri);
    if (redis_uri_parse((const char *)data, size, &uri)) {
        must_be_untouched(&uri);
        return 0;
    }
    must_be_uri(&uri);
    write_uri(&uri, &text);
    must(redis_uri_parse(text.text, text.len, &again) == OK);
    must_be_same(&uri, &again);
    strbuf_done(&text);
    return 0;
}
