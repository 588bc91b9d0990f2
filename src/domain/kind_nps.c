/* SPDX-License-Identifier: Apache-2.0 */

/* "Would you recommend us?", from 0 to 10, a cell for each. The score (share of 9 and 10,
 * less that of 0 to 6; Reichheld, "The One Number You Need to Grow", 2003) is for who shows
 * it. */
#include "domain/kind_row.h"

const struct kind_row kind_nps = {"nps", kind_one_step};
