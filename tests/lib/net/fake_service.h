/* SPDX-License-Identifier: Apache-2.0 */

/* The service layer as net sees it, without one: it answers everything by echo, and fans
 * out numbered messages to those who said "listen".
 *
 * It defines the very symbols of src/service, so it is included by a test, not linked
 * with all tests: see rig.h.
 *
 * What a session hears, and does:
 *   hello      is proven from now on
 *   listen     is sent every published message, "00000007:xxxx…"
 *   big        owes an answer of 3000 bytes
 *   leave      is closed with 4000 once all is written
 *   <other>    is sent the same text back */
#ifndef TESTS_NET_FAKE_SERVICE_H
#define TESTS_NET_FAKE_SERVICE_H

#include "base/list.h"
#include "service/carry.h"
#include "service/decks.h"
#include "service/images.h"
#include "service/once.h"
#include "service/pages.h"
#include "service/service.h"
#include "service/session.h"

#include <uv.h>

#define PUBLISHED_BYTES 200

struct service {
    uv_timer_t later; /* Answers what was asked, on the next turn. */
    struct list sessions, asked;
    unsigned published;
    bool holds; /* Nothing asked is answered while this is set. */
    struct store_state state;
    unsigned n_sessions, n_gathers, n_asked, n_abandoned, n_proven, n_ponged;
    size_t n_stuffed;
    size_t image_len; /* Of the one picture that there is, under any address. */
};

void fake_service_init(struct service *service, uv_loop_t *loop);
/* The loop must run once more. */
void fake_service_done(struct service *service);
void fake_service_publish(struct service *service, unsigned n);
/* Answers everything held. */
void fake_service_release(struct service *service);

#endif
