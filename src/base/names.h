/* SPDX-License-Identifier: Apache-2.0 */

/* Tables of names: what an enum is called in messages and in the store, by its numbers. */
#ifndef BASE_NAMES_H
#define BASE_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/* Which of the table's names this is. False if none: *out stays as it was. An enum that
 * counts from zero up is an unsigned, to the compilers too. */
bool names_find(const char *const names[], size_t n, const char *name, unsigned *out);

#endif
