/* SPDX-License-Identifier: Apache-2.0 */

/* Quiz: one option, or some where several may be ticked. Which are right is no matter of
 * the tally; domain/quiz.h. */
#include "domain/kind_row.h"

const struct kind_row kind_quiz = {"quiz", kind_some_options};
