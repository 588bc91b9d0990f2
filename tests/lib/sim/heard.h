/* SPDX-License-Identifier: Apache-2.0 */

/* What people hear, as JSON. Many hear the same: it is read once for all of them. */
#ifndef TESTS_SIM_HEARD_H
#define TESTS_SIM_HEARD_H

#include <jansson.h>
#include <stddef.h>

/* NULL if it is not JSON. Stays for a while: json_incref what is kept. */
json_t *heard_read(const char *text, size_t len);

#endif
