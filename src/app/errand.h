/* SPDX-License-Identifier: Apache-2.0 */

/* A command that talks to the store of the running server and ends: a loop and a store of
 * its own, and a way to wait for an answer, since there is nothing else to do. */
#ifndef APP_ERRAND_H
#define APP_ERRAND_H

#include <uv.h>

#include "app/complaint.h"
#include "app/config.h"
#include "app/data_folder.h"
#include "base/counters.h"
#include "store/store.h"

struct errand {
    const struct config *config;
    uv_loop_t loop;
    struct clock *clock;
    struct counters counters; /* Counted for nobody. */
    struct identity identity;
    struct store *store;
    char redis[DATA_ADDRESS_BYTES];
    char url[DATA_URL_BYTES]; /* Of the running server. */
};

/* `*out` must stay where it is. False when no server runs here. */
bool errand_open(struct errand *out, const struct config *config,
                 struct complaint *complaint);
/* The same for any store, whether a server runs or not. */
void errand_begin(struct errand *out, const struct config *config, const char *address);
void errand_close(struct errand *errand);

/* A request that is waited for. `keep`, if there is one, copies what is needed of the
 * result. */
struct errand_ask {
    struct store_request request;
    void (*keep)(void *into, const void *result);
    void *into;
    enum err err;
    bool is_done;
};
struct store_request *errand_ask(struct errand_ask *ask, void (*keep)(void *, const void *),
                                 void *into);
enum err errand_wait(struct errand *errand, struct errand_ask *ask);

#endif
