/* SPDX-License-Identifier: Apache-2.0 */

/* What we say of the past of ideas. */
#include "wire/event.h"

#include <inttypes.h>

static void write_word(struct strbuf *out, const char *before, const char *word)
{
    if (!word[0])
        return;
    strbuf_puts(out, before);
    json_text(out, word, strlen(word));
}

void record_history_entry(struct strbuf *out, const struct history_entry *entry)
{
    strbuf_printf(out, "{\"at\":%" PRIu64 ",\"what\":\"%s\",\"by\":\"%s\"", entry->at_ms,
                  history_what_name(entry->what), history_by_name(entry->by));
    write_word(out, ",\"from\":", entry->before);
    write_word(out, ",\"to\":", entry->after);
    strbuf_puts(out, "}");
}
