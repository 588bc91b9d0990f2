/* SPDX-License-Identifier: Apache-2.0 */

/* clameur describe openapi|asyncapi: the protocol for programs, to standard output. */
#ifndef APP_DESCRIBE_PRINT_H
#define APP_DESCRIBE_PRINT_H

#include "app/config.h"

int describe_run(const struct config *config);

#endif
