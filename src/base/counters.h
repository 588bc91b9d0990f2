/* SPDX-License-Identifier: Apache-2.0 */

/* What is counted about a worker, in one table.
 *
 * The counters of all workers lie in shared memory, a slot each, so that any
 * worker answers GET /metrics and /healthz for the instance. Only the owner
 * writes its slot; readers see each number whole. */
#ifndef BASE_COUNTERS_H
#define BASE_COUNTERS_H

#include "base/ticket_keys.h"

#include <stdatomic.h>
#include <stdint.h>

/* Twice as many as serve at a time: while new workers take over, the old are still there.
 */
#define COUNTERS_WORKERS_MAX 128

/* clang-format off */
/*    field                 type       help */
#define COUNTERS_TABLE(X)                                                              \
    X(accepted,             "counter", "Connections accepted.")                        \
    X(refused,              "counter", "Connections refused by a limit.")              \
    X(requests,             "counter", "HTTP requests answered.")                      \
    X(connections,          "gauge",   "WebSocket connections open.")                  \
    X(commands,             "counter", "Commands received.")                           \
    X(command_errors,       "counter", "Commands answered with an error.")             \
    X(ballots_counted,      "counter", "Ballots acknowledged as counted.")             \
    X(ballots_refused,      "counter", "Ballots answered otherwise.")                  \
    X(batches,              "counter", "Calls that carried ballots to the store.")     \
    X(batch_ballots,        "counter", "Ballots carried by those calls.")              \
    X(frames_sent,          "counter", "WebSocket writes.")                            \
    X(bytes_sent,           "counter", "Bytes written to WebSockets.")                 \
    X(snapshots,            "counter", "Snapshots sent.")                              \
    X(slow_closed,          "counter", "Connections closed for being too slow.")       \
    X(rooms_watched,        "gauge",   "Rooms with a mirror here.")                    \
    X(facts,                "counter", "Facts received.")                              \
    X(heals,                "counter", "Differences found and mended by the pulse.")   \
    X(store_calls,          "counter", "Calls to the store.")                          \
    X(store_errors,         "counter", "Calls to the store that failed.")              \
    X(store_reconnects,     "counter", "Connections made to the store.")               \
    X(store_up,             "gauge",   "1 when the store answers.")                    \
    X(store_full,           "gauge",   "1 when the store's disk or memory is nearly full.")
/* clang-format on */

/* What the clerk does; clameur_clerk_<field>. */
/* clang-format off */
/*    field                 type       help */
#define CLERK_COUNTERS_TABLE(X)                                                        \
    X(rooms,                "gauge",   "Rooms that the clerk minds.")                  \
    X(moves,                "counter", "Ideas that the clerk moved through a gate or out of time.") \
    X(deliveries,           "counter", "Messages that webhooks took.")                 \
    X(delivery_failures,    "counter", "Messages that webhooks did not take; most are tried again.") \
    X(waiting,              "gauge",   "Webhooks with a message under way, or to be tried again.")
/* clang-format on */

struct clerk_counters {
#define X(field, type, help) _Atomic uint64_t field;
    CLERK_COUNTERS_TABLE(X)
#undef X
    _Atomic uint64_t pid; /* 0: not running. */
    _Atomic uint64_t
        seen_ms; /* Monotonic time of its last look at what there is to mind. */
};

/* For so long it may be on its way: started again, or waiting for a store that fails over.
 */
#define CLERK_AWAY_MS 30000

/* One worker's slot. */
struct counters {
#define X(field, type, help) _Atomic uint64_t field;
    COUNTERS_TABLE(X)
#undef X
    _Atomic uint64_t pid;     /* 0: the slot is empty. */
    _Atomic uint64_t seen_ms; /* Monotonic time of the worker's last sign of life. */
};

/* The shared page: written by the supervisor, and the clerk its part; read by workers. */
struct counters_page {
    _Atomic uint64_t disk_full;    /* 1: less than the reserve is free. */
    _Atomic uint64_t redis_starts; /* Times the private Redis was started. */
    _Atomic uint64_t worker_starts;
    _Atomic uint64_t supervisor_pid, redis_pid; /* 0: there is none. */
    struct clerk_counters clerk;
    struct ticket_keys tickets;
    struct counters workers[COUNTERS_WORKERS_MAX];
};

static inline void count_add(_Atomic uint64_t *counter, uint64_t n)
{
    /* One writer, so no locked instruction is needed. */
    atomic_store_explicit(counter, atomic_load_explicit(counter, memory_order_relaxed) + n,
                          memory_order_relaxed);
}

static inline void count_set(_Atomic uint64_t *gauge, uint64_t n)
{
    atomic_store_explicit(gauge, n, memory_order_relaxed);
}

static inline uint64_t count_get(const _Atomic uint64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

#endif
