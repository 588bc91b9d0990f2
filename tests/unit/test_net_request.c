/* SPDX-License-Identifier: Apache-2.0 */

#include "net/request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct request good_get(void)
{
    return (struct request){
        .method = METHOD_GET,
        .version = "HTTP/1.1",
        .path = "/",
        .host = "a",
        .origin = "",
        .referer = "",
        .cookie = "",
        .accept_language = "",
        .accept_encoding = "",
        .if_none_match = "",
        .authorization = "",
        .content_type = "",
        .content_length = "",
        .transfer_encoding = "",
        .expect = "",
        .upgrade = "",
        .ws_version = "",
        .ws_key = "",
        .ws_protocols = "",
        .forwarded_for = "",
        .forwarded_proto = "",
    };
}

static void a_request_that_says_one_thing_is_taken(void **state)
{
    struct request request = good_get();

    (void)state;
    assert_int_equal(request_check(&request), OK);
    request.content_length = "0";
    assert_int_equal(request_check(&request), OK);
    request.method = METHOD_POST;
    assert_int_equal(request_check(&request), OK);
    request.content_length = "8192";
    assert_int_equal(request_check(&request), OK);
    assert_int_equal(request_body_bytes(&request), MESSAGE_BYTES_MAX);
    request.header_bytes = HEADER_BYTES_MAX;
    assert_int_equal(request_check(&request), OK);
}

static void limits_hold_at_their_edge(void **state)
{
    struct request request = good_get();

    (void)state;
    request.header_bytes = HEADER_BYTES_MAX + 1;
    assert_int_equal(request_check(&request), ERR_HEADER_TOO_BIG);
    request = good_get();
    request.method = METHOD_POST;
    request.content_length = "8193";
    assert_int_equal(request_check(&request), ERR_TOO_BIG);
    request.content_length = "18446744073709551617"; /* 2^64 + 1 */
    assert_int_equal(request_check(&request), ERR_TOO_BIG);
}

static void a_handshake_must_be_one(void **state)
{
    struct request request = good_get();

    (void)state;
    request.upgrade = "WebSocket";
    request.ws_version = "13";
    request.ws_key = "dGhlIHNhbXBsZSBub25jZQ==";
    request.ws_protocols = "other,clameur.1";
    assert_int_equal(request_check_upgrade(&request, "clameur.1"), OK);
    request.ws_protocols = "clameur.12";
    assert_int_equal(request_check_upgrade(&request, "clameur.1"), ERR_BAD_REQUEST);
    request.ws_protocols = "clameur.1";
    request.ws_version = "13,13";
    assert_int_equal(request_check_upgrade(&request, "clameur.1"), ERR_BAD_REQUEST);
}

static void hosts(void **state)
{
    static const struct {
        const char *host;
        bool valid, local;
    } rows[] = {
        {"vote.example", true, false},
        {"vote.example:8080", true, false},
        {"192.168.1.20:8080", true, false},
        {"[2001:db8::1]", true, false},
        {"[::1]:8080", true, true},
        {"localhost", true, true},
        {"LOCALHOST:80", true, true},
        {"a.localhost", true, true},
        {"notlocalhost", true, false},
        {"127.0.0.1:1", true, true},
        {"0.0.0.0", true, true},
        {"my_host-1.", true, false},
        {"", false, false},
        {".example", false, false},
        {"a b", false, false},
        {"a,b", false, false},
        {"a@b", false, false},
        {"a:", false, false},
        {"a:0", false, false},
        {"a:65536", false, false},
        {"a:80:80", false, false},
        {"[::1", false, false},
        {"[]", false, false},
        {"[::1]x", false, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(host_is_valid(rows[i].host), rows[i].valid);
        assert_true(!rows[i].valid || host_is_local(rows[i].host) == rows[i].local);
    }
}

static void an_origin_is_ours_by_scheme_host_and_port(void **state)
{
    static const struct {
        const char *host;
        bool secure;
        const char *public_url, *origin;
        bool ours;
    } rows[] = {
        {"a:8080", false, NULL, "http://a:8080", true},
        {"a:8080", false, NULL, "http://A:8080", true},
        {"a", false, NULL, "http://a:80", true},
        {"a:443", true, NULL, "https://a", true},
        {"a", false, NULL, "https://a", true}, /* An unknown proxy ended TLS. */
        {"a", true, NULL, "http://a", false},
        {"a:8080", false, NULL, "http://a", false},
        {"a:8080", false, NULL, "http://b:8080", false},
        {"a", false, NULL, "http://a.evil.example", false},
        {"a", false, NULL, "http://evil.example/http://a", false},
        {"a", false, NULL, "http://a@evil.example", false},
        {"a", false, NULL, "null", false},
        {"a", false, NULL, "", false},
        {"a", false, NULL, "file://a", false},
        {"a", false, "https://vote.example/x", "https://vote.example", true},
        {"a", false, "https://vote.example", "http://vote.example", false},
        {"a", false, "nonsense", "http://b", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct request request = good_get();
        request.host = rows[i].host;
        request.is_secure = rows[i].secure;
        if (origin_is_ours(&request, rows[i].origin, rows[i].public_url) != rows[i].ours)
            print_error("row %zu\n", i);
        assert_int_equal(origin_is_ours(&request, rows[i].origin, rows[i].public_url),
                         rows[i].ours);
    }
}

static void cookies_are_found_by_their_whole_name(void **state)
{
    char out[8];

    (void)state;
    assert_true(cookie_find("a=1; clameur=x; b=2", "clameur", out, sizeof out));
    assert_string_equal(out, "x");
    assert_true(cookie_find("clameur=", "clameur", out, sizeof out));
    assert_string_equal(out, "");
    assert_true(cookie_find("a=1;b=1234567", "b", out, sizeof out));
    assert_false(cookie_find("b=12345678", "b", out, sizeof out)); /* Does not fit. */
    assert_false(
        cookie_find("xclameur=x; clameurx=x; clameur", "clameur", out, sizeof out));
    assert_false(cookie_find("", "clameur", out, sizeof out));
}

static void a_language_is_chosen_by_weight(void **state)
{
    static const char *const languages[] = {"en", "fr", "qps"};
    static const struct {
        const char *accept;
        size_t choice;
    } rows[] = {
        {"", 0},
        {"fr", 1},
        {"fr-CA", 1},
        {"FR;q=0.9, en;q=0.8", 1},
        {"de, en;q=0.8, fr;q=0.81", 1},
        {"fr;q=0, en;q=0.1", 0},
        {"*", 0},
        {"fry", 0},
        {"en, fr", 0},
        {"fr;q=nonsense, en", 0},
        {",,;q=1,fr", 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(language_choose(rows[i].accept, languages, 3), rows[i].choice);
}

static void gzip_is_used_where_it_is_taken(void **state)
{
    (void)state;
    assert_true(accepts_gzip("gzip"));
    assert_true(accepts_gzip("br, GZIP;q=0.5"));
    assert_false(accepts_gzip("gzip;q=0"));
    assert_false(accepts_gzip("gzip;q=0.000, br"));
    assert_false(accepts_gzip("gzipped, deflate"));
    assert_false(accepts_gzip(""));
}

static void what_the_asker_has_is_known_by_its_tag(void **state)
{
    (void)state;
    assert_true(has_tag("\"abc\"", "abc"));
    assert_true(has_tag("W/\"abc\"", "abc"));
    assert_true(has_tag("\"x,y\" , W/\"z\",\"abc\"", "abc"));
    assert_true(has_tag("*", "abc"));
    assert_false(has_tag("", "abc"));
    assert_false(has_tag("abc", "abc"));
    assert_false(has_tag("\"abc", "abc"));
    assert_false(has_tag("\"abcd\", \"ab\"", "abc"));
    assert_false(has_tag("\"\"", "abc"));
}

static void a_form_is_decoded_pair_by_pair(void **state)
{
    static const char body[] = "a=1&&b=x%20y+z&empty=&c%3D=%C3%A9&alone";
    static const char *const expected[][2] = {
        {"a", "1"}, {"b", "x y z"}, {"empty", ""}, {"c=", "\xc3\xa9"}, {"alone", ""}};
    struct form form = form_start(body, sizeof body - 1);

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        assert_true(form_next(&form));
        assert_string_equal(form.name, expected[i][0]);
        assert_string_equal(form.value, expected[i][1]);
    }
    assert_false(form_next(&form));
    assert_false(form.is_broken);
}

static void a_broken_form_ends_there(void **state)
{
    static const char *const rows[] = {
        "a=%", "a=%4", "a=%4g", "a=%00", "%zz=1", "a_name_that_is_longer_than_any=1"};
    char value[FORM_VALUE_MAX + 4] = "a=";

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct form form = form_start(rows[i], strlen(rows[i]));
        assert_false(form_next(&form));
        assert_true(form.is_broken);
        assert_false(form_next(&form));
    }
    memset(value + 2, 'v', FORM_VALUE_MAX + 1);
    struct form form = form_start(value, FORM_VALUE_MAX + 2);
    assert_true(form_next(&form));
    form = form_start(value, FORM_VALUE_MAX + 3);
    assert_false(form_next(&form));
}

static void bearer_tokens_and_types(void **state)
{
    (void)state;
    assert_string_equal(bearer_token("bearer abc"), "abc");
    assert_null(bearer_token("Basic abc"));
    assert_null(bearer_token(""));
    assert_true(type_is("application/json; charset=utf-8", "application/json"));
    assert_true(type_is("Application/JSON", "application/json"));
    assert_false(type_is("application/json2", "application/json"));
    assert_false(type_is("text/plain, application/json", "application/json"));
}

static void what_goes_into_an_address_is_encoded(void **state)
{
    char out[16];

    (void)state;
    percent_encode("K7Q42M", out, sizeof out);
    assert_string_equal(out, "K7Q42M");
    percent_encode("a b/\xc3\xa9\n", out, sizeof out);
    assert_string_equal(out, "a%20b%2F%C3%A9"); /* Cut, but never within a code. */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_that_says_one_thing_is_taken),
        cmocka_unit_test(limits_hold_at_their_edge),
        cmocka_unit_test(a_handshake_must_be_one),
        cmocka_unit_test(hosts),
        cmocka_unit_test(an_origin_is_ours_by_scheme_host_and_port),
        cmocka_unit_test(cookies_are_found_by_their_whole_name),
        cmocka_unit_test(a_language_is_chosen_by_weight),
        cmocka_unit_test(gzip_is_used_where_it_is_taken),
        cmocka_unit_test(what_the_asker_has_is_known_by_its_tag),
        cmocka_unit_test(a_form_is_decoded_pair_by_pair),
        cmocka_unit_test(a_broken_form_ends_there),
        cmocka_unit_test(bearer_tokens_and_types),
        cmocka_unit_test(what_goes_into_an_address_is_encoded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
