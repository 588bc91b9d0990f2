/* SPDX-License-Identifier: Apache-2.0 */

/* A process locks itself up: from then on it can compute, and read and write what it holds
 * open already. No file, no socket, no other process, little time and memory. */
#ifndef PRESS_CELL_H
#define PRESS_CELL_H

#include <stdbool.h>

/* Closes everything but the standard streams. */
void cell_enter(void);
/* For good. False: then nothing hostile may be looked at here. */
bool cell_lock(void);

#endif
