/* SPDX-License-Identifier: Apache-2.0 */

#include "app/works_uv.h"

#include "base/list.h"
#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>

struct job {
    uv_work_t work;
    struct work *asked;
};

static void run(uv_work_t *work)
{
    struct work *asked = ((struct job *)work->data)->asked;

    asked->run(asked);
}

static void done(uv_work_t *work, int status)
{
    struct job *job = work->data;
    struct work *asked = job->asked;

    (void)status; /* Nothing is ever cancelled. */
    free(job);
    asked->done(asked);
}

static void submit(struct works *works, struct work *work)
{
    struct works_uv *w = container_of(works, struct works_uv, works);
    struct job *job = mem_zero(sizeof *job);
    int status;

    job->asked = work;
    job->work.data = job;
    status = uv_queue_work(w->loop, &job->work, run, done);
    assert(status == 0);
}

void works_uv_init(struct works_uv *works, uv_loop_t *loop)
{
    works->works.submit = submit;
    works->loop = loop;
}
