/* SPDX-License-Identifier: Apache-2.0 */

#include "net/metrics.h"

#include "net/internal.h"
#include "net/routes.h"

#include "base/process.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name, *type, *help;
    size_t offset;
} fields[] = {
#define X(field, type, help) {#field, type, help, offsetof(struct counters, field)},
    COUNTERS_TABLE(X)
#undef X
};

static const struct {
    const char *name, *type, *help;
    size_t offset;
} clerk_fields[] = {
#define X(field, type, help)                                                               \
    {"clerk_" #field, type, help, offsetof(struct clerk_counters, field)},
    CLERK_COUNTERS_TABLE(X)
#undef X
};

static bool is_live(const struct counters *worker)
{
    return count_get(&worker->pid) != 0;
}

static uint64_t field_of(const void *counters, size_t offset)
{
    return count_get(
        (const _Atomic uint64_t *)(const void *)((const char *)counters + offset));
}

/* What was counted stays counted when a worker goes; a gauge goes with it. */
static bool is_counter(const char *type)
{
    return strcmp(type, "counter") == 0;
}

/* A gauge that says yes or no is yes when every worker says so, or any, never a sum of
 * them. */
static bool is_flag(const char *name)
{
    return strcmp(name, "store_up") == 0 || strcmp(name, "store_full") == 0;
}

static uint64_t total(const struct counters_page *page, size_t offset, bool with_gone,
                      bool *all)
{
    uint64_t sum = 0;

    *all = true;
    for (size_t i = 0; i < COUNTERS_WORKERS_MAX; i++) {
        if (!with_gone && !is_live(&page->workers[i]))
            continue;
        sum += field_of(&page->workers[i], offset);
        *all = *all && field_of(&page->workers[i], offset) != 0;
    }
    return sum;
}

static uint64_t value_of(const struct counters_page *page, const char *name,
                         const char *type, size_t offset)
{
    bool all;
    uint64_t sum = total(page, offset, is_counter(type), &all);

    if (!is_flag(name))
        return sum;
    return strcmp(name, "store_up") == 0 ? all && sum > 0 : sum > 0;
}

static void add(struct strbuf *out, const char *name, const char *type, const char *help,
                uint64_t value)
{
    const char *suffix = is_counter(type) ? "_total" : "";

    strbuf_printf(
        out, "# HELP clameur_%s%s %s\n# TYPE clameur_%s%s %s\nclameur_%s%s %" PRIu64 "\n",
        name, suffix, help, name, suffix, type, name, suffix, value);
}

static uint64_t live_workers(const struct counters_page *page)
{
    uint64_t n = 0;

    for (size_t i = 0; i < COUNTERS_WORKERS_MAX; i++)
        n += is_live(&page->workers[i]);
    return n;
}

/* ---- The clerk ---- */

static uint64_t clerk_idle_ms(const struct counters_page *page, uint64_t now_ms)
{
    uint64_t seen_ms = count_get(&page->clerk.seen_ms);

    return now_ms > seen_ms ? now_ms - seen_ms : 0;
}

static void add_clerk(const struct counters_page *page, uint64_t now_ms, struct strbuf *out)
{
    for (size_t i = 0; i < sizeof clerk_fields / sizeof *clerk_fields; i++)
        add(out, clerk_fields[i].name, clerk_fields[i].type, clerk_fields[i].help,
            field_of(&page->clerk, clerk_fields[i].offset));
    add(out, "clerk_up", "gauge", "1 when the clerk runs.",
        count_get(&page->clerk.pid) != 0);
    add(out, "clerk_idle_seconds", "gauge",
        "Seconds since the clerk last looked at what there is to mind.",
        clerk_idle_ms(page, now_ms) / 1000);
}

/* ---- Processes, by the names that Prometheus has for them ---- */

struct process {
    char role[24];
    pid_t pid;
};

/* Supervisor, private Redis, clerk, workers. While new workers take over there are two of
 * each; the places of a reload have names of their own. */
#define PROCESSES_MAX (COUNTERS_WORKERS_MAX + 3)

static size_t find_processes(const struct counters_page *page,
                             struct process out[PROCESSES_MAX])
{
    const size_t places = COUNTERS_WORKERS_MAX / 2;
    size_t n = 0;

    out[n++] = (struct process){"supervisor", (pid_t)count_get(&page->supervisor_pid)};
    out[n++] = (struct process){"redis", (pid_t)count_get(&page->redis_pid)};
    out[n++] = (struct process){"clerk", (pid_t)count_get(&page->clerk.pid)};
    for (size_t i = 0; i < COUNTERS_WORKERS_MAX; i++) {
        out[n].pid = (pid_t)count_get(&page->workers[i].pid);
        (void)snprintf(out[n].role, sizeof out[n].role, "worker.%zu%s", i % places + 1,
                       i < places ? "" : "b");
        n++;
    }
    return n;
}

static void add_processes(const struct counters_page *page, struct strbuf *out)
{
    struct process processes[PROCESSES_MAX];
    size_t n = find_processes(page, processes);

    strbuf_puts(out, "# HELP process_cpu_seconds_total User and system time of a process.\n"
                     "# TYPE process_cpu_seconds_total counter\n");
    for (size_t i = 0; i < n; i++)
        if (processes[i].pid)
            strbuf_printf(out, "process_cpu_seconds_total{process=\"%s\"} %.6f\n",
                          processes[i].role,
                          (double)process_cpu_us(processes[i].pid) / 1e6);
    strbuf_puts(out, "# HELP process_resident_memory_bytes Memory of a process.\n"
                     "# TYPE process_resident_memory_bytes gauge\n");
    for (size_t i = 0; i < n; i++)
        if (processes[i].pid)
            strbuf_printf(out,
                          "process_resident_memory_bytes{process=\"%s\"} %" PRIu64 "\n",
                          processes[i].role, process_resident_bytes(processes[i].pid));
}

void metrics_text(const struct counters_page *page, uint64_t now_ms, struct strbuf *out)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        add(out, fields[i].name, fields[i].type, fields[i].help,
            value_of(page, fields[i].name, fields[i].type, fields[i].offset));
    add(out, "workers", "gauge", "Workers running.", live_workers(page));
    add(out, "worker_starts", "counter", "Times a worker was started.",
        count_get(&page->worker_starts));
    add(out, "redis_starts", "counter", "Times the private Redis was started.",
        count_get(&page->redis_starts));
    add(out, "disk_full", "gauge", "1 when less than the reserve of disk is free.",
        count_get(&page->disk_full));
    add_clerk(page, now_ms, out);
    add_processes(page, out);
}

bool health_text(const struct counters_page *page, struct store_state store,
                 bool is_leaving, uint64_t now_ms, struct strbuf *out)
{
    const char *status = "ok", *why = NULL;

    if (is_leaving) {
        status = "stopping";
        why = "the server is stopping";
    } else if (!store.up) {
        status = "store_down";
        why = "the store does not answer";
    } else if (store.full || count_get(&page->disk_full)) {
        status = "store_full";
        why = "the store's disk or memory is nearly full";
    }
    strbuf_printf(out, "{\"status\":\"%s\"", status);
    if (why)
        strbuf_printf(out, ",\"reason\":\"%s\"", why);
    strbuf_printf(out,
                  ",\"store\":{\"up\":%s,\"full\":%s,\"keeps\":\"%s\",\"replicas\":%" PRIu32
                  "},\"clerk\":\"%s\",\"workers\":%" PRIu64 "}\n",
                  store.up ? "true" : "false", store.full ? "true" : "false",
                  store_keeps_word(store.promise.keeps), store.promise.replicas,
                  clerk_idle_ms(page, now_ms) > CLERK_AWAY_MS ? "away" : "ok",
                  live_workers(page));
    return !why;
}

static uint64_t now_ms(const struct server *server)
{
    return server->options.clock->mono_ms(server->options.clock);
}

void handle_metrics(struct exchange *exchange)
{
    struct server *server = exchange->conn->server;
    struct response response = exchange_response(exchange);
    struct strbuf body = {0};

    metrics_text(server->options.page, now_ms(server), &body);
    response.type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = body.text;
    response.len = body.len;
    exchange_answer(exchange, &response);
    strbuf_done(&body);
}

void handle_healthz(struct exchange *exchange)
{
    struct server *server = exchange->conn->server;
    struct response response = exchange_response(exchange);
    struct strbuf body = {0};
    bool well =
        health_text(server->options.page, service_store_state(server->options.service),
                    server->stop.is_stopping, now_ms(server), &body);

    response.status = well ? 200 : 503;
    response.type = "application/json";
    response.body = body.text;
    response.len = body.len;
    exchange_answer(exchange, &response);
    strbuf_done(&body);
}
