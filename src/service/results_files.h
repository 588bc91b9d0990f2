/* SPDX-License-Identifier: Apache-2.0 */

/* The files that results are written to. */
#ifndef SERVICE_RESULTS_FILES_H
#define SERVICE_RESULTS_FILES_H

#include "service/export_source.h"

/* Percents have four places. */
#define PARTS_OF_ONE 10000
#define PARTS_OF_ALL (UINT64_C(100) * PARTS_OF_ONE)

/* Of the question in rows->note. */
void begin_question_ballots(struct export_rows *rows);
void begin_question_results(struct export_rows *rows);
/* Of all questions. */
void begin_room_results(struct export_rows *rows);
void begin_room_ballots(struct export_rows *rows);

/* A page; needs rows->words. */
void begin_report(struct export_rows *rows);

struct results_writer;
/* As one document; with ballots, or without. */
const struct results_writer *results_document(bool with_ballots);

#endif
