/* SPDX-License-Identifier: Apache-2.0 */

/* vsnprintf, at a fraction of its price for what we nearly always print: texts and counts.
 */
#ifndef BASE_PRINT_H
#define BASE_PRINT_H

#include <stdarg.h>
#include <stddef.h>

/* As vsnprintf: how long it would be; it was cut when that is not less than `cap`. */
__attribute__((format(printf, 3, 0))) size_t print_into(char *out, size_t cap,
                                                        const char *format, va_list args);
__attribute__((format(printf, 3, 4))) size_t print(char *out, size_t cap,
                                                   const char *format, ...);

#endif
