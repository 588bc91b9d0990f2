/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/json_in.h"

#include "base/limits.h"

#include <stdbool.h>

/* jansson's own bound is fixed when it is built, at 2048 levels; each costs it a call.
 * Brackets that do not match are left for jansson to refuse. */
static bool is_too_deep(const char *text, size_t len)
{
    unsigned depth = 0;
    bool in_string = false;

    for (size_t i = 0; i < len; i++) {
        char c = text[i];

        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > JSON_DEPTH_MAX)
                return true;
        } else if ((c == '}' || c == ']') && depth > 0) {
            depth--;
        }
    }
    return false;
}

enum err json_in_object(const char *text, size_t len, size_t max, json_t **out)
{
    json_t *root;

    if (len > max)
        return ERR_TOO_BIG;
    if (is_too_deep(text, len))
        return ERR_MALFORMED;

    root = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(root)) {
        json_decref(root);
        return ERR_MALFORMED;
    }
    *out = root;
    return OK;
}
