/* SPDX-License-Identifier: Apache-2.0 */

#include "clerk/public.h"

#include <assert.h>
#include <string.h>

/* From the registries of special addresses (RFC 6890), and what leads to IPv4 by another
 * name. */
static const char *const special[] = {
    "0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12",
    "192.0.0.0/24,192.0.2.0/24,192.88.99.0/24,192.168.0.0/16,198.18.0.0/15",
    "198.51.100.0/24,203.0.113.0/24,224.0.0.0/4,240.0.0.0/4",
    "::/96,100::/64,2001::/23,2001:db8::/32,fc00::/7,fe80::/9,ff00::/8,2002::/16",
    "64:ff9b::/96,64:ff9b:1::/48",
};

/* Only what is given out as of today; the rest is not anybody's. */
static const char *const global = "2000::/3";

static bool is_mapped(const struct address *address)
{
    static const uint8_t prefix[12] = {[10] = 0xff, [11] = 0xff};

    return memcmp(address->bytes, prefix, sizeof prefix) == 0;
}

static bool is_in(const char *list, const struct address *address)
{
    struct networks networks;
    bool is_read = networks_read(list, &networks);

    assert(is_read);
    return !is_read || networks_hold(&networks, address);
}

bool address_is_public(const struct address *address)
{
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (is_in(special[i], address))
            return false;
    return is_mapped(address) || is_in(global, address);
}
