/* SPDX-License-Identifier: Apache-2.0 */

/* clameur press: a picture as people sent it comes in at standard input, a plain one and a
 * small one of it leave at standard output: turned upright, without anything that was
 * written into the file, of a size that a phone can load. Started by a worker, once for
 * each picture. */
#ifndef PRESS_PRESS_H
#define PRESS_PRESS_H

#include "base/press.h"

/* Exits with it when the file is no picture that can be shown. */
#define PRESS_EXIT_BAD 3

/* Returns the exit status. */
int press_run(void);

/* What it wrote, in one piece; points into it. */
bool press_output_read(const char *bytes, size_t len, struct pressed *out);

#endif
