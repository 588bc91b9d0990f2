/* SPDX-License-Identifier: Apache-2.0 */

#include "net/flush.h"

#include "net/conn.h"
#include "net/ws.h"

/* False when the budget is spent. */
static bool flush_list(struct list *list, unsigned *budget)
{
    struct list now;

    /* Those who come back during this are for the next turn. */
    list_init(&now);
    list_splice(&now, list);
    while (!list_is_empty(&now) && *budget) {
        struct conn *conn = container_of(now.next, struct conn, dirty);
        list_remove(&conn->dirty);
        conn->is_urgent = false;
        (*budget)--;
        if (ws_flush(conn) < 0)
            conn_kill(conn);
    }
    if (list_is_empty(&now))
        return true;
    list_splice(&now, list);
    list_splice(list, &now);
    return false;
}

static void turn(uv_idle_t *handle)
{
    struct flush *flush = handle->data;
    unsigned budget = FLUSH_PER_TURN_MAX;

    if (flush_list(&flush->urgent, &budget))
        flush_list(&flush->fanout, &budget);
    if (list_is_empty(&flush->urgent) && list_is_empty(&flush->fanout))
        uv_idle_stop(handle);
}

void flush_open(struct flush *flush, uv_loop_t *loop)
{
    list_init(&flush->urgent);
    list_init(&flush->fanout);
    uv_idle_init(loop, &flush->turn);
    flush->turn.data = flush;
    flush->is_open = true;
}

void flush_close(struct flush *flush)
{
    if (!flush->is_open)
        return;
    flush->is_open = false;
    uv_close((uv_handle_t *)&flush->turn, NULL);
}

void flush_mark(struct flush *flush, struct conn *conn, bool urgent)
{
    bool is_marked = !list_is_empty(&conn->dirty);

    if (!flush->is_open || (is_marked && (conn->is_urgent || !urgent)))
        return;
    list_remove(&conn->dirty);
    conn->is_urgent = urgent;
    list_append(urgent ? &flush->urgent : &flush->fanout, &conn->dirty);
    if (!uv_is_active((uv_handle_t *)&flush->turn))
        uv_idle_start(&flush->turn, turn);
}
