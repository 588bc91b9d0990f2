/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_cloud.h"

void read_cloud_list(struct fields *f, struct command *c)
{
    c->cloud.question = take_id(f, "question");
    c->cloud.n =
        fields_has(f, "n") ? take_u32(f, "n", 1, TERMS_LISTED_MAX) : TERMS_LISTED_MAX;
}

void read_cloud_hide(struct fields *f, struct command *c)
{
    static const struct text_limits limits = {1, TERM_CHARS_MAX, TERM_BYTES_MAX, 0};

    c->cloud.question = take_id(f, "question");
    take_text(f, "word", limits, c->cloud.word);
    if (!fields_has(f, "hide"))
        fields_fail(f, ERR_BAD_FIELD, "hide");
    c->cloud.hide = take_bool(f, "hide", true);
}
