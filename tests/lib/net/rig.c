/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/net/rig.h"

#include "lib/net/fake_service.c" /* See rig.h. */
#include "net/pages.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- Files -------------------------------------------------------------------- */

static void file_write(const char *folder, const char *name, const char *text)
{
    char path[256];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    assert(file);
    fputs(text, file);
    fclose(file);
}

static void folder_make(const char *folder, const char *name)
{
    char path[256];
    int made;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    made = mkdir(path, 0700);
    assert(made == 0);
}

static void web_make(struct net_rig *rig)
{
    static const char *const pages[PAGES] = {"join", "stage", "host", "poster", "board",
                                             "me",   "kiosk", "dash", "fleet"};
    static const char *const languages[] = {"en", "fr"};
    char name[64], text[16384], filler[12000];

    memset(filler, 'f', sizeof filler);
    filler[sizeof filler - 1] = '\0';
    folder_make(rig->web, "pages");
    folder_make(rig->web, "locales");
    folder_make(rig->web, "assets");
    for (size_t p = 0; p < PAGES; p++)
        for (size_t l = 0; l < 2; l++) {
            snprintf(name, sizeof name, "pages/%s.%s.html", pages[p], languages[l]);
            snprintf(
                text, sizeof text,
                "<!doctype html><html lang=\"%s\"><!--%s--><head><!--clameur:head--></head>"
                "<main id=\"app\"><!--clameur:main--></main><!--clameur:state-->%s</html>",
                languages[l], pages[p], filler);
            file_write(rig->web, name, text);
            snprintf(name, sizeof name, "pages/%s.%s.csp", pages[p], languages[l]);
            file_write(
                rig->web, name,
                "default-src 'none'; connect-src 'self' %WS%; frame-ancestors 'none'\n");
        }
    file_write(rig->web, "locales/en.json",
               "{\"plain.title\":\"Live votes\",\"other\":\"x\"}");
    file_write(rig->web, "locales/fr.json",
               "{\"plain.title\":\"Votes en \\u00e9t\\u00e9\"}");
    file_write(rig->web, "assets/favicon.svg",
               "<svg xmlns=\"http://www.w3.org/2000/svg\"><circle r=\"4\"/></svg>");
    file_write(rig->web, "assets/kiosk-sw.js", "addEventListener('fetch', () => {});");
}

void rig_make_certificate(const char *name, const char *cert, const char *key)
{
    EVP_PKEY *pkey = EVP_EC_gen("P-256");
    X509 *x509 = X509_new();
    FILE *file;

    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509), -60);
    X509_gmtime_adj(X509_getm_notAfter(x509), 86400);
    X509_set_pubkey(x509, pkey);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC,
                               (const unsigned char *)name, -1, -1, 0);
    X509_set_issuer_name(x509, X509_get_subject_name(x509));
    X509_sign(x509, pkey, EVP_sha256());
    file = fopen(key, "w");
    assert(file);
    PEM_write_PrivateKey(file, pkey, NULL, NULL, 0, NULL, NULL);
    fclose(file);
    file = fopen(cert, "w");
    assert(file);
    PEM_write_X509(file, x509);
    fclose(file);
    X509_free(x509);
    EVP_PKEY_free(pkey);
}

/* ---- The server's thread ------------------------------------------------------ */

static void run_task(uv_async_t *wake)
{
    struct net_rig *rig = wake->data;
    struct rig_task *task;

    pthread_mutex_lock(&rig->lock);
    task = rig->task;
    rig->task = NULL;
    pthread_mutex_unlock(&rig->lock);
    if (!task)
        return;
    task->run(task->argument);
    pthread_mutex_lock(&rig->lock);
    task->is_done = true;
    pthread_cond_signal(&rig->done);
    pthread_mutex_unlock(&rig->lock);
}

static void *serve(void *argument)
{
    struct net_rig *rig = argument;

    while (!rig->is_ending)
        uv_run(&rig->loop, UV_RUN_ONCE);
    server_free(rig->server);
    fake_service_done(&rig->service);
    uv_close((uv_handle_t *)&rig->wake, NULL);
    uv_run(&rig->loop, UV_RUN_DEFAULT);
    return NULL;
}

void rig_do(struct net_rig *rig, void (*run)(void *argument), void *argument)
{
    struct rig_task task = {.run = run, .argument = argument};

    pthread_mutex_lock(&rig->lock);
    rig->task = &task;
    uv_async_send(&rig->wake);
    while (!task.is_done)
        pthread_cond_wait(&rig->done, &rig->lock);
    pthread_mutex_unlock(&rig->lock);
}

static int listen_anywhere(int *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int good = bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, 1024) == 0 &&
               getsockname(fd, (struct sockaddr *)&at, &len) == 0;

    assert(good);
    *port = ntohs(at.sin_port);
    return fd;
}

void rig_init(struct net_rig *rig, bool tls)
{
    *rig = (struct net_rig){.tls = tls};
    snprintf(rig->web, sizeof rig->web, "/tmp/clameur-net-XXXXXX");
    char *made = mkdtemp(rig->web);
    assert(made);
    web_make(rig);
    snprintf(rig->cert, sizeof rig->cert, "%s/cert.pem", rig->web);
    snprintf(rig->key, sizeof rig->key, "%s/key.pem", rig->web);
    if (tls)
        rig_make_certificate("first", rig->cert, rig->key);
    fake_clock_init(&rig->clock, 7);
    fake_clock_pass(&rig->clock, 1000000);
    uv_loop_init(&rig->loop);
    fake_service_init(&rig->service, &rig->loop);
    atomic_store(&rig->page.workers[0].pid, 1);
    rig->options = (struct server_options){
        .loop = &rig->loop,
        .clock = &rig->clock.clock,
        .counters = &rig->page.workers[0],
        .page = &rig->page,
        .service = &rig->service,
        .identity = &rig->identity,
        .listen_fd = listen_anywhere(&rig->port),
        .listen_fd_is_tls = tls,
        .tls_cert = tls ? rig->cert : NULL,
        .tls_key = tls ? rig->key : NULL,
        .base_url = "http://192.0.2.7:8080",
        .web_dir = rig->web,
    };
}

void rig_start(struct net_rig *rig)
{
    rig->server = server_new(&rig->options);
    assert(rig->server);
    pthread_mutex_init(&rig->lock, NULL);
    pthread_cond_init(&rig->done, NULL);
    uv_async_init(&rig->loop, &rig->wake, run_task);
    rig->wake.data = rig;
    pthread_create(&rig->thread, NULL, serve, rig);
}

/* ---- What tests do to it ------------------------------------------------------ */

struct pass {
    struct net_rig *rig;
    uint64_t n;
};

static void pass_now(void *argument)
{
    struct pass *pass = argument;

    fake_clock_pass(&pass->rig->clock, pass->n);
}

void rig_pass(struct net_rig *rig, uint64_t ms)
{
    rig_do(rig, pass_now, &(struct pass){rig, ms});
}

static void publish_now(void *argument)
{
    struct pass *pass = argument;

    fake_service_publish(&pass->rig->service, (unsigned)pass->n);
}

void rig_publish(struct net_rig *rig, unsigned n)
{
    rig_do(rig, publish_now, &(struct pass){rig, n});
}

static void closed_now(void *context)
{
    ((struct net_rig *)context)->is_closed = true;
}

static void stop_now(void *argument)
{
    struct pass *pass = argument;

    server_stop(pass->rig->server, (unsigned)pass->n, closed_now, pass->rig);
}

void rig_stop(struct net_rig *rig, unsigned grace_ms)
{
    rig_do(rig, stop_now, &(struct pass){rig, grace_ms});
}

struct rig_question {
    struct net_rig *rig;
    bool (*is_so)(struct net_rig *rig);
    bool answer;
};

static void ask_now(void *argument)
{
    struct rig_question *question = argument;

    question->answer = question->is_so(question->rig);
}

void rig_await(struct net_rig *rig, bool (*is_so)(struct net_rig *rig))
{
    struct rig_question question = {.rig = rig, .is_so = is_so};

    while (!question.answer)
        rig_do(rig, ask_now, &question); /* The loop makes a turn for each. */
}

static void cpu_now(void *argument)
{
    struct timespec used;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    *(uint64_t *)argument = (uint64_t)used.tv_sec * 1000000 + (uint64_t)used.tv_nsec / 1000;
}

uint64_t rig_cpu_us(struct net_rig *rig)
{
    uint64_t us = 0;

    rig_do(rig, cpu_now, &us);
    return us;
}

static void end_now(void *argument)
{
    ((struct net_rig *)argument)->is_ending = true;
}

static void hold_now(void *argument)
{
    struct pass *pass = argument;

    pass->rig->service.holds = pass->n;
    if (!pass->n)
        fake_service_release(&pass->rig->service);
}

void rig_hold(struct net_rig *rig, bool holds)
{
    rig_do(rig, hold_now, &(struct pass){rig, holds});
}

void rig_clean(struct net_rig *rig)
{
    char command[128];

    close(rig->options.listen_fd);
    snprintf(command, sizeof command, "rm -rf %s", rig->web);
    int removed = system(command);
    assert(removed == 0);
}

void rig_end(struct net_rig *rig)
{
    rig_do(rig, end_now, rig);
    pthread_join(rig->thread, NULL);
    int closed = uv_loop_close(&rig->loop);
    assert(closed == 0); /* Every handle is gone. */
    rig_clean(rig);
}
