/* SPDX-License-Identifier: Apache-2.0 */

/* Who is calling, by address: for limits only, never kept. Pure. */
#ifndef NET_ADDRESS_H
#define NET_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sockaddr;

/* IPv6, or IPv4 mapped into it. */
struct address {
    uint8_t bytes[16];
};

#define ADDRESS_TEXT_MAX 46
#define NETWORKS_MAX     64

/* Anything but IP is all zero bytes. */
struct address address_from(const struct sockaddr *from);
/* "192.0.2.1", "2001:db8::1", "[2001:db8::1]:443", "192.0.2.1:443". */
bool address_read(const char *text, size_t len, struct address *out);
void address_write(const struct address *address, char out[ADDRESS_TEXT_MAX]);
/* What counts as one caller: an IPv4 address, or the /64 that one household or phone has in
 * IPv6. */
uint64_t address_hash(const struct address *address);

/* A list of networks, as of --trusted-proxies. */
struct networks {
    size_t n;
    struct network {
        struct address base;
        unsigned bits; /* Of 128. */
    } list[NETWORKS_MAX];
};

/* "10.0.0.0/8,::1"; NULL or empty is no network. False when it cannot be read. */
bool networks_read(const char *text, struct networks *out);
bool networks_hold(const struct networks *networks, const struct address *address);

/* The client behind `peer` by X-Forwarded-For: the rightmost address that is not a trusted
 * proxy's. What stands to the left of it was written by the client and proves nothing. A
 * peer that is not trusted, or names nobody, is the client itself. */
struct address address_of_client(const struct networks *trusted, const struct address *peer,
                                 const char *forwarded_for);

#endif
