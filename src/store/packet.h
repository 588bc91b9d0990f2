/* SPDX-License-Identifier: Apache-2.0 */

/* Netstrings in a row (5:hello,0:,): how records and facts are packed, by the functions
 * in Redis and by us. */
#ifndef STORE_PACKET_H
#define STORE_PACKET_H

#include "base/buf.h"
#include "base/id.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is left of a packet. Borrowed bytes. */
struct packet {
    const char *at;
    size_t len;
};

void packet_add(struct strbuf *out, const void *bytes, size_t len);
void packet_add_text(struct strbuf *out, const char *text);
void packet_add_number(struct strbuf *out, uint64_t number);

/* The next one; false, and `rest` unspecified, when the bytes are anything else. */
bool packet_next(struct packet *rest, struct packet *out);
/* The whole of `text`, as plain decimal digits. */
bool packet_number(struct packet text, uint64_t *out);
bool packet_next_number(struct packet *rest, uint64_t *out);
bool packet_next_u32(struct packet *rest, uint32_t *out);
bool packet_next_bool(struct packet *rest, bool *out); /* 0 or 1 */
bool packet_next_id(struct packet *rest, struct id *out);
/* A word of one of the tables of domain. */
#define WORD_BYTES_MAX 16
bool packet_next_word(struct packet *rest, char word[WORD_BYTES_MAX]);
bool packet_is(struct packet text, const char *word);
/* The next of words that are parted by one blank each; false for an empty one. */
bool packet_next_part(struct packet *rest, struct packet *out);
/* Copies text without NULs, and its end, into `out` of `size` bytes. */
bool packet_text(struct packet text, char *out, size_t size);

#endif
