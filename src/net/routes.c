/* SPDX-License-Identifier: Apache-2.0 */

#include "net/routes.h"

#include <string.h>

#define JSON "application/json"
#define CSV  "text/csv"
#define FORM "application/x-www-form-urlencoded"

/* clang-format off */
static const struct route routes[] = {
    {METHOD_GET,  "/",             handle_page,       PAGE_JOIN,   VISIT_PAGE,    NULL, true,  false},
    {METHOD_GET,  "/j",            handle_go,         PAGE_JOIN,   VISIT_PAGE,    NULL, true,  false},
    {METHOD_GET,  "/j/*",          handle_page,       PAGE_JOIN,   VISIT_PAGE,    NULL, true,  false},
    {METHOD_POST, "/j/*",          handle_form,       PAGE_JOIN,   VISIT_FORM,    FORM, true,  false},
    {METHOD_GET,  "/b/**",         handle_page,       PAGE_BOARD,  VISIT_PAGE,    NULL, true,  false},
    {METHOD_POST, "/b/**",         handle_board_form, PAGE_BOARD,  VISIT_FORM,    FORM, true,  false},
    {METHOD_GET,  "/m/*",          handle_page,       PAGE_ME,     VISIT_PAGE,    NULL, true,  false},
    {METHOD_GET,  "/dash/*",       handle_page,       PAGE_DASH,   VISIT_PAGE,    NULL, true,  false},
    {METHOD_GET,  "/stage/*",      handle_page,       PAGE_STAGE,  VISIT_PAGE,    NULL, true,  false},
    {METHOD_GET,  "/host",         handle_page,       PAGE_HOST,   VISIT_PAGE,    NULL, true,  false},
    {METHOD_GET,  "/host/*",       handle_page,       PAGE_HOST,   VISIT_PAGE,    NULL, true,  false},
    {METHOD_GET,  "/poster/*",     handle_page,       PAGE_POSTER, VISIT_PAGE,    NULL, true,  false},
    {METHOD_GET,  "/fleet/*",      handle_page,       PAGE_FLEET,  VISIT_PAGE,    NULL, true,  false},
    {METHOD_GET,  "/kiosk/*",      handle_page,       PAGE_KIOSK,  VISIT_PAGE,    NULL, true,  false},
    {METHOD_GET,  "/kiosk-sw.js",  handle_kiosk_worker, PAGES,     VISIT_PAGE,    NULL, true,  false},
    {METHOD_GET,  "/assets/*",     handle_asset,      PAGES,       VISIT_PAGE,    NULL, true,  false},
    {METHOD_GET,  "/favicon.ico",  handle_icon,       PAGES,       VISIT_PAGE,    NULL, true,  false},
    {METHOD_GET,  "/robots.txt",   handle_robots,     PAGES,       VISIT_PAGE,    NULL, true,  false},
    {METHOD_GET,  "/embed/*",      handle_embed,      PAGES,       VISIT_PAGE,    NULL, true,  false},
    {METHOD_GET,  "/openapi.json", handle_openapi,    PAGES,       VISIT_PAGE,    NULL, true,  false},
    {METHOD_GET,  "/asyncapi.json", handle_asyncapi,  PAGES,       VISIT_PAGE,    NULL, true,  false},
    {METHOD_GET,  "/export/**",    handle_export,     PAGES,       VISIT_PAGE,    NULL, true,  false},
    {METHOD_GET,  "/r/*",          handle_report,     PAGES,       VISIT_PAGE,    NULL, true,  false},
    {METHOD_POST, "/import/**",    handle_import,     PAGES,       VISIT_PROGRAM, CSV,  false, true},
    {METHOD_GET,  "/image/**",     handle_image,      PAGES,       VISIT_PAGE,    NULL, false, false},
    {METHOD_POST, "/image/**",     handle_image_sent, PAGES,       VISIT_PROGRAM, NULL, false, true},
    {METHOD_POST, "/deck/**",      handle_deck_sent,  PAGES,       VISIT_PROGRAM, NULL, false, true},
    {METHOD_POST, "/api/v1/*",     handle_api,        PAGES,       VISIT_PROGRAM, JSON, false, false},
    {METHOD_GET,  "/ws",           handle_no_upgrade, PAGES,       VISIT_PAGE,    NULL, false, false},
    {METHOD_GET,  "/healthz",      handle_healthz,    PAGES,       VISIT_PAGE,    NULL, false, false},
    {METHOD_GET,  "/metrics",      handle_metrics,    PAGES,       VISIT_PAGE,    NULL, false, false},
};
/* clang-format on */

/* The rest of the path where the pattern has its star, "" where it has none; NULL: no
 * match. Two stars stand for several names with slashes between. */
static const char *match(const char *pattern, const char *path)
{
    size_t len = strcspn(pattern, "*");
    bool is_deep = pattern[len] && pattern[len + 1];

    if (!pattern[len])
        return strcmp(pattern, path) == 0 ? "" : NULL;
    if (strncmp(pattern, path, len) != 0)
        return NULL;
    path += len;
    if (!is_deep && strchr(path, '/'))
        return NULL;
    return *path && strlen(path) <= REST_BYTES_MAX ? path : NULL;
}

enum err route_find(const struct request *request, const struct route **out,
                    char rest[REST_BYTES_MAX + 1])
{
    enum method method = request->method == METHOD_HEAD ? METHOD_GET : request->method;
    enum err err = ERR_NOT_FOUND;

    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        const char *found = match(routes[i].pattern, request->path);
        if (!found)
            continue;
        err = ERR_METHOD;
        if (routes[i].method != method)
            continue;
        *out = &routes[i];
        memcpy(rest, found, strlen(found) + 1);
        return OK;
    }
    return err;
}

const char *routes_allow(const char *path)
{
    bool get = false, post = false;

    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        if (!match(routes[i].pattern, path))
            continue;
        get = get || routes[i].method == METHOD_GET;
        post = post || routes[i].method == METHOD_POST;
    }
    if (get && post)
        return "Allow: GET, HEAD, POST\r\n";
    return get ? "Allow: GET, HEAD\r\n" : "Allow: POST\r\n";
}
