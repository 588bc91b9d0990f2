/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/alike.h"

#include <math.h>

#define WEAK_SHARE 0.15

double alike_weight(size_t ideas, size_t with, bool is_weak)
{
    double weight = log(2.0 + ((double)ideas + 1.0) / ((double)with + 1.0));

    return is_weak ? WEAK_SHARE * weight : weight;
}

double alike_score(const struct alike_side *typed, const struct alike_side *posted)
{
    if (typed->all <= 0.0 || posted->all <= 0.0)
        return 0.0;
    return sqrt(typed->met / typed->all * (posted->met / posted->all));
}
