/* SPDX-License-Identifier: Apache-2.0 */

#include "net/response.h"

#include "net/request.h"
#include "wire/event.h"

#include <stddef.h>

static const char strict_policy[] =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

static const char common_lines[] =
#define X(line, name, value) name " " value "\r\n"
    RESPONSE_LINES(X)
#undef X
    ;

static const struct {
    int status;
    const char *reason;
} reasons[] = {
    {200, "OK"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {426, "Upgrade Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
    {507, "Insufficient Storage"},
};

static const char *reason_of(int status)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return "Error";
}

struct buf *response_make(const struct response *response)
{
    static const char room[RESPONSE_PRE];
    struct strbuf out = {0};

    strbuf_add(&out, room, sizeof room);
    strbuf_printf(&out, "HTTP/1.1 %d %s\r\n", response->status,
                  reason_of(response->status));
    strbuf_puts(&out, common_lines);
    strbuf_printf(&out, "Content-Security-Policy: %s\r\nCache-Control: %s\r\n",
                  response->policy ? response->policy : strict_policy,
                  response->cache ? response->cache : "no-store");
    if (response->is_secure)
        strbuf_puts(&out, "Strict-Transport-Security: max-age=31536000\r\n"
                          "Cross-Origin-Opener-Policy: same-origin\r\n");
    if (response->type)
        strbuf_printf(&out, "Content-Type: %s\r\n", response->type);
    if (response->is_gzipped)
        strbuf_puts(&out, "Content-Encoding: gzip\r\n");
    if (response->tag)
        strbuf_printf(&out, "ETag: \"%s\"\r\n", response->tag);
    strbuf_puts(&out, response->headers ? response->headers : "");
    if (response->follows == BODY_WHOLE)
        strbuf_printf(&out, "Content-Length: %zu\r\n", response->len);
    else if (response->follows == BODY_CHUNKED)
        strbuf_puts(&out, "Transfer-Encoding: chunked\r\n");
    strbuf_puts(&out, "\r\n");
    if (!response->head_only)
        strbuf_add(&out, response->body, response->len);
    return strbuf_take(&out);
}

void response_tag(struct response *response, const char *tag, const char *if_none_match)
{
    response->tag = tag;
    if (!has_tag(if_none_match, tag))
        return;
    response->status = 304;
    response->type = NULL;
    response->is_gzipped = false;
    response->body = "";
    response->len = 0;
    response->follows = BODY_KNOWN;
}

struct buf *response_err(const struct response *basics, enum err err, int status)
{
    struct response response = *basics;
    struct strbuf body = {0};
    struct buf *made;

    answer_error(&body, false, NULL, err, &(struct error_detail){.n = 0});
    response.status = status ? status : err_http_status(err);
    response.type = "application/json";
    response.body = body.text;
    response.len = body.len;
    made = response_make(&response);
    strbuf_done(&body);
    return made;
}
