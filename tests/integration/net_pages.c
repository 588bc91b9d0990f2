/* SPDX-License-Identifier: Apache-2.0 */

/* Pages, their headers, cookies and languages; the form; assets; what addresses lead to. */
#include "lib/http_client.h"
#include "lib/net/rig.c"
#include "net/server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <zlib.h>

#include <cmocka.h>

static struct net_rig rig;
static char value[512];

static struct http_reply get(const char *path, const char *headers)
{
    return http_get(rig.port, rig.tls, path, headers);
}

static const char *header(const struct http_reply *reply, const char *name)
{
    return http_header(reply, name, value, sizeof value);
}

static void a_page_holds_its_room(void **state)
{
    struct http_reply reply = get("/j/K7Q42M", "");

    (void)state;
    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply.body, "<head><title>Live votes</title></head>"));
    assert_non_null(strstr(reply.body, "<main id=\"app\"><p>main</p></main>"));
    assert_non_null(strstr(reply.body, "id=\"state\">{\"code\":\"K7Q42M\""));
    assert_non_null(strstr(reply.body, "\"who\":\"nobody\""));
    assert_int_equal((int)strtol(header(&reply, "Content-Length"), NULL, 10),
                     reply.body_len);
    http_reply_done(&reply);
}

static void every_page_has_the_security_headers(void **state)
{
    static const char *const paths[] = {"/",
                                        "/j/K7Q42M",
                                        "/stage/K7Q42M",
                                        "/host",
                                        "/host/K7Q42M",
                                        "/poster/K7Q42M",
                                        "/kiosk/K7Q42M",
                                        "/kiosk-sw.js",
                                        "/robots.txt",
                                        "/assets/favicon.svg",
                                        "/nowhere",
                                        "/healthz",
                                        "/api/v1/x"};

    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct http_reply reply = get(paths[i], "");
        assert_int_not_equal(reply.status, 0);
        assert_string_equal(header(&reply, "Connection"), "close");
        assert_string_equal(header(&reply, "X-Content-Type-Options"), "nosniff");
        assert_string_equal(header(&reply, "X-Frame-Options"), "DENY");
        assert_string_equal(header(&reply, "Referrer-Policy"), "same-origin");
        assert_non_null(strstr(header(&reply, "Permissions-Policy"), "camera=()"));
        assert_non_null(
            strstr(header(&reply, "Content-Security-Policy"), "frame-ancestors 'none'"));
        assert_string_equal(header(&reply, "Strict-Transport-Security"), "");
        http_reply_done(&reply);
    }
}

static void a_page_may_connect_to_its_own_socket_only(void **state)
{
    struct http_reply reply = get("/j/K7Q42M", "");
    char expected[64];

    (void)state;
    snprintf(expected, sizeof expected, "connect-src 'self' ws://vote.example:%d;",
             rig.port);
    assert_non_null(strstr(header(&reply, "Content-Security-Policy"), expected));
    assert_string_equal(header(&reply, "Cache-Control"), "no-store");
    http_reply_done(&reply);
}

static void a_newcomer_gets_a_token_and_keeps_it(void **state)
{
    struct http_reply reply = get("/", "");

    (void)state;
    assert_string_equal(
        header(&reply, "Set-Cookie"),
        "clameur=tok_____________MINTEDBYTHESERVE; Path=/; Max-Age=34560000; "
        "HttpOnly; SameSite=Lax");
    http_reply_done(&reply);
    reply = get("/", "Cookie: other=1; clameur=" TOKEN_ANN "\r\n");
    assert_string_equal(header(&reply, "Set-Cookie"), "");
    assert_non_null(strstr(reply.body, "\"who\":\"____________ANN1\""));
    http_reply_done(&reply);
    reply = get("/", "Cookie: clameur=forged__________________________\r\n");
    assert_non_null(strstr(reply.body, "\"who\":\"nobody\""));
    assert_non_null(strstr(header(&reply, "Set-Cookie"), "MINTED"));
    http_reply_done(&reply);
}

static void a_language_is_asked_for_kept_or_guessed(void **state)
{
    static const struct {
        const char *path, *headers, *lang;
    } rows[] = {
        {"/", "", "en"},
        {"/", "Accept-Language: de, fr-CA;q=0.8, en;q=0.5\r\n", "fr"},
        {"/", "Accept-Language: en;q=0.5, fr;q=0.1\r\n", "en"},
        {"/", "Accept-Language: en\r\nCookie: lang=fr\r\n", "fr"},
        {"/?lang=en", "Accept-Language: fr\r\nCookie: lang=fr\r\n", "en"},
        {"/?lang=../x", "Accept-Language: fr\r\n", "fr"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct http_reply reply = get(rows[i].path, rows[i].headers);
        char expected[32];
        snprintf(expected, sizeof expected, "<html lang=\"%s\">", rows[i].lang);
        assert_non_null(strstr(reply.body, expected));
        http_reply_done(&reply);
    }
    struct http_reply reply = get("/?lang=fr", "Cookie: clameur=" TOKEN_ANN "\r\n");
    assert_string_equal(header(&reply, "Set-Cookie"),
                        "lang=fr; Path=/; Max-Age=34560000; SameSite=Lax");
    assert_non_null(strstr(reply.body, "Votes en \xc3\xa9t\xc3\xa9"));
    http_reply_done(&reply);
}

static void a_page_is_gzipped_for_those_who_take_it(void **state)
{
    struct http_reply plain = get("/j/K7Q42M", ""),
                      zipped = get("/j/K7Q42M", "Accept-Encoding: br, gzip\r\n");
    unsigned char out[32768];
    z_stream stream = {.next_in = (unsigned char *)(uintptr_t)zipped.body,
                       .avail_in = (unsigned)zipped.body_len,
                       .next_out = out,
                       .avail_out = sizeof out};

    (void)state;
    assert_string_equal(header(&zipped, "Content-Encoding"), "gzip");
    assert_true(zipped.body_len < plain.body_len / 10);
    inflateInit2(&stream, 15 + 16);
    assert_int_equal(inflate(&stream, Z_FINISH),
                     Z_STREAM_END); /* Checks the sum and the length. */
    assert_int_equal(stream.total_out, plain.body_len);
    assert_memory_equal(out, plain.body, plain.body_len);
    inflateEnd(&stream);
    http_reply_done(&plain);
    http_reply_done(&zipped);
}

static void a_page_says_how_the_room_is(void **state)
{
    struct http_reply reply = get("/j/NOROOM", "");

    (void)state;
    assert_int_equal(reply.status, 404);
    http_reply_done(&reply);
    reply = get("/j/DOWN99", "");
    assert_int_equal(reply.status, 503);
    assert_non_null(strstr(reply.body, "id=\"state\">"));
    http_reply_done(&reply);
    reply = get("/j/K7Q42M?plain=counted", "");
    assert_non_null(strstr(reply.body, "<p>counted</p>"));
    http_reply_done(&reply);
    reply = get("/j/K7Q42M?plain=%3Cscript", "");
    assert_non_null(strstr(reply.body, "<p>main</p>"));
    http_reply_done(&reply);
}

static void links_carry_the_name_the_visitor_used(void **state)
{
    struct http_reply reply = get("/", "");
    char expected[80];

    (void)state;
    snprintf(expected, sizeof expected, "\"base_url\":\"http://vote.example:%d\"",
             rig.port);
    assert_non_null(strstr(reply.body, expected));
    http_reply_done(&reply);
    reply = http_ask(rig.port, false, "GET / HTTP/1.1\r\nHost: localhost:8080\r\n\r\n");
    assert_non_null(strstr(reply.body, "\"base_url\":\"http://192.0.2.7:8080\""));
    http_reply_done(&reply);
}

static void head_is_get_without_a_body(void **state)
{
    struct http_reply reply =
        http_ask(rig.port, false, "HEAD / HTTP/1.1\r\nHost: vote.example\r\n\r\n");

    (void)state;
    assert_int_equal(reply.status, 200);
    assert_true((int)strtol(header(&reply, "Content-Length"), NULL, 10) > 1000);
    assert_int_equal(reply.body_len, 0);
    http_reply_done(&reply);
}

static void a_code_leads_to_its_room(void **state)
{
    static const char *const rows[][2] = {
        {"/j?code=k7q-42m", "/j/K7Q42M"},
        {"/j?code=k7q%2042m", "/j/K7Q42M"},
        {"/j?code=", "/"},
        {"/j", "/"},
        {"/j?code=no%2Fsuch%0d%0acode", ""},
        {"/j?code=%22%3E", "/j/%22%3E"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct http_reply reply = get(rows[i][0], "");
        assert_int_equal(reply.status, *rows[i][1] ? 303 : 400);
        assert_string_equal(header(&reply, "Location"), rows[i][1]);
        http_reply_done(&reply);
    }
}

static struct http_reply post(const char *path, const char *headers, const char *body)
{
    char request[4096];

    snprintf(request, sizeof request,
             "POST %s HTTP/1.1\r\nHost: vote.example:%d\r\nContent-Length: %zu\r\n%s\r\n%s",
             path, rig.port, strlen(body), headers, body);
    return http_ask(rig.port, rig.tls, request);
}

#define FORM_TYPE "Content-Type: application/x-www-form-urlencoded\r\n"
#define GOOD_FORM "question=q3&round=1&n=2&option=1&option=3"

static void a_form_casts_and_comes_back(void **state)
{
    char origin[128], referer[128];
    const struct {
        const char *headers, *body, *location;
    } rows[] = {
        {origin, GOOD_FORM, "/j/K7Q42M?plain=counted"},
        {referer, GOOD_FORM, "/j/K7Q42M?plain=counted"},
        {origin, "passcode=sesame+open", "/j/K7Q42M"},
        {origin, "question=q3&round=1&n=2&option=x", "/j/K7Q42M?plain=bad_ballot"},
        {origin, "question=q3&round=1&n=2&option=%zz", "/j/K7Q42M?plain=bad_ballot"},
        {origin, "", "/j/K7Q42M?plain=bad_ballot"},
        {origin, "question=q4&round=1&n=1&value=3&more=1", "/j/K7Q42M?plain=closed"},
    };

    (void)state;
    snprintf(origin, sizeof origin, FORM_TYPE "Origin: http://vote.example:%d\r\n",
             rig.port);
    snprintf(referer, sizeof referer,
             FORM_TYPE "Referer: http://vote.example:%d/j/K7Q42M\r\n", rig.port);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct http_reply reply = post("/j/K7Q42M", rows[i].headers, rows[i].body);
        assert_int_equal(reply.status, 303);
        assert_string_equal(header(&reply, "Location"), rows[i].location);
        http_reply_done(&reply);
    }
}

static void a_form_of_a_board_comes_back_to_it(void **state)
{
    static const struct {
        const char *path, *body, *location;
    } rows[] = {
        {"/b/K7Q42M/wishes", "do=support&list=new",
         "/b/K7Q42M/wishes?plain=supported&order=new"},
        {"/b/K7Q42M/wishes", "do=support&list=%22", "/b/K7Q42M/wishes?plain=supported"},
        {"/b/K7Q42M/wishes", "do=post&title=tent", "/b/K7Q42M/wishes/tent?plain=posted"},
        {"/b/K7Q42M/wishes", "title=a%0d%0aX:+y", "/b/K7Q42M/wishes?plain=posted"},
        {"/b/K7Q42M/wishes", "title=%zz", "/b/K7Q42M/wishes?plain=bad_field"},
        {"/b/K7Q42M/wishes", "a&a&a&a&a&a&a&a&a&a&a&a&a&a&a&a&a&a&a&a&a&a&a&a&a",
         "/b/K7Q42M/wishes?plain=bad_field"},
        {"/b/K7Q42M/a%22b", "", "/b/K7Q42M/a%22b?plain=supported"},
    };
    char origin[128];

    (void)state;
    snprintf(origin, sizeof origin, FORM_TYPE "Origin: http://vote.example:%d\r\n",
             rig.port);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct http_reply reply = post(rows[i].path, origin, rows[i].body);

        assert_int_equal(reply.status, 303);
        assert_string_equal(header(&reply, "Location"), rows[i].location);
        http_reply_done(&reply);
    }
    struct http_reply reply = post("/b/K7Q42M", origin, "do=post");

    assert_int_equal(reply.status, 404);
    http_reply_done(&reply);
    reply =
        post("/b/K7Q42M/wishes", FORM_TYPE "Origin: http://evil.example\r\n", "do=post");
    assert_int_equal(reply.status, 403);
    http_reply_done(&reply);
}

static void a_form_of_another_site_is_refused(void **state)
{
    static const char *const rows[] = {
        FORM_TYPE "Origin: http://evil.example\r\n",
        FORM_TYPE "Origin: null\r\n",
        FORM_TYPE "Referer: http://evil.example/j/K7Q42M\r\n",
        FORM_TYPE,
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct http_reply reply = post("/j/K7Q42M", rows[i], GOOD_FORM);
        assert_int_equal(reply.status, 403);
        assert_non_null(strstr(reply.body, "(bad_origin)"));
        http_reply_done(&reply);
    }
}

static void commands_go_over_http(void **state)
{
    char ours[192];
    const struct {
        const char *path, *headers;
        int status;
        const char *body;
    } rows[] = {
        {"/api/v1/room.list", ours, 200, "\"who\":\"____________ANN1\""},
        {"/api/v1/room.list",
         "Content-Type: application/json; charset=utf-8\r\nAuthorization: Bearer " TOKEN_ANN
         "\r\n",
         200, "\"who\":\"____________ANN1\""},
        {"/api/v1/room.list",
         "Content-Type: application/json\r\nCookie: clameur=" TOKEN_ANN "\r\n", 200,
         "\"who\":\"nobody\""},
        {"/api/v1/room.list",
         "Content-Type: application/json\r\nAuthorization: Bearer x\r\n", 401,
         "\"bad_token\""},
        {"/api/v1/room.list",
         "Content-Type: application/json\r\nOrigin: https://evil.example\r\n", 403,
         "\"bad_origin\""},
        {"/api/v1/room.list", "Content-Type: text/plain\r\n", 415, "\"unsupported_type\""},
        {"/api/v1/fail", "Content-Type: application/json\r\n", 409, "\"closed\""},
        {"/api/v1/a/b", "Content-Type: application/json\r\n", 404, "\"not_found\""},
    };

    (void)state;
    snprintf(ours, sizeof ours,
             "Content-Type: application/json\r\nCookie: clameur=" TOKEN_ANN
             "\r\nOrigin: http://vote.example:%d\r\n",
             rig.port);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct http_reply reply = post(rows[i].path, rows[i].headers, "{\"a\":1}");
        assert_int_equal(reply.status, rows[i].status);
        assert_non_null(strstr(reply.body, rows[i].body));
        assert_string_equal(header(&reply, "Content-Type"), "application/json");
        http_reply_done(&reply);
    }
}

static void other_methods_are_named(void **state)
{
    struct http_reply reply = get("/api/v1/room.list", "");

    (void)state;
    assert_int_equal(reply.status, 405);
    assert_string_equal(header(&reply, "Allow"), "POST");
    http_reply_done(&reply);
    reply = post("/healthz", "", "");
    assert_int_equal(reply.status, 405);
    assert_string_equal(header(&reply, "Allow"), "GET, HEAD");
    http_reply_done(&reply);
    reply = http_ask(rig.port, false, "DELETE /j/K7Q42M HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_int_equal(reply.status, 405);
    assert_string_equal(header(&reply, "Allow"), "GET, HEAD, POST");
    http_reply_done(&reply);
    reply = get("/ws", "");
    assert_int_equal(reply.status, 426);
    assert_string_equal(header(&reply, "Upgrade"), "websocket");
    http_reply_done(&reply);
}

static void assets_are_served_by_name_only(void **state)
{
    struct http_reply reply = get("/assets/favicon.svg", "");

    (void)state;
    assert_int_equal(reply.status, 200);
    assert_string_equal(header(&reply, "Content-Type"), "image/svg+xml");
    assert_int_equal(strncmp(reply.body, "<svg", 4), 0);
    http_reply_done(&reply);
    reply = get("/favicon.ico", "");
    assert_string_equal(header(&reply, "Content-Type"), "image/svg+xml");
    http_reply_done(&reply);
    reply = get("/assets/../pages/join.en.html", "");
    assert_int_equal(reply.status, 404);
    http_reply_done(&reply);
    reply = get("/assets/%2e%2e%2fpages%2fjoin.en.html", "");
    assert_int_equal(reply.status, 404);
    http_reply_done(&reply);
}

/* It has to be a script, compared each time, and allowed to fetch from here alone. */
static void the_worker_of_kiosks_is_asked_for_anew(void **state)
{
    struct http_reply reply = get("/kiosk-sw.js", "");

    (void)state;
    assert_int_equal(reply.status, 200);
    assert_string_equal(header(&reply, "Content-Type"), "text/javascript; charset=utf-8");
    assert_string_equal(header(&reply, "Cache-Control"), "no-cache");
    assert_string_equal(header(&reply, "Content-Security-Policy"),
                        "default-src 'none'; connect-src 'self'; frame-ancestors 'none'");
    http_reply_done(&reply);
    reply = get("/kiosk/K7Q42M", "");
    assert_non_null(strstr(reply.body, "<!--kiosk-->"));
    http_reply_done(&reply);
}

static bool metric(const struct http_reply *reply, const char *line)
{
    const char *found = strstr(reply->body, line);

    return found && found[-1] == '\n';
}

static void metrics_add_up_the_workers(void **state)
{
    struct http_reply reply;

    (void)state;
    atomic_store(&rig.page.workers[1].pid, 2);
    atomic_store(&rig.page.workers[1].commands, 40);
    atomic_store(&rig.page.workers[0].commands, 2);
    atomic_store(&rig.page.workers[2].commands, 1000); /* Dead: it did what it did. */
    atomic_store(&rig.page.workers[2].connections, 9); /* But holds nothing. */
    atomic_store(&rig.page.workers[0].store_up, 1);
    reply = get("/metrics", "");
    assert_int_equal(reply.status, 200);
    assert_true(metric(&reply, "# TYPE clameur_commands_total counter\n"));
    assert_true(metric(&reply, "clameur_commands_total 1042\n"));
    assert_true(metric(&reply, "# TYPE clameur_connections gauge\n"));
    assert_true(metric(&reply, "clameur_connections 0\n"));
    assert_true(metric(&reply, "clameur_store_up 0\n")); /* Not of all. */
    assert_true(metric(&reply, "clameur_workers 2\n"));
    http_reply_done(&reply);
    atomic_store(&rig.page.workers[1].pid, 0);
}

static void metrics_tell_of_the_clerk(void **state)
{
    struct http_reply reply;

    (void)state;
    atomic_store(&rig.page.clerk.deliveries, 7);
    atomic_store(&rig.page.clerk.seen_ms, UINT64_MAX);
    reply = get("/metrics", "");
    assert_true(metric(&reply, "clameur_clerk_deliveries_total 7\n"));
    assert_true(metric(&reply, "clameur_clerk_up 0\n"));
    assert_true(metric(&reply, "clameur_clerk_idle_seconds 0\n"));
    http_reply_done(&reply);
    atomic_store(&rig.page.clerk.pid, 1);
    atomic_store(&rig.page.clerk.seen_ms, 1);
    reply = get("/metrics", "");
    assert_true(metric(&reply, "clameur_clerk_up 1\n"));
    assert_false(metric(&reply, "clameur_clerk_idle_seconds 0\n"));
    http_reply_done(&reply);
    atomic_store(&rig.page.clerk.pid, 0);
}

static void set_image(void *argument)
{
    rig.service.image_len = *(size_t *)argument;
}

/* Asks for the picture, and reads no more than that it comes. */
static void ask_slowly(struct http_client *client)
{
    static const char request[] = "GET /image/K7Q42M/wishes/tent HTTP/1.1\r\n"
                                  "Host: vote.example\r\n\r\n";
    char begin[16];

    http_connect_small(client, rig.port, rig.tls, 4096);
    assert_true(http_send(client, request, sizeof request - 1));
    assert_true(http_read(client, begin, sizeof begin) > 0);
    assert_int_equal(strncmp(begin, "HTTP/1.1 200", 12), 0);
}

static int image_status(void)
{
    struct http_reply reply = get("/image/K7Q42M/wishes/tent", "");
    int status = reply.status;

    if (status == 200)
        assert_int_equal(reply.body_len, rig.service.image_len);
    else
        assert_non_null(strstr(reply.body, "\"too_many\""));
    http_reply_done(&reply);
    return status;
}

static void pictures_that_are_taken_slowly_are_bounded(void **state)
{
    size_t len = IMAGES_OUT_BYTES / 2;
    struct http_client clients[2];

    (void)state;
    rig_do(&rig, set_image, &len);
    ask_slowly(&clients[0]);
    ask_slowly(&clients[1]);
    assert_int_equal(image_status(), 429);
    http_close(&clients[0]);
    while (image_status() != 200) /* Until its end is noticed. */
        continue;
    http_close(&clients[1]);
    len = IMAGES_OUT_BYTES + 1;
    rig_do(&rig, set_image, &len);
    assert_int_equal(image_status(), 429);
}

static void set_down(void *argument)
{
    (void)argument;
    rig.service.state.up = false;
}

static void set_up(void *argument)
{
    (void)argument;
    rig.service.state.up = true;
}

static void health_says_what_is_wrong(void **state)
{
    struct http_reply reply;

    (void)state;
    atomic_store(&rig.page.clerk.seen_ms, UINT64_MAX); /* Just now. */
    reply = get("/healthz", "");
    assert_int_equal(reply.status, 200);
    assert_int_equal(strncmp(reply.body, "{\"status\":\"ok\"", 14), 0);
    assert_non_null(strstr(reply.body, "\"clerk\":\"ok\""));
    http_reply_done(&reply);
    atomic_store(&rig.page.clerk.seen_ms, 1); /* Votes are taken all the same. */
    reply = get("/healthz", "");
    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply.body, "\"clerk\":\"away\""));
    http_reply_done(&reply);
    rig_do(&rig, set_down, NULL);
    reply = get("/healthz", "");
    assert_int_equal(reply.status, 503);
    assert_int_equal(strncmp(reply.body, "{\"status\":\"store_down\"", 22), 0);
    http_reply_done(&reply);
    rig_do(&rig, set_up, NULL);
    atomic_store(&rig.page.disk_full, 1);
    reply = get("/healthz", "");
    assert_int_equal(reply.status, 503);
    assert_non_null(strstr(reply.body, "store_full"));
    http_reply_done(&reply);
    atomic_store(&rig.page.disk_full, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_holds_its_room),
        cmocka_unit_test(every_page_has_the_security_headers),
        cmocka_unit_test(a_page_may_connect_to_its_own_socket_only),
        cmocka_unit_test(a_newcomer_gets_a_token_and_keeps_it),
        cmocka_unit_test(a_language_is_asked_for_kept_or_guessed),
        cmocka_unit_test(a_page_is_gzipped_for_those_who_take_it),
        cmocka_unit_test(a_page_says_how_the_room_is),
        cmocka_unit_test(links_carry_the_name_the_visitor_used),
        cmocka_unit_test(head_is_get_without_a_body),
        cmocka_unit_test(a_code_leads_to_its_room),
        cmocka_unit_test(a_form_casts_and_comes_back),
        cmocka_unit_test(a_form_of_a_board_comes_back_to_it),
        cmocka_unit_test(a_form_of_another_site_is_refused),
        cmocka_unit_test(commands_go_over_http),
        cmocka_unit_test(other_methods_are_named),
        cmocka_unit_test(assets_are_served_by_name_only),
        cmocka_unit_test(the_worker_of_kiosks_is_asked_for_anew),
        cmocka_unit_test(pictures_that_are_taken_slowly_are_bounded),
        cmocka_unit_test(metrics_add_up_the_workers),
        cmocka_unit_test(metrics_tell_of_the_clerk),
        cmocka_unit_test(health_says_what_is_wrong),
    };
    int failed;

    rig_init(&rig, false);
    rig_start(&rig);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    rig_end(&rig);
    return failed;
}
