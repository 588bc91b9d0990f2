/* SPDX-License-Identifier: Apache-2.0 */

/* Which group one is of: a single choice, whose last option, beyond those that the host
 * wrote, is not to say. */
#include "domain/kind_row.h"

const struct kind_row kind_segment = {"segment", kind_one_option};
