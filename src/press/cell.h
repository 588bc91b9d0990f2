/* SPDX-License-Identifier: Apache-2.0 */

/* A process locks itself up: from then on it can compute, and read and write what it holds
 * open already. No socket, no other process, no file (or fonts alone), little time and
 * memory. */
#ifndef PRESS_CELL_H
#define PRESS_CELL_H

#include <stdbool.h>

/* Closes everything but the standard streams. */
void cell_enter(void);
enum cell {
    CELL_CLOSED,     /* Opens no file at all. */
    CELL_WITH_FONTS, /* Reads fonts, and what tells of them, where the kernel can keep it to
                        those folders (Landlock); else as CELL_CLOSED. */
};
/* For good. False: then nothing hostile may be looked at here. */
bool cell_lock(enum cell cell);

/* Whether this build names the kernel's calls that are left: a sanitizer makes some of its
 * own, and they are known for two kinds of processor only. */
bool cell_names_calls(void);

#endif
