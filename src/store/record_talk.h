/* SPDX-License-Identifier: Apache-2.0 */

/* Reads comments and reports as the functions in Redis pack them. Total, like record.h. */
#ifndef STORE_RECORD_TALK_H
#define STORE_RECORD_TALK_H

#include "store/packet.h"
#include "store/store_talk.h"

/* A place in the queue. */
bool review_score_read(struct packet text, int64_t *out);
/* The listed words that it waits for, a line each; often empty. */
struct packet comment_card_listed(struct packet packed);
bool comment_card_read(struct packet packed, struct comment *out);
/* "<n> <on>"; empty: never. */
bool like_read(struct packet text, uint32_t *n, bool *on);
/* "<idea> <comment>", the comment perhaps none. */
bool review_thing_read(struct packet text, struct review_thing *out);
/* A number a reason; empty: none. Those of reasons that are newer than we are, are passed
 * over. */
bool review_reports_read(struct packet text, uint32_t reports[REPORT_REASONS]);

#endif
