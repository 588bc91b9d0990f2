/* SPDX-License-Identifier: Apache-2.0 */

/* This or that: a choice of one among two. */
#include "domain/kind_row.h"

const struct kind_row kind_pair = {"pair", kind_one_option};
