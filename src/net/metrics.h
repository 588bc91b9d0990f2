/* SPDX-License-Identifier: Apache-2.0 */

/* What the instance says of itself, for machines: from the page of counters that all its
 * workers share, so any of them answers for all. */
#ifndef NET_METRICS_H
#define NET_METRICS_H

#include "base/buf.h"
#include "base/counters.h"
#include "service/service.h"

#include <stdbool.h>

/* Prometheus text: clameur_<field>, with _total on counters, summed over live workers; and
 * what each process uses. */
void metrics_text(const struct counters_page *page, uint64_t now_ms, struct strbuf *out);
/* {"status":"ok"}, or what is wrong; false then. A clerk that is away is said, but takes
 * nobody's votes away. `is_leaving`: the worker is stopping. */
bool health_text(const struct counters_page *page, struct store_state store,
                 bool is_leaving, uint64_t now_ms, struct strbuf *out);

#endif
