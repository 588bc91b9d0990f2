/* SPDX-License-Identifier: Apache-2.0 */

/* Ballots counted in other ways, or by groups: what is asked, and what is answered. */
#ifndef WIRE_COMMAND_COUNT_H
#define WIRE_COMMAND_COUNT_H

#include "base/buf.h"
#include "domain/ranked.h"
#include "domain/shift.h"
#include "wire/command.h"
#include "wire/fields.h"

void read_question_count(struct fields *f, struct command *c);
void read_question_split(struct fields *f, struct command *c);
void read_question_shift(struct fields *f, struct command *c);

/* A shift, and what it lies between. */
struct shift_told {
    uint32_t before, round;
    bool is_moves;
    bool hides_voters; /* Not how many they were, nor how many of them answered twice. */
    const struct shift *shift;
    const struct tally *tallies[2];
};
void shift_write(struct strbuf *out, const struct shift_told *told);

/* As docs/PROTOCOL.md has them. */
void ranked_pairs_write(struct strbuf *out, const struct ranked_pairs *pairs,
                        const struct ranked_ballots *ballots);
void ranked_runoff_write(struct strbuf *out, const struct ranked_runoff *run,
                         const struct ranked_ballots *ballots);

struct split;
void split_write(struct strbuf *out, const struct split *told);
/* ,"names":[…]: what its groups are called, where no segment says so. */
void split_names_write(struct strbuf *out, const char *const names[], size_t n);

#endif
