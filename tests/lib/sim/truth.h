/* SPDX-License-Identifier: Apache-2.0 */

/* What is so, by the data in the store alone, and what must hold of it:
 *
 *   a recount of the ballots is the tally
 *   a ballot that somebody was told is counted is there, or a later one of the same person;
 *     what the store forgot when it fell back is only counted
 *   one that may not be changed was not
 *   the journal is without gaps, and its last records are the records */
#ifndef TESTS_SIM_TRUTH_H
#define TESTS_SIM_TRUTH_H

#include "lib/sim/known.h"

void truth_read(struct sim *sim, struct known *truth);
/* sim_fail for what does not hold. */
void truth_audit(struct sim *sim, const struct known *truth);
struct person;
/* What `you` said of this person's own ballots. */
void truth_audit_own(struct sim *sim, const struct known *truth,
                     const struct person *person);
/* Is a ballot of this person in the store? */
bool truth_has_voted(struct sim *sim, uint32_t question, uint32_t round,
                     const struct participant *who);

#endif
