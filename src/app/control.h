/* SPDX-License-Identifier: Apache-2.0 */

/* How a command talks to the running server of a data folder: a line over
 * <data>/control.sock, answered by a line, "ok ..." or "no ...".
 *
 * Who may enter the folder, its owner alone, may command. One is heard at a time, the
 * others queue; an answer may take as long as the thing itself. */
#ifndef APP_CONTROL_H
#define APP_CONTROL_H

#include "app/complaint.h"
#include "app/data_folder.h"

#include <poll.h>
#include <stddef.h>
#include <stdint.h>

#define CONTROL_LINE_BYTES  2048 /* An address with its secrets fits. */
#define CONTROL_PATIENCE_MS 1000 /* Who does not say what it wants by then is let go. */

struct control {
    int listen_fd;
    int client; /* -1: nobody. */
    uint64_t deadline_ms;
    bool is_heard; /* Its line was handed out; it waits for the answer. */
    size_t len;
    char line[CONTROL_LINE_BYTES + 1];
};

bool control_open(struct control *out, const struct data_folder *folder,
                  struct complaint *complaint);
/* Removes the socket. Safe for one that was not opened, all zero. */
void control_close(struct control *control, const struct data_folder *folder);
/* What to wait for. */
struct pollfd control_poll(const struct control *control);
/* A whole request, once; NULL when there is none. Never waits. */
const char *control_hear(struct control *control, uint64_t now_ms);
/* To whoever was heard last, if it still waits; then the next may speak. */
void control_answer(struct control *control, bool is_ok, const char *text);
static inline bool control_is_waited_for(const struct control *control)
{
    return control->is_heard;
}

/* The other end: asks and waits for the answer. False with what the server said, or that
 * none is running here. */
bool control_ask(const struct data_folder *folder, const char *request,
                 char answer[COMPLAINT_BYTES], struct complaint *complaint);

#endif
