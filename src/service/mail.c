/* SPDX-License-Identifier: Apache-2.0 */

#include "service/mail.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define MAIL_CAP_FIRST 4

void mail_add(struct mail *mail, struct buf *frames)
{
    if (mail->first > 0 && mail->first + mail->n == mail->cap) {
        memmove(mail->letters, mail->letters + mail->first,
                mail->n * sizeof *mail->letters);
        mail->first = 0;
    }
    if (mail->n == mail->cap) {
        mail->cap = mail->cap ? mail->cap * 2 : MAIL_CAP_FIRST;
        mail->letters = mem_resize(mail->letters, mail->cap * sizeof *mail->letters);
    }
    mail->letters[mail->first + mail->n++] = (struct letter){frames};
    mail->bytes += frames->len;
}

bool mail_gather(struct mail *mail, struct outgoing *outgoing, struct window *window)
{
    bool fits = true;

    while (mail->n > 0 && fits) {
        struct buf *frames = mail->letters[mail->first++].frames;

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
        buf_unref(mail->letters[mail->first + i].frames);
    free(mail->letters);
    *mail = (struct mail){0};
}
