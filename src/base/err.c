/* SPDX-License-Identifier: Apache-2.0 */

#include "base/err.h"

static const struct {
    int http;
    const char *code, *text;
} rows[ERR_COUNT] = {[OK] = {200, "ok", "ok"},
#define X(name, http, code, text) [name] = {http, code, text},
                     ERR_TABLE(X)
#undef X
};

const char *err_code(enum err e)
{
    return rows[e].code;
}

const char *err_text(enum err e)
{
    return rows[e].text;
}

int err_http_status(enum err e)
{
    return rows[e].http;
}
