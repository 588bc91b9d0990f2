/* SPDX-License-Identifier: Apache-2.0 */

/* Would a server run with this configuration, and keep its promises? A line for each thing.
 */
#ifndef APP_CHECK_H
#define APP_CHECK_H

#include "app/config.h"

/* Prints what it finds; the exit status says whether all is well. */
int check_run(const struct config *config);

#endif
