/* SPDX-License-Identifier: Apache-2.0 */

#include "store/redis_uri.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

static enum err parse(const char *text, struct redis_uri *uri)
{
    return redis_uri_parse(text, strlen(text), uri);
}

static void a_unix_address_is_a_path(void **state)
{
    struct redis_uri uri;

    (void)state;
    assert_int_equal(parse("unix:///var/lib/clameur/redis.sock", &uri), OK);
    assert_int_equal(uri.kind, REDIS_FIXED);
    assert_int_equal(uri.addresses[0].port, 0);
    assert_string_equal(uri.addresses[0].host, "/var/lib/clameur/redis.sock");
}

static void a_network_address_has_parts(void **state)
{
    static const struct {
        const char *text, *host, *user, *password;
        unsigned port, db;
    } rows[] = {
        {"redis://localhost", "localhost", "", "", 6379, 0},
        {"redis://localhost/", "localhost", "", "", 6379, 0},
        {"redis://10.0.0.7:7000/15", "10.0.0.7", "", "", 7000, 15},
        {"redis://[::1]:7000", "::1", "", "", 7000, 0},
        {"redis://[fe80::1%eth0]", "fe80::1%eth0", "", "", 6379, 0},
        {"redis://my_redis-1.local", "my_redis-1.local", "", "", 6379, 0},
        {"redis://:secret@h", "h", "", "secret", 6379, 0},
        {"redis://ann:a%3A%2f%40b@h:1/0", "h", "ann", "a:/@b", 1, 0},
        {"redis://ann:p@ss@h", "h", "ann", "p@ss", 6379, 0},
        {"redis://ann:100%25@h", "h", "ann", "100%", 6379, 0},
    };
    struct redis_uri uri;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (parse(rows[i].text, &uri))
            fail_msg("refused: %s", rows[i].text);
        assert_int_equal(uri.kind, REDIS_FIXED);
        assert_int_equal(uri.n_addresses, 1);
        assert_string_equal(uri.addresses[0].host, rows[i].host);
        assert_int_equal(uri.addresses[0].port, rows[i].port);
        assert_string_equal(uri.login.user, rows[i].user);
        assert_string_equal(uri.login.password, rows[i].password);
        assert_int_equal(uri.login.db, rows[i].db);
    }
}

static void a_cluster_and_sentinels_have_several_addresses(void **state)
{
    static const struct {
        const char *text;
        enum redis_kind kind;
        size_t n;
        const char *first, *last, *password, *master;
        unsigned first_port, last_port, db;
    } rows[] = {
        {"redis-cluster://a", REDIS_CLUSTER, 1, "a", "a", "", "", 6379, 6379, 0},
        {"redis-cluster://ann:p@a:1,[::1]:2,c/", REDIS_CLUSTER, 3, "a", "c", "p", "", 1,
         6379, 0},
        {"redis-cluster://a,b,c,d,e,f,g,h:8", REDIS_CLUSTER, 8, "a", "h", "", "", 6379, 8,
         0},
        {"redis-sentinel://a/live", REDIS_SENTINEL, 1, "a", "a", "", "live", 26379, 26379,
         0},
        {"redis-sentinel://:p@a,b:7/my-master.1/3", REDIS_SENTINEL, 2, "a", "b", "p",
         "my-master.1", 26379, 7, 3},
    };
    struct redis_uri uri;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (parse(rows[i].text, &uri))
            fail_msg("refused: %s", rows[i].text);
        assert_int_equal(uri.kind, rows[i].kind);
        assert_int_equal(uri.n_addresses, rows[i].n);
        assert_string_equal(uri.addresses[0].host, rows[i].first);
        assert_int_equal(uri.addresses[0].port, rows[i].first_port);
        assert_string_equal(uri.addresses[uri.n_addresses - 1].host, rows[i].last);
        assert_int_equal(uri.addresses[uri.n_addresses - 1].port, rows[i].last_port);
        assert_string_equal(uri.login.password, rows[i].password);
        assert_string_equal(uri.master, rows[i].master);
        assert_int_equal(uri.login.db, rows[i].db);
    }
}

static void an_address_in_a_redirection_is_read(void **state)
{
    static const struct {
        const char *text, *host;
        unsigned port;
    } rows[] = {
        {"127.0.0.1:7001", "127.0.0.1", 7001},
        {"::1:7001", "::1", 7001},
        {"redis-1.local:1", "redis-1.local", 1},
        {":7001", "asked", 7001},
    };
    static const char *const refused[] = {"", "h", "h:", "h:0", "h:65536", "h:-1", "h:7x"};
    const struct redis_address asked = {"asked", 1};
    struct redis_address address;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_true(redis_address_read(&address, rows[i].text, &asked));
        assert_string_equal(address.host, rows[i].host);
        assert_int_equal(address.port, rows[i].port);
    }
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        assert_false(redis_address_read(&address, refused[i], &asked));
}

static void what_is_not_understood_is_refused(void **state)
{
    static const char *const rows[] = {
        "",
        "redis",
        "redis:",
        "redis://",
        "redis:///1",
        "redis://h:",
        "redis://h:0",
        "redis://h:65536",
        "redis://h:07",
        "redis://h:7x",
        "redis://h/x",
        "redis://h/1/2",
        "redis://h/65536",
        "redis://h 1",
        "redis://ann@h",
        "redis://ann:@h",
        "redis://:%4@h",
        "redis://:%zz@h",
        "redis://:%00@h",
        "redis://:a%@h",
        "redis://[::1",
        "redis://[]",
        "redis://[::1]7",
        "redis://a[b",
        "redis://a]b",
        "redis://h?db=1",
        "redis://h#1",
        "redis://h%41",
        "redis://[a?b]",
        "rediss://h",
        "unix://",
        "unix:///",
        "unix://relative",
        "unix://redis://h",
        "unix:///with space",
        "http://h",
        "redis://a,b",
        "redis-cluster://",
        "redis-cluster://a,",
        "redis-cluster://,a",
        "redis-cluster://a,,b",
        "redis-cluster://a/1",
        "redis-cluster://a,b,c,d,e,f,g,h,i",
        "redis-sentinel://a",
        "redis-sentinel://a/",
        "redis-sentinel://a//1",
        "redis-sentinel://a/m/1/2",
        "redis-sentinel://a/m x",
        "redis-sentinel:///m",
    };
    struct redis_uri uri = {.n_addresses = 99};
    char path[200] = "unix:///";

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (parse(rows[i], &uri) != ERR_BAD_FIELD)
            fail_msg("taken: %s", rows[i]);
    memset(path + 8, 'p', REDIS_PATH_BYTES_MAX - 1);
    assert_int_equal(parse(path, &(struct redis_uri){0}), OK);
    path[8 + REDIS_PATH_BYTES_MAX - 1] = 'p';
    assert_int_equal(parse(path, &uri), ERR_BAD_FIELD);
    assert_int_equal(uri.n_addresses, 99); /* Untouched. */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unix_address_is_a_path),
        cmocka_unit_test(a_network_address_has_parts),
        cmocka_unit_test(a_cluster_and_sentinels_have_several_addresses),
        cmocka_unit_test(an_address_in_a_redirection_is_read),
        cmocka_unit_test(what_is_not_understood_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
