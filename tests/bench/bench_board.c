/* SPDX-License-Identifier: Apache-2.0 */

/* Does a board of a hundred thousand ideas stay quick? What a page of each order, a search,
 * a look for similar ideas, a post and a support take: milliseconds until the answer is
 * there, and processor time of the worker and of Redis.
 *
 *   bench_board [ideas]     one JSON object on stdout
 *
 * One worker's service without sockets on a real Redis that keeps what it acknowledges.
 * Words are made up, as common and as rare as those of people: the k-th is used 1/k times
 * as often as the first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/process.h"
#include "lib/service_rig.h"

#define IDEAS       (IDEAS_PER_BOARD_MAX - 500) /* There is room for those that are posted. */
#define WINDOW      500  /* Posts under way while the board is filled. */
#define TIMES       200  /* Each thing is done. */
#define TIMES_EACH  8    /* By one person, who may do no more at once. */
#define PAUSE_MS    1500 /* Until a worker may search as often again. */
#define VOCABULARY  30000
#define WORD_BYTES  16
#define TEXT_BYTES  400
#define HALF_LIFE_S 86400
#define HOST        1

struct bench {
    struct redis_fixture redis;
    struct rig_world world;
    struct worker_rig worker;
    struct rig filler;
    char code[CODE_CHARS + 1];
    uint32_t ideas, people;
    unsigned mid;
    uint64_t dice;
};

static uint64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* ---- Words --------------------------------------------------------------------------- */

static uint32_t roll(struct bench *bench, uint32_t n)
{
    bench->dice = bench->dice * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(bench->dice >> 33) % n;
}

/* The k-th word, of three or more syllables. */
static void put_word(char out[WORD_BYTES], uint32_t k)
{
    static const char consonants[] = "bdfglmnprstvkzjh", vowels[] = "aeiou";
    size_t len = 0;

    for (k += 6400; k && len + 2 < WORD_BYTES; k /= 80) {
        out[len++] = consonants[k % 16];
        out[len++] = vowels[k / 16 % 5];
    }
    out[len] = '\0';
}

/* As rare as it is late in the vocabulary: each doubling of the rank is as likely. */
static uint32_t roll_rank(struct bench *bench)
{
    uint32_t top = 2u << roll(bench, 15);

    return roll(bench, top < VOCABULARY ? top : VOCABULARY);
}

static void put_text(struct bench *bench, char out[TEXT_BYTES], unsigned words)
{
    size_t len = 0;

    for (unsigned i = 0; i < words && len + WORD_BYTES + 2 < TEXT_BYTES; i++) {
        char word[WORD_BYTES];

        put_word(word, roll_rank(bench));
        len += (size_t)snprintf(out + len, TEXT_BYTES - len, "%s%s", i ? " " : "", word);
    }
}

/* ---- A full board -----------------------------------------------------------------------
 */

struct filling {
    struct store_request request;
    size_t *n_out;
};

static void was_posted(struct store_request *request, enum err err, const void *result)
{
    struct filling *filling = request->owner;

    (void)result;
    assert_int_equal(err, OK);
    --*filling->n_out;
    free(filling);
}

static void post_one(struct bench *bench, uint32_t number, size_t *n_out)
{
    struct filling *filling = calloc(1, sizeof *filling);
    struct participant author = rig_person(1000 + number % 5000);
    char title[TEXT_BYTES], text[TEXT_BYTES], words[2 * TEXT_BYTES + 32], id[16];

    assert_non_null(filling);
    put_text(bench, title, 4 + roll(bench, 6));
    put_text(bench, text, number % 2 ? 25 : 1);
    int len =
        snprintf(words, sizeof words, "{\"title\":\"%s\",\"text\":\"%s\"}", title, text);
    struct buf *json = buf_new(words, (size_t)len);

    (void)snprintf(id, sizeof id, "i%u", number);
    const struct idea_place place = {rig_id("room"), rig_id("wishes"), rig_id(id)};
    *filling = (struct filling){{.done = was_posted, .owner = filling}, n_out};
    ++*n_out;
    store_idea_post(bench->filler.store, &filling->request, &place, &author,
                    &(struct idea_posting){.words = json, .half_life_s = HALF_LIFE_S});
    buf_unref(json);
}

static void fill(struct bench *bench)
{
    size_t n_out = 0;

    rig_open(&bench->filler, &bench->world, bench->redis.address);
    for (uint32_t i = 0; i < bench->ideas; i++) {
        post_one(bench, i, &n_out);
        while (n_out >= WINDOW)
            uv_run(&bench->world.loop, UV_RUN_ONCE);
    }
    while (n_out > 0)
        uv_run(&bench->world.loop, UV_RUN_ONCE);
    rig_close(&bench->filler);
}

static void make_room(struct bench *bench)
{
    struct talk host;

    worker_rig_own(&bench->worker, &bench->redis, HOST);
    talk_open(&host, &bench->worker, HOST);
    talk_say(&host, "{\"mid\":1,\"cmd\":\"room.create\",\"id\":\"room\",\"settings\":"
                    "{\"title\":\"Summer club\",\"lang\":\"en\"}}");
    talk_until(&host, "\"code\"");
    (void)snprintf(bench->code, sizeof bench->code, "%s", talk_value(&host, "code"));
    talk_say(&host, "{\"mid\":2,\"cmd\":\"hello\",\"room\":\"%s\",\"view\":\"host\"}",
             bench->code);
    talk_until(&host, "\"ev\":\"you\"");
    talk_say(&host, "{\"mid\":3,\"cmd\":\"board.add\",\"id\":\"wishes\",\"def\":{\"kind\":"
                    "\"ideas\",\"title\":\"Wishes\",\"ideas\":0}}");
    talk_until(&host, "\"re\":3,\"ok\"");
    talk_say(&host, "{\"mid\":4,\"cmd\":\"board.move\",\"board\":\"wishes\",\"version\":1,"
                    "\"phase\":\"open\"}");
    talk_until(&host, "\"re\":4,\"ok\"");
    talk_close(&host);
}

/* ---- Things to do: each writes its command's fields
 * ---------------------------------------
 */

static void page_top(struct bench *bench, char *out, size_t room)
{
    (void)bench;
    (void)snprintf(out, room, "\"cmd\":\"idea.list\",\"order\":\"top\"");
}

static void page_new(struct bench *bench, char *out, size_t room)
{
    (void)bench;
    (void)snprintf(out, room, "\"cmd\":\"idea.list\",\"order\":\"new\"");
}

static void page_trend(struct bench *bench, char *out, size_t room)
{
    (void)bench;
    (void)snprintf(out, room, "\"cmd\":\"idea.list\",\"order\":\"trend\"");
}

static void page_needs(struct bench *bench, char *out, size_t room)
{
    (void)bench;
    (void)snprintf(out, room, "\"cmd\":\"idea.list\",\"order\":\"needs\"");
}

/* Two words that many ideas have. */
static void search_common(struct bench *bench, char *out, size_t room)
{
    char a[WORD_BYTES], b[WORD_BYTES];

    put_word(a, roll(bench, 20));
    put_word(b, roll(bench, 20));
    (void)snprintf(out, room, "\"cmd\":\"idea.list\",\"search\":\"%s %s\"", a, b);
}

/* One word, half typed: two letters. */
static void search_begun(struct bench *bench, char *out, size_t room)
{
    char word[WORD_BYTES];

    put_word(word, roll_rank(bench));
    (void)snprintf(out, room, "\"cmd\":\"idea.list\",\"search\":\"%.2s\"", word);
}

static void search_rare(struct bench *bench, char *out, size_t room)
{
    char word[WORD_BYTES];

    put_word(word, 10000 + roll(bench, 20000));
    (void)snprintf(out, room, "\"cmd\":\"idea.list\",\"search\":\"%s\"", word);
}

static void similar(struct bench *bench, char *out, size_t room)
{
    char title[TEXT_BYTES];

    put_text(bench, title, 4 + roll(bench, 6));
    (void)snprintf(out, room, "\"cmd\":\"idea.similar\",\"title\":\"%s\"", title);
}

/* The title is as long as it may be, and its words are the most common ones. */
static void similar_worst(struct bench *bench, char *out, size_t room)
{
    char title[IDEA_TITLE_CHARS_MAX + 1];
    size_t len = 0;

    for (;;) {
        char word[WORD_BYTES];

        put_word(word, roll(bench, 60));
        if (len + strlen(word) + 1 > IDEA_TITLE_CHARS_MAX)
            break;
        len +=
            (size_t)snprintf(title + len, sizeof title - len, "%s%s", len ? " " : "", word);
    }
    (void)snprintf(out, room, "\"cmd\":\"idea.similar\",\"title\":\"%s\"", title);
}

static void post(struct bench *bench, char *out, size_t room)
{
    char title[TEXT_BYTES];

    put_text(bench, title, 6);
    (void)snprintf(out, room, "\"cmd\":\"idea.post\",\"id\":\"p%u\",\"title\":\"%s\"",
                   bench->mid, title);
}

static void support(struct bench *bench, char *out, size_t room)
{
    (void)snprintf(out, room,
                   "\"cmd\":\"idea.support\",\"idea\":\"i%u\",\"n\":1,\"on\":true",
                   roll(bench, bench->ideas));
}

/* ---- Doing them
 * ---------------------------------------------------------------------------
 */

static void over(uv_timer_t *timer)
{
    *(bool *)timer->data = true;
}

static void pause_for(struct bench *bench, uint64_t ms)
{
    uv_timer_t timer;
    bool is_over = false;

    uv_timer_init(&bench->world.loop, &timer);
    timer.data = &is_over;
    uv_timer_start(&timer, over, ms, 0);
    rig_until(&bench->world, &is_over);
    is_over = false;
    uv_close((uv_handle_t *)&timer, NULL);
    uv_run(&bench->world.loop, UV_RUN_NOWAIT);
}

static void join(struct bench *bench, struct talk *talk)
{
    talk_open(talk, &bench->worker, 100000 + bench->people++);
    talk_say(talk, "{\"mid\":0,\"cmd\":\"hello\",\"room\":\"%s\"}", bench->code);
    talk_until(talk, "\"ev\":\"you\"");
}

static uint64_t do_one(struct bench *bench, struct talk *talk,
                       void (*write)(struct bench *, char *, size_t))
{
    char fields[1024], awaited[32];

    write(bench, fields, sizeof fields);
    (void)snprintf(awaited, sizeof awaited, "\"re\":%u,\"ok\"", ++bench->mid);
    talk_forget(talk);
    uint64_t begun = now_us();

    talk_say(talk, "{\"mid\":%u,\"board\":\"wishes\",%s}", bench->mid, fields);
    talk_until(talk, awaited);
    return now_us() - begun;
}

static int by_size(const void *a, const void *b)
{
    const uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

    return (left > right) - (left < right);
}

static void measure(struct bench *bench, const char *name,
                    void (*write)(struct bench *, char *, size_t))
{
    const size_t half = TIMES / 2, nearly_all = TIMES * 99 / 100;
    uint64_t took[TIMES], worker = 0, redis = 0;
    struct talk talk;

    for (size_t i = 0; i < TIMES; i += TIMES_EACH) {
        join(bench, &talk);
        uint64_t worker_before = process_cpu_us(getpid());
        uint64_t redis_before = process_cpu_us(bench->redis.pid);

        for (size_t n = i; n < i + TIMES_EACH; n++)
            took[n] = do_one(bench, &talk, write);
        worker += process_cpu_us(getpid()) - worker_before;
        redis += process_cpu_us(bench->redis.pid) - redis_before;
        talk_close(&talk);
    }
    qsort(took, TIMES, sizeof *took, by_size);
    printf(",\n\"%s\":{\"p50_ms\":%.2f,\"p99_ms\":%.2f,\"max_ms\":%.2f,"
           "\"worker_us\":%.0f,\"redis_us\":%.0f}",
           name, (double)took[half] / 1e3, (double)took[nearly_all] / 1e3,
           (double)took[TIMES - 1] / 1e3, (double)worker / TIMES, (double)redis / TIMES);
    (void)fflush(stdout);
    pause_for(bench, PAUSE_MS);
}

static void bench_all(struct bench *bench)
{
    static const struct {
        const char *name;
        void (*write)(struct bench *, char *, size_t);
    } things[] = {
        {"page_top", page_top},
        {"page_new", page_new},
        {"page_trend", page_trend},
        {"page_needs", page_needs},
        {"search_common", search_common},
        {"search_begun", search_begun},
        {"search_rare", search_rare},
        {"similar", similar},
        {"similar_worst", similar_worst},
        {"post", post},
        {"support", support},
        {"page_top_after", page_top},
        {"similar_after", similar},
    };
    struct talk talk;
    uint64_t begun = now_us(), memory;

    fill(bench);
    printf("{\"ideas\":%u,\"fill_s\":%.1f", bench->ideas, (double)(now_us() - begun) / 1e6);
    memory = process_memory_bytes(getpid());
    join(bench, &talk);
    printf(",\"first_page_ms\":%.0f", (double)do_one(bench, &talk, page_top) / 1e3);
    printf(",\"shelf_mib\":%.1f",
           (double)(process_memory_bytes(getpid()) - memory) / (1 << 20));
    memory = process_memory_bytes(getpid());
    uint64_t indexing = now_us(), worker = process_cpu_us(getpid());

    printf(",\"first_search_ms\":%.0f", (double)do_one(bench, &talk, search_rare) / 1e3);
    while (talk_has_heard(&talk, "\"partial\":true")) {
        pause_for(bench, PAUSE_MS);
        (void)do_one(bench, &talk, search_rare);
    }
    printf(",\"index_s\":%.1f,\"index_cpu_ms\":%.0f", (double)(now_us() - indexing) / 1e6,
           (double)(process_cpu_us(getpid()) - worker) / 1e3);
    printf(",\"index_mib\":%.1f",
           (double)(process_memory_bytes(getpid()) - memory) / (1 << 20));
    talk_close(&talk);
    for (size_t i = 0; i < sizeof things / sizeof *things; i++)
        measure(bench, things[i].name, things[i].write);
    puts("}");
}

int main(int argc, char **argv)
{
    struct bench bench = {.ideas = IDEAS, .dice = 1};

    if (argc > 1)
        bench.ideas = (uint32_t)strtoul(argv[1], NULL, 10);
    redis_fixture_start(&bench.redis, NULL);
    rig_world_open(&bench.world);
    worker_rig_open(&bench.worker, &bench.world, bench.redis.address);
    make_room(&bench);
    bench_all(&bench);
    worker_rig_close(&bench.worker);
    rig_world_close(&bench.world);
    redis_fixture_stop(&bench.redis);
    return 0;
}
