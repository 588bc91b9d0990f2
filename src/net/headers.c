/* SPDX-License-Identifier: Apache-2.0 */

#include "net/headers.h"

#include "base/mem.h"

#include <assert.h>
#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    enum lws_token_indexes token;
    size_t field; /* A const char * of struct request. */
} known[] = {
    {WSI_TOKEN_HTTP, offsetof(struct request, version)},
    {WSI_TOKEN_HOST, offsetof(struct request, host)},
    {WSI_TOKEN_ORIGIN, offsetof(struct request, origin)},
    {WSI_TOKEN_HTTP_REFERER, offsetof(struct request, referer)},
    {WSI_TOKEN_HTTP_COOKIE, offsetof(struct request, cookie)},
    {WSI_TOKEN_HTTP_ACCEPT_LANGUAGE, offsetof(struct request, accept_language)},
    {WSI_TOKEN_HTTP_ACCEPT_ENCODING, offsetof(struct request, accept_encoding)},
    {WSI_TOKEN_HTTP_IF_NONE_MATCH, offsetof(struct request, if_none_match)},
    {WSI_TOKEN_HTTP_AUTHORIZATION, offsetof(struct request, authorization)},
    {WSI_TOKEN_HTTP_CONTENT_TYPE, offsetof(struct request, content_type)},
    {WSI_TOKEN_HTTP_CONTENT_LENGTH, offsetof(struct request, content_length)},
    {WSI_TOKEN_HTTP_TRANSFER_ENCODING, offsetof(struct request, transfer_encoding)},
    {WSI_TOKEN_HTTP_EXPECT, offsetof(struct request, expect)},
    {WSI_TOKEN_UPGRADE, offsetof(struct request, upgrade)},
    {WSI_TOKEN_VERSION, offsetof(struct request, ws_version)},
    {WSI_TOKEN_KEY, offsetof(struct request, ws_key)},
    {WSI_TOKEN_PROTOCOL, offsetof(struct request, ws_protocols)},
    {WSI_TOKEN_X_FORWARDED_FOR, offsetof(struct request, forwarded_for)},
};

/* A token of libwebsockets for each method that it tells apart. */
static const struct {
    enum lws_token_indexes token;
    enum method method;
} methods[] = {
    {WSI_TOKEN_GET_URI, METHOD_GET},       {WSI_TOKEN_HEAD_URI, METHOD_HEAD},
    {WSI_TOKEN_POST_URI, METHOD_POST},     {WSI_TOKEN_PUT_URI, METHOD_OTHER},
    {WSI_TOKEN_DELETE_URI, METHOD_OTHER},  {WSI_TOKEN_PATCH_URI, METHOD_OTHER},
    {WSI_TOKEN_OPTIONS_URI, METHOD_OTHER},
};

static const char forwarded_proto[] = "x-forwarded-proto:"; /* Unknown to the library. */

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct writer {
    char *at;
    size_t left;
    bool has_nul;
};

static const char *take(struct writer *writer, int copied)
{
    const char *text = writer->at;
    size_t len = copied > 0 ? (size_t)copied : 0;

    assert(len < writer->left);
    if (memchr(text, '\0', len))
        writer->has_nul = true;
    writer->at[len] = '\0';
    writer->at += len + 1;
    writer->left -= len + 1;
    return text;
}

static const char *copy(struct lws *wsi, struct writer *writer,
                        enum lws_token_indexes token)
{
    return take(writer, lws_hdr_copy(wsi, writer->at, (int)writer->left, token));
}

/* What a line of the head took, as far as the library shows. */
static size_t line_bytes(struct lws *wsi, enum lws_token_indexes token)
{
    int len = lws_hdr_total_length(wsi, token);

    if (len <= 0)
        return 0; /* As nearly all of the library's words are. */
    const char *name = (const char *)lws_token_to_string(token);
    size_t name_len = name ? strlen(name) : 0, sum = 0;

    if (!name_len)
        return 0;
    if (token == WSI_TOKEN_HTTP)
        return 1 + (size_t)len + 2; /* " HTTP/1.1" and the end of the line. */
    if (token == WSI_TOKEN_HTTP_URI_ARGS)
        return 1 + (size_t)len; /* With its question mark. */
    if (name[name_len - 1] != ':')
        return name_len + (size_t)len; /* "GET /" */
    /* A blank and the line's end; those sent again are shown with a blank more. */
    for (int i = 0; (len = lws_hdr_fragment_length(wsi, token, i)) > 0; i++)
        sum += name_len + (size_t)len + (i == 0 ? 3 : 1);
    return sum;
}

/* How long the head is: its address decoded, and without the headers that the library has
 * no name for, which it does not list, and bounds by the size of its table. */
static size_t head_bytes(struct lws *wsi)
{
    int len = lws_hdr_custom_length(wsi, forwarded_proto, (int)sizeof forwarded_proto - 1);
    size_t sum = 2; /* The empty line. */

    for (int i = 0; i < WSI_TOKEN_COUNT; i++)
        sum += line_bytes(wsi, (enum lws_token_indexes)i);
    if (len > 0)
        sum += sizeof forwarded_proto - 1 + (size_t)len + 3;
    return sum;
}

static void read_path(struct lws *wsi, struct writer *writer, struct request *request)
{
    request->method = METHOD_OTHER;
    request->path = "";
    for (size_t i = 0; i < COUNT(methods); i++) {
        if (!lws_hdr_total_length(wsi, methods[i].token))
            continue;
        request->method = methods[i].method;
        request->path = copy(wsi, writer, methods[i].token);
        return;
    }
}

static void read_args(struct lws *wsi, struct writer *writer, struct request *request)
{
    for (int i = 0; i < REQUEST_ARGS_MAX; i++) {
        int len = lws_hdr_copy_fragment(wsi, writer->at, (int)writer->left,
                                        WSI_TOKEN_HTTP_URI_ARGS, i);
        if (len < 0)
            return;
        request->args[request->n_args++] = take(writer, len);
    }
}

void head_read(struct lws *wsi, struct head *out)
{
    /* All copied values fit: they come out of a table of PARSER_BYTES_MAX, each gets a NUL,
     * and arguments are at most counted twice. */
    size_t cap = PARSER_BYTES_MAX + COUNT(known) + REQUEST_ARGS_MAX + 16;
    struct request *request = &out->request;

    *out = (struct head){.text = mem_alloc(cap)};
    struct writer writer = {.at = out->text, .left = cap};

    read_path(wsi, &writer, request);
    read_args(wsi, &writer, request);
    for (size_t i = 0; i < COUNT(known); i++) {
        const char *text = copy(wsi, &writer, known[i].token);
        memcpy((char *)request + known[i].field, &text, sizeof text);
    }
    request->forwarded_proto =
        take(&writer, lws_hdr_custom_copy(wsi, writer.at, (int)writer.left, forwarded_proto,
                                          (int)sizeof forwarded_proto - 1));
    request->has_nul = writer.has_nul;
    request->header_bytes = head_bytes(wsi);
}

void head_done(struct head *head)
{
    free(head->text);
    *head = (struct head){.text = NULL};
}
