/* SPDX-License-Identifier: Apache-2.0 */

#include "clerk/post.h"

#include "base/limits.h"
#include "base/mem.h"
#include "clerk/public.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <uv.h>

#define CONNECT_MS      5000
#define CONNECTIONS_MAX 32L

struct post {
    struct post_options options;
    struct networks allow;
    CURLM *multi;
    struct clock_timer timer;
    struct list jobs;
};

/* A socket of curl's that we look at for it. */
struct look {
    uv_poll_t poll;
    struct post *post;
    curl_socket_t socket;
};

/* ---- Jobs that ended -------------------------------------------------------------------
 */

static const char *why_of(const struct post_job *job, CURLcode result)
{
    static const struct {
        CURLcode code;
        const char *why;
    } whys[] = {
        {CURLE_COULDNT_RESOLVE_HOST, "no_such_host"},
        {CURLE_OPERATION_TIMEDOUT, "timeout"},
        {CURLE_PEER_FAILED_VERIFICATION, "certificate"},
        {CURLE_SSL_CONNECT_ERROR, "tls"},
        {CURLE_COULDNT_CONNECT, "no_connection"},
    };

    if (job->is_refused)
        return "address";
    for (size_t i = 0; i < sizeof whys / sizeof *whys; i++)
        if (whys[i].code == result)
            return whys[i].why;
    return "broken";
}

static void release(struct post_job *job)
{
    curl_multi_remove_handle(job->post->multi, job->easy);
    curl_easy_cleanup(job->easy);
    curl_slist_free_all(job->list);
    job->easy = job->list = NULL;
    list_remove(&job->link);
}

static void end(CURL *easy, CURLcode result)
{
    struct post_job *job = NULL;
    char *private = NULL;
    long code = 0;

    (void)curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
    (void)curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &code);
    job = (struct post_job *)(void *)private;
    /* The status of an answer counts, also of one that was too long to be read. */
    bool is_answered = code >= 200 && (result == CURLE_OK || result == CURLE_WRITE_ERROR);
    const char *why = is_answered ? "" : why_of(job, result);

    release(job);
    job->done(job, is_answered ? (unsigned)code : 0, why);
}

static void hear(struct post *post)
{
    CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(post->multi, &left)))
        if (message->msg == CURLMSG_DONE)
            end(message->easy_handle, message->data.result);
}

/* ---- The loop, as curl wants it --------------------------------------------------------
 */

static void on_timer(struct clock_timer *timer)
{
    struct post *post = timer->owner;
    int running;

    (void)curl_multi_socket_action(post->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    hear(post);
}

static int set_timer(CURLM *multi, long ms, void *context)
{
    struct post *post = context;
    struct clock *clock = post->options.clock;

    (void)multi;
    if (ms < 0)
        clock->cancel(clock, &post->timer);
    else
        clock->after(clock, &post->timer, (uint64_t)ms);
    return 0;
}

static void on_socket(uv_poll_t *handle, int status, int events)
{
    struct look *look = handle->data;
    struct post *post = look->post;
    int flags = status < 0 ? CURL_CSELECT_ERR : 0, running;

    if (events & UV_READABLE)
        flags |= CURL_CSELECT_IN;
    if (events & UV_WRITABLE)
        flags |= CURL_CSELECT_OUT;
    (void)curl_multi_socket_action(post->multi, look->socket, flags, &running);
    hear(post);
}

static void free_look(uv_handle_t *handle)
{
    free(handle->data);
}

static int look_at(CURL *easy, curl_socket_t socket, int what, void *context, void *known)
{
    struct post *post = context;
    struct look *look = known;
    int events = 0;

    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        if (look) {
            uv_poll_stop(&look->poll);
            uv_close((uv_handle_t *)&look->poll, free_look);
            (void)curl_multi_assign(post->multi, socket, NULL);
        }
        return 0;
    }
    if (!look) {
        look = mem_zero(sizeof *look);
        look->post = post;
        look->socket = socket;
        look->poll.data = look;
        uv_poll_init_socket(post->options.loop, &look->poll, socket);
        (void)curl_multi_assign(post->multi, socket, look);
    }
    if (what != CURL_POLL_IN)
        events |= UV_WRITABLE;
    if (what != CURL_POLL_OUT)
        events |= UV_READABLE;
    uv_poll_start(&look->poll, events, on_socket);
    return 0;
}

/* ---- Where it may go
 * --------------------------------------------------------------------- */

/* The address that is connected to, whatever a name was resolved to before. */
static curl_socket_t open_socket(void *context, curlsocktype purpose,
                                 struct curl_sockaddr *to)
{
    struct post_job *job = context;
    struct address address = address_from(&to->addr);

    (void)purpose;
    if (!networks_hold(&job->post->allow, &address) &&
        (job->is_plain || !address_is_public(&address))) {
        job->is_refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* What it says does not matter, but that it ends. The signature is curl's. */
/* NOLINTNEXTLINE(readability-non-const-parameter) */
static size_t take_answer(char *bytes, size_t size, size_t n, void *context)
{
    struct post_job *job = context;

    (void)bytes;
    job->answer_bytes += size * n;
    return job->answer_bytes <= HOOK_ANSWER_BYTES ? size * n : 0;
}

/* ---- From outside
 * ------------------------------------------------------------------------ */

struct post *post_new(const struct post_options *options)
{
    struct post *post = mem_zero(sizeof *post);

    post->options = *options;
    post->timer = (struct clock_timer){.fire = on_timer, .owner = post};
    list_init(&post->jobs);
    /* The configuration was read with the same function. */
    (void)networks_read(options->allow, &post->allow);
    (void)curl_global_init(CURL_GLOBAL_DEFAULT);
    post->multi = curl_multi_init();
    (void)curl_multi_setopt(post->multi, CURLMOPT_SOCKETFUNCTION, look_at);
    (void)curl_multi_setopt(post->multi, CURLMOPT_SOCKETDATA, post);
    (void)curl_multi_setopt(post->multi, CURLMOPT_TIMERFUNCTION, set_timer);
    (void)curl_multi_setopt(post->multi, CURLMOPT_TIMERDATA, post);
    (void)curl_multi_setopt(post->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, CONNECTIONS_MAX);
    (void)curl_multi_setopt(post->multi, CURLMOPT_MAXCONNECTS, CONNECTIONS_MAX);
    return post;
}

static void set_bounds(CURL *easy, const struct post *post)
{
    (void)curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    (void)curl_easy_setopt(easy, CURLOPT_PROXY, ""); /* Whatever the environment says. */
    (void)curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    (void)curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    (void)curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)HOOK_TIMEOUT_MS);
    (void)curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    (void)curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    (void)curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_answer);
    if (post->options.ca)
        (void)curl_easy_setopt(easy, CURLOPT_CAINFO, post->options.ca);
}

void post_send(struct post *post, struct post_job *job)
{
    CURL *easy = curl_easy_init();
    struct curl_slist *list = NULL;

    for (size_t i = 0; i < POST_HEADERS_MAX && job->headers[i]; i++)
        list = curl_slist_append(list, job->headers[i]);
    /* Not "Expect: 100-continue": the answer to that costs a round trip. */
    list = curl_slist_append(list, "Expect:");
    job->post = post;
    job->easy = easy;
    job->list = list;
    job->answer_bytes = 0;
    job->is_refused = false;
    job->is_plain = strncmp(job->url, "https:", sizeof "https:" - 1) != 0;
    set_bounds(easy, post);
    (void)curl_easy_setopt(easy, CURLOPT_URL, job->url);
    (void)curl_easy_setopt(easy, CURLOPT_HTTPHEADER, list);
    (void)curl_easy_setopt(easy, CURLOPT_USERAGENT, "Clameur/" CLAMEUR_VERSION);
    (void)curl_easy_setopt(easy, CURLOPT_POSTFIELDS, job->body);
    (void)curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)job->len);
    (void)curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, job);
    (void)curl_easy_setopt(easy, CURLOPT_WRITEDATA, job);
    (void)curl_easy_setopt(easy, CURLOPT_PRIVATE, job);
    list_append(&post->jobs, &job->link);
    (void)curl_multi_add_handle(post->multi, easy); /* Begins when the timer fires. */
}

void post_free(struct post *post)
{
    while (!list_is_empty(&post->jobs))
        release(container_of(post->jobs.next, struct post_job, link));
    (void)curl_multi_cleanup(post->multi);
    post->options.clock->cancel(post->options.clock, &post->timer);
    curl_global_cleanup();
    free(post);
}
