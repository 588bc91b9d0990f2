/* SPDX-License-Identifier: Apache-2.0 */

/* A link that makes its first visitor an owner of the space. */
#ifndef APP_OWNER_LINK_H
#define APP_OWNER_LINK_H

#include "app/config.h"

/* Prints it; the exit status. */
int owner_link_run(const struct config *config);

#endif
