/* SPDX-License-Identifier: Apache-2.0 */

#include "service/mail.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define MAIL_CAP_FIRST 4

void mail_add(struct mail *mail, struct buf *frames)
{
    if (mail->first > 0 && mail->first + mail->n == mail->cap) {
        memmove(mail->messages, mail->messages + mail->first,
                mail->n * sizeof *mail->messages);
        mail->first = 0;
    }
    if (mail->n == mail->cap) {
        mail->cap = mail->cap ? mail->cap * 2 : MAIL_CAP_FIRST;
        mail->messages = mem_resize(mail->messages, mail->cap * sizeof *mail->messages);
    }
    mail->messages[mail->first + mail->n++] = frames;
    mail->bytes += frames->len;
}

bool mail_gather(struct mail *mail, struct outgoing *outgoing, struct window *window)
{
    bool fits = true;

    while (mail->n > 0 && fits) {
        struct buf *frames = mail->messages[mail->first++];

        mail->n--;
        mail->bytes -= frames->len;
        fits = outgoing_start(outgoing, frames, window);
        buf_unref(frames);
    }
    if (mail->n == 0)
        mail_done(mail); /* An idle connection holds no memory for answers. */
    return fits;
}

void mail_done(struct mail *mail)
{
    for (size_t i = 0; i < mail->n; i++)
        buf_unref(mail->messages[mail->first + i]);
    free(mail->messages);
    *mail = (struct mail){0};
}
