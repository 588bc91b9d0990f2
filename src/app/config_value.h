/* SPDX-License-Identifier: Apache-2.0 */

/* How a value of each type is read, and what is said when it is none. */
#ifndef APP_CONFIG_VALUE_H
#define APP_CONFIG_VALUE_H

#include "app/config.h"

/* Writes the field of `option`; strings point to `text`, which stays where it is. A URL's
 * last slash is cut. False, with nothing written, when `text` is not allowed. */
bool config_value_read(struct config *config, enum config_option option, char *text);
/* "a whole number from 1 to 64" */
void config_value_allowed(enum config_option option, char *out, size_t cap);
/* It may hold a password and is not for logs. */
bool config_value_is_secret(enum config_option option);

#endif
