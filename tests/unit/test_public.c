/* SPDX-License-Identifier: Apache-2.0 */

#include "clerk/public.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* After the three that it needs. */
#include <cmocka.h>

static bool is_public(const char *text)
{
    struct address address;

    assert_true(address_read(text, strlen(text), &address));
    return address_is_public(&address);
}

static void what_is_ours_is_not_public(void **state)
{
    static const char *const ours[] = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.1.2.3",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
        "4000::1",
    };

    (void)state;
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (is_public(ours[i]))
            fail_msg("%s", ours[i]);
}

static void the_rest_is(void **state)
{
    static const char *const theirs[] = {
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.1.1.1",
        "128.0.0.1",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "223.255.255.255",
        "::ffff:8.8.8.8",
        "2606:4700::1111",
        "2a00:1450::8a",
        "2001:4860:4860::8888",
    };

    (void)state;
    for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++)
        if (!is_public(theirs[i]))
            fail_msg("%s", theirs[i]);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_ours_is_not_public),
        cmocka_unit_test(the_rest_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
