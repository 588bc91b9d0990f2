/* SPDX-License-Identifier: Apache-2.0 */

/* Which addresses are anybody's on the internet: not this machine, not its own networks,
 * not those that mean something else. Pure. */
#ifndef CLERK_PUBLIC_H
#define CLERK_PUBLIC_H

#include "net/address.h"

bool address_is_public(const struct address *address);

#endif
