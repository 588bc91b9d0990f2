/* SPDX-License-Identifier: Apache-2.0 */

/* What people wrote, of whatever kind, as it is kept. */
#include "wire/json_in.h"
#include "wire/record.h"

#include <stdio.h>

static void copy(const json_t *object, const char *name, char *out, size_t size)
{
    const char *text = json_string_value(json_object_get(object, name));

    (void)snprintf(out, size, "%s", text ? text : "");
}

enum err written_texts_read(const struct buf *json, struct written_texts *out)
{
    json_t *object = NULL;
    enum err err = json_in_object(json->text, json->len, RECORD_BYTES_MAX, &object);

    if (!err) {
        copy(object, "title", out->title, sizeof out->title);
        copy(object, "text", out->text, sizeof out->text);
        copy(object, "name", out->name, sizeof out->name);
    }
    json_decref(object);
    return err ? ERR_INTERNAL : OK;
}
