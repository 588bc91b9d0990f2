/* SPDX-License-Identifier: Apache-2.0 */

/* Reads records, facts and tallies as the functions in Redis pack them. Total: any bytes
 * and any reply give a record or false, and false leaves nothing to free. */
#ifndef STORE_RECORD_H
#define STORE_RECORD_H

#include "store/packet.h"
#include "store/store.h"

#include <hiredis/hiredis.h>

/* The rounds that the order of a room's record carries, in the same order. */
struct rounds {
    uint32_t round[QUESTIONS_PER_ROOM_MAX];
};

/* "q1:1,q3:2" */
bool order_read(struct packet text, struct room *room, struct rounds *rounds);

/* Records own bufs: free them with _done, which takes zeroed ones. */
bool room_record_read(struct packet packed, struct room_record *out, struct rounds *rounds);
void room_record_done(struct room_record *record);
bool question_record_read(struct packet packed, struct question_record *out);
void question_record_done(struct question_record *record);
bool fact_read(struct packet packed, struct fact *out);
void fact_done(struct fact *fact);
bool link_read(struct packet packed, struct link *out);

/* The greatest role of "host:<link>,stage:<link>". Words that are no roles are passed over.
 */
enum role grants_read(struct packet text);
/* Is one of them an auditor's, whatever else there is? */
bool grants_audit(struct packet text);
/* Which kiosk of the room it makes one; false: none. */
bool grants_device_read(struct packet text, struct id *out);
/* "<n> <cells> <ballot>" */
bool stored_ballot_read(struct packet text, uint32_t *n, struct packet *ballot);
/* "<revision> <voters> <count of cell 0> ...", as the functions write it: cells that nobody
 * voted for may be missing at the end. Empty: nobody has voted. */
bool tally_read(struct packet text, uint32_t round, struct tally *out);

/* A tally and the number of people here, as workers tell each other. */
struct tally_news {
    uint64_t worker, epoch;
    struct id question;
    struct tally tally;
};
struct people_news {
    uint64_t worker;
    uint32_t n;
};
void tally_news_write(const struct tally_news *news, struct strbuf *out);
bool tally_news_read(struct packet packed, struct tally_news *out);
void people_news_write(const struct people_news *news, struct strbuf *out);
bool people_news_read(struct packet packed, struct people_news *out);
bool reaction_news_read(struct packet packed, struct reaction_sums *out);

/* The bytes of a string reply; false for any other. */
bool reply_bytes(const redisReply *reply, struct packet *out);
bool reply_number(const redisReply *reply, uint64_t *out);

#endif
