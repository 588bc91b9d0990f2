/* SPDX-License-Identifier: Apache-2.0 */

/* Heap that gives memory or ends the process.
 *
 * Small fixed allocations cannot be refused in a useful way; anything sized by
 * a user is capped before it comes here. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

__attribute__((malloc, returns_nonnull)) void *mem_alloc(size_t len);
__attribute__((malloc, returns_nonnull)) void *mem_zero(size_t len);
__attribute__((returns_nonnull)) void *mem_resize(void *old, size_t len);
__attribute__((malloc, returns_nonnull)) char *mem_text(const char *text);

#endif
