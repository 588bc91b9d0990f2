/* SPDX-License-Identifier: Apache-2.0 */

/* clameur press: a picture as people sent it comes in at standard input, a plain one and a
 * small one of it leave at standard output: turned upright, without anything that was
 * written into the file, of a size that a phone can load. clameur press 7: a PDF comes in,
 * and its seventh page leaves so, with its words. Started by a worker, once for each. */
#ifndef PRESS_PRESS_H
#define PRESS_PRESS_H

#include "base/press.h"

/* Exits with it when the file is no picture, or holds no page, that can be shown; */
#define PRESS_EXIT_BAD    3
#define PRESS_EXIT_LOCKED 4 /* when a password is asked for; */
#define PRESS_EXIT_FAULT  5 /* when it is not the file's fault. */

/* The line before what it writes, at most. */
#define PRESS_LINE_MAX 96

/* Returns the exit status. `page` is from 1; 0: a picture. */
int press_run(unsigned page);

/* What it wrote, in one piece; points into it. */
bool press_output_read(const char *bytes, size_t len, struct pressed *out);

#endif
