/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/event.h"

void notice_fields(struct strbuf *out, const struct notice *notice)
{
    char entry[ENTRY_ID_BYTES];

    entry_id_write(&notice->id, entry);
    strbuf_printf(out,
                  "\"entry\":\"%s\",\"at\":%llu,\"board\":\"%s\",\"idea\":\"%s\","
                  "\"what\":\"%s\",\"status\":\"%s\",\"state\":\"%s\",\"mine\":%s",
                  entry, (unsigned long long)notice->id.ms, notice->board->text,
                  notice->idea->text, news_what_name(notice->what),
                  idea_status_name(notice->status), idea_state_name(notice->state),
                  notice->is_mine ? "true" : "false");
}

void event_notice(struct strbuf *out, const struct notice *notice)
{
    strbuf_puts(out, "{\"ev\":\"notice\",");
    notice_fields(out, notice);
    strbuf_puts(out, "}");
}
