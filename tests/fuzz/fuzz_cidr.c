/* SPDX-License-Identifier: Apache-2.0 */

/* A list of trusted proxies, then what an X-Forwarded-For says. */
#include "net/address.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = calloc(1, size + 2), *forwarded = NULL;
    static struct networks networks;
    struct address peer = {{0}}, client;
    char shown[ADDRESS_TEXT_MAX];

    memcpy(text, data, size);
    forwarded = strchr(text, '\n');
    if (forwarded)
        *forwarded++ = '\0';
    else
        forwarded = text + size;
    if (!networks_read(text, &networks))
        networks.n = 0;
    for (size_t i = 0; i < networks.n; i++)
        if (networks.list[i].bits > 128 ||
            !networks_hold(&networks, &networks.list[i].base))
            __builtin_trap();
    if (networks.n)
        peer = networks.list[0].base;
    client = address_of_client(&networks, &peer, forwarded);
    /* A peer that is no proxy is believed nothing. */
    if (!networks.n && memcmp(&client, &peer, sizeof peer) != 0)
        __builtin_trap();
    address_write(&client, shown);
    (void)address_hash(&client);
    free(text);
    return 0;
}
