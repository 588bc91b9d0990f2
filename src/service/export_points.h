/* SPDX-License-Identifier: Apache-2.0 */

/* The leaderboard of a quiz as a file, with what everyone has in one of its questions. */
#ifndef SERVICE_EXPORT_POINTS_H
#define SERVICE_EXPORT_POINTS_H

#include "service/export_source.h"

#define POINT_COLUMNS_N 6
extern const char *const point_columns[POINT_COLUMNS_N];

void begin_points(struct export_rows *rows);
void more_points(struct export_rows *rows);

#endif
