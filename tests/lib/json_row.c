/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/json_row.h"

#include <assert.h>
#include <string.h>

const char *json_row(const char *text)
{
    static char out[MESSAGE_BYTES_MAX * 2];
    size_t i;

    assert(strlen(text) < sizeof out);
    for (i = 0; text[i]; i++)
        out[i] = text[i] == '\'' ? '"' : text[i];
    out[i] = '\0';
    return out;
}

enum err command_said(const char *text, struct command *out, struct command_blame *blame)
{
    const char *message = json_row(text);

    return command_parse(message, strlen(message), out, blame);
}

enum err body_said(const char *name, const char *text, struct command *out,
                   struct command_blame *blame)
{
    const char *body = json_row(text);

    return command_parse_body(name, body, strlen(body), out, blame);
}
