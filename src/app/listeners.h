/* SPDX-License-Identifier: Apache-2.0 */

/* One listening socket for each worker slot, all on one port.
 *
 * The supervisor keeps them open for as long as it lives: a worker that dies leaves
 * its queue of connections to the next in its slot, none is reset. */
#ifndef APP_LISTENERS_H
#define APP_LISTENERS_H

#include "app/complaint.h"
#include "app/config.h"

struct listeners {
    uint32_t n;
    uint16_t port; /* The one in use, also when any was asked for. */
    bool is_any;   /* Every address of this machine. */
    bool is_loopback;
    int fds[CONFIG_WORKERS_MAX];
};

/* Fails when somebody else holds the port: with SO_REUSEPORT alone, two servers of one user
 * would share it in silence. */
bool listeners_open(struct listeners *out, const char *host, uint16_t port, uint32_t n,
                    struct complaint *complaint);
void listeners_close(struct listeners *listeners);

/* "http://192.168.1.20:8080": what other machines can reach, as far as one can tell from
 * here. */
#define LISTENERS_URL_BYTES 300
void listeners_url(const struct listeners *listeners, const char *host, bool is_tls,
                   char out[LISTENERS_URL_BYTES]);

#endif
