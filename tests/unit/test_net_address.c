/* SPDX-License-Identifier: Apache-2.0 */

#include "net/address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct address address(const char *text)
{
    struct address out = {{0}};

    assert_true(address_read(text, strlen(text), &out));
    return out;
}

static void addresses_are_read_with_and_without_a_port(void **state)
{
    static const char *const good[][2] = {
        {"192.0.2.1", "192.0.2.1"},       {"192.0.2.1:443", "192.0.2.1"},
        {"2001:db8::1", "2001:db8::1"},   {"[2001:db8::1]:443", "2001:db8::1"},
        {"[2001:db8::1]", "2001:db8::1"}, {"::ffff:192.0.2.1", "192.0.2.1"},
    };
    static const char *const bad[] = {"",     "unknown", "1.2.3",   "1.2.3.4.5",
                                      "[::1", "::g",     "_hidden", "1.2.3.4 "};
    char text[ADDRESS_TEXT_MAX];
    struct address out;

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        out = address(good[i][0]);
        address_write(&out, text);
        assert_string_equal(text, good[i][1]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(address_read(bad[i], strlen(bad[i]), &out));
}

static void networks_hold_what_they_say(void **state)
{
    static const struct {
        const char *networks, *address;
        bool held;
    } rows[] = {
        {"10.0.0.0/8", "10.255.0.1", true},
        {"10.0.0.0/8", "11.0.0.1", false},
        {"10.0.0.0/9", "10.127.0.1", true},
        {"10.0.0.0/9", "10.128.0.1", false},
        {"192.0.2.1", "192.0.2.1", true},
        {"192.0.2.1", "192.0.2.2", false},
        {"0.0.0.0/0", "8.8.8.8", true},
        {"0.0.0.0/0", "2001:db8::1", false},
        {"::1", "::1", true},
        {"2001:db8::/33", "2001:db8:7fff::1", true},
        {"2001:db8::/33", "2001:db8:8000::1", false},
        {" 10.0.0.0/8 , ::1", "::1", true},
        {"::/0", "10.0.0.1", true},
        {"", "10.0.0.1", false},
    };
    struct networks networks;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct address asked = address(rows[i].address);
        assert_true(networks_read(rows[i].networks, &networks));
        assert_int_equal(networks_hold(&networks, &asked), rows[i].held);
    }
    assert_true(networks_read(NULL, &networks));
}

static void a_list_that_cannot_be_read_is_refused(void **state)
{
    static const char *const rows[] = {
        "10.0.0.0/33", "::1/129", "10.0.0.0/", "10.0.0.0/x",
        "10.0.0.0/8,", ",",       "proxy",     "10.0.0.0/99999999999"};
    struct networks networks;
    char many[NETWORKS_MAX * 8 + 9];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_false(networks_read(rows[i], &networks));
    for (int i = 0; i < NETWORKS_MAX; i++)
        memcpy(many + 8 * i, "1.1.1.1,", 8);
    many[8 * NETWORKS_MAX - 1] = '\0';
    assert_true(networks_read(many, &networks));
    memcpy(many + 8 * NETWORKS_MAX - 1, ",1.1.1.1", 9);
    assert_false(networks_read(many, &networks));
}

static void the_client_is_the_rightmost_that_is_no_proxy(void **state)
{
    static const struct {
        const char *peer, *forwarded, *client;
    } rows[] = {
        {"8.8.8.8", "1.1.1.1", "8.8.8.8"}, /* Who is no proxy of ours says what it likes. */
        {"10.0.0.1", "", "10.0.0.1"},
        {"10.0.0.1", "1.1.1.1", "1.1.1.1"},
        {"10.0.0.1", "6.6.6.6, 1.1.1.1", "1.1.1.1"},
        {"10.0.0.1", "6.6.6.6,1.1.1.1,10.0.0.2", "1.1.1.1"},
        {"10.0.0.1", "6.6.6.6, 1.1.1.1:443 ,10.0.0.2", "1.1.1.1"},
        {"10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"},
        {"10.0.0.1", "1.1.1.1, unknown", "10.0.0.1"},
        {"10.0.0.1", "1.1.1.1,", "10.0.0.1"},
        {"10.0.0.1", "[2001:db8::1]:9", "2001:db8::1"},
    };
    struct networks trusted;

    (void)state;
    assert_true(networks_read("10.0.0.0/8", &trusted));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct address peer = address(rows[i].peer), expected = address(rows[i].client);
        struct address client = address_of_client(&trusted, &peer, rows[i].forwarded);
        assert_memory_equal(&client, &expected, sizeof client);
    }
}

static void one_caller_is_an_address_or_a_whole_64(void **state)
{
    struct address a = address("2001:db8::1"), b = address("2001:db8::2"),
                   c = address("2001:db8:0:1::1"), d = address("1.1.1.1"),
                   e = address("1.1.1.2");

    (void)state;
    assert_true(address_hash(&a) == address_hash(&b));
    assert_true(address_hash(&a) != address_hash(&c));
    assert_true(address_hash(&d) != address_hash(&e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_read_with_and_without_a_port),
        cmocka_unit_test(networks_hold_what_they_say),
        cmocka_unit_test(a_list_that_cannot_be_read_is_refused),
        cmocka_unit_test(the_client_is_the_rightmost_that_is_no_proxy),
        cmocka_unit_test(one_caller_is_an_address_or_a_whole_64),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
