/* SPDX-License-Identifier: Apache-2.0 */

/* What a report draws, in SVG. Screen readers pass it over: the figures stand in a table
 * beside it. */
#ifndef SERVICE_RESULTS_CHART_H
#define SERVICE_RESULTS_CHART_H

#include "service/results.h"
#include "store/store_terms.h"

/* n / of, to two places, as people of the report's language write it; "–" where `of` is 0.
 */
void chart_number(struct export_rows *rows, int64_t n, uint64_t of);

/* The first figures that are of one name: a bar for each answer. */
void chart_bars(struct export_rows *rows, const struct result_words *words,
                const struct figure *figures, size_t n);
/* The same of steps, side by side in their order. */
void chart_columns(struct export_rows *rows, const struct result_words *words,
                   const struct figure *figures, size_t n);
/* Pairs of means, across and up: where each answer was placed. */
void chart_plane(struct export_rows *rows, const struct result_words *words,
                 const struct figure *figures, size_t n);
/* A bar for each of the words that most said. */
void chart_words(struct export_rows *rows, const struct cloud *cloud);

#endif
