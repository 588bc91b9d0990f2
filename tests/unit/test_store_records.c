/* SPDX-License-Identifier: Apache-2.0 */

#include "store/library.h"
#include "store/record.h"
#include "store/redis_command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

static struct packet packet_of(const char *text)
{
    return (struct packet){text, strlen(text)};
}

/* ---- Packets ----------------------------------------------------------------------------
 */

static void a_packet_gives_back_what_was_added(void **state)
{
    struct strbuf out = {0};
    struct packet rest, text;
    uint64_t number;

    (void)state;
    packet_add_text(&out, "");
    packet_add(&out, "a\0,b", 4);
    packet_add_number(&out, 9007199254740993U);
    rest = (struct packet){out.text, out.len};
    assert_true(packet_next(&rest, &text));
    assert_int_equal(text.len, 0);
    assert_true(packet_next(&rest, &text));
    assert_memory_equal(text.at, "a\0,b", 4);
    assert_true(packet_next_number(&rest, &number));
    assert_true(number == 9007199254740993U);
    assert_false(packet_next(&rest, &text));
    strbuf_done(&out);
}

static void a_broken_packet_is_refused(void **state)
{
    static const char *const rows[] = {
        "",      ":",     "1",    "1:",    "1:a", "2:a,",       "1:ab",       "a:b,",
        "-1:a,", " 1:a,", "+1:a", "1 :a,", "0:",  "00000000:,", "99999999:a,"};
    struct packet out;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct packet rest = packet_of(rows[i]);

        if (packet_next(&rest, &out))
            fail_msg("taken: %s", rows[i]);
    }
}

static void a_number_is_digits_that_fit(void **state)
{
    uint64_t number = 5;

    (void)state;
    assert_false(packet_number(packet_of(""), &number));
    assert_false(packet_number(packet_of("-1"), &number));
    assert_false(packet_number(packet_of("1e3"), &number));
    assert_false(packet_number(packet_of("99999999999999999999"), &number));
    assert_int_equal(number, 5);
    assert_true(packet_number(packet_of("0"), &number));
    assert_int_equal(number, 0);
}

/* ---- Records
 * ------------------------------------------------------------------------------ */

static struct buf *pack(const char *const fields[], size_t n)
{
    struct strbuf out = {0};

    for (size_t i = 0; i < n; i++)
        packet_add_text(&out, fields[i]);
    return strbuf_take(&out);
}

#define FIELDS(array) array, sizeof(array) / sizeof((array)[0])

static const char *const good_room[] = {
    "room", "K7Q42M",    "2",         "17",           "4", "passcode", "",
    "q2",   "q1:1,q2:3", "{\"t\":1}", "1763783359123"};
static const char *const good_question[] = {
    "q2", "open", "3", "9", "2", "1763783359123",
    "1",  "{}",   "1", "2", "0", "restore 1763783359999"};

static void a_room_is_read_with_its_order(void **state)
{
    struct buf *packed = pack(FIELDS(good_room));
    struct room_record record;
    struct rounds rounds;

    (void)state;
    assert_true(
        room_record_read((struct packet){packed->text, packed->len}, &record, &rounds));
    assert_string_equal(record.room.code.text, "K7Q42M");
    assert_int_equal(record.room.epoch, 2);
    assert_int_equal(record.room.seq, 17);
    assert_int_equal(record.room.access, ACCESS_PASSCODE);
    assert_false(record.has_passcode);
    assert_int_equal(record.room.n_order, 2);
    assert_string_equal(record.room.order[1].text, "q2");
    assert_int_equal(rounds.round[1], 3);
    assert_string_equal(record.settings->text, "{\"t\":1}");
    room_record_done(&record);
    buf_unref(packed);
}

/* Any field spoilt spoils the record. */
static void a_record_with_a_broken_field_is_refused(void **state)
{
    static const struct {
        size_t at;
        const char *text;
    } rooms[] = {{0, ""},     {0, "ROOM"},   {1, "K7"},
                 {2, "-1"},   {3, "x"},      {4, ""},
                 {5, "shut"}, {6, "short"},  {7, "Q!"},
                 {8, "q1"},   {8, "q1:0"},   {8, "q1:1,"},
                 {8, ":1"},   {8, "q1:1,,"}, {8, "q1:99999999999"},
                 {10, "soon"}},
      questions[] = {{0, ""},          {1, "ajar"}, {2, "0"},          {2, "4294967296"},
                     {3, ""},          {4, "x"},    {5, "-1"},         {6, "2"},
                     {8, "x"},         {9, "3"},    {11, "restore"},   {11, "restore x"},
                     {11, "vanish 5"}, {11, " "},   {11, "restore 5 "}};

    (void)state;
    for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
        const char *fields[11];
        struct room_record record;

        memcpy(fields, good_room, sizeof good_room);
        fields[rooms[i].at] = rooms[i].text;
        struct buf *packed = pack(FIELDS(fields));
        bool taken =
            room_record_read((struct packet){packed->text, packed->len}, &record, NULL);
        /* A comma at the end of an order is as good as none. */
        if (taken)
            room_record_done(&record);
        if (taken != (strcmp(rooms[i].text, "q1:1,") == 0))
            fail_msg("field %zu: \"%s\"", rooms[i].at, rooms[i].text);
        buf_unref(packed);
    }
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        const char *fields[12];
        struct question_record record;

        memcpy(fields, good_question, sizeof good_question);
        fields[questions[i].at] = questions[i].text;
        struct buf *packed = pack(FIELDS(fields));
        assert_false(
            question_record_read((struct packet){packed->text, packed->len}, &record));
        buf_unref(packed);
    }
}

static const char *good_room_now[] = {"room", "K7Q42M", "2",  "17", "4", "invited", "",
                                      "",     "",       "{}", "5",  "",  ""};
static const char *good_question_now[] = {
    "q2", "open", "3", "9", "2", "0", "1", "{}", "1", "2", "0", "", "1763783359000"};

/* Records of a time before they said so, and of a room that is as all were, are read too.
 */
static void records_say_since_when_groups_are_told_and_rounds_open(void **state)
{
    struct room_record room;
    struct question_record question;

    (void)state;
    for (int on = 0; on < 2; on++) {
        good_room_now[12] = on ? "1763783359123" : "";
        struct buf *packed = pack(FIELDS(good_room_now));

        assert_true(
            room_record_read((struct packet){packed->text, packed->len}, &room, NULL));
        assert_int_equal(room.room.small_groups_ms, on ? 1763783359123 : 0);
        room_record_done(&room);
        buf_unref(packed);
    }
    struct buf *packed = pack(FIELDS(good_question_now));

    assert_true(
        question_record_read((struct packet){packed->text, packed->len}, &question));
    assert_int_equal(question.opened_ms, 1763783359000);
    question_record_done(&question);
    buf_unref(packed);
    packed = pack(FIELDS(good_question));
    assert_true(
        question_record_read((struct packet){packed->text, packed->len}, &question));
    assert_int_equal(question.opened_ms, 0);
    question_record_done(&question);
    buf_unref(packed);

    good_room_now[12] = "soon";
    good_question_now[12] = "";
    packed = pack(FIELDS(good_room_now));
    assert_false(room_record_read((struct packet){packed->text, packed->len}, &room, NULL));
    buf_unref(packed);
    packed = pack(FIELDS(good_question_now));
    assert_false(
        question_record_read((struct packet){packed->text, packed->len}, &question));
    buf_unref(packed);
}

static struct buf *a_fact(void)
{
    struct buf *room = pack(FIELDS(good_room)), *question = pack(FIELDS(good_question));
    const char *const head[] = {"fact",    "2", "17", "1763783359123", "question.opened",
                                "question"};
    struct strbuf out = {0};

    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
        packet_add_text(&out, head[i]);
    packet_add(&out, room->text, room->len);
    packet_add(&out, question->text, question->len);
    buf_unref(room);
    buf_unref(question);
    return strbuf_take(&out);
}

static void a_fact_is_read_whole(void **state)
{
    struct buf *packed = a_fact();
    struct fact fact;

    (void)state;
    assert_true(fact_read((struct packet){packed->text, packed->len}, &fact));
    assert_int_equal(fact.about, FACT_QUESTION);
    assert_string_equal(fact.name, "question.opened");
    assert_int_equal(fact.question.round, 3);
    assert_true(fact.question.may_change);
    assert_int_equal(fact.question.undo.move, MOVE_RESTORE);
    assert_int_equal(fact.question.undo.until_ms, 1763783359999);
    fact_done(&fact);
    buf_unref(packed);
}

/* Every prefix, and every byte replaced by some others: read or refused, nothing else. The
 * copies are of exact length, so that a sanitizer sees a byte too many. */
static void no_bytes_make_a_reader_stumble(void **state)
{
    static const char spoils[] = {'\0', '0', '9', ':', ',', -1};
    struct buf *packed = a_fact();
    size_t n_taken = 0;

    (void)state;
    for (size_t len = 0; len < packed->len; len++) {
        char *copy = malloc(len ? len : 1);
        struct fact fact;

        memcpy(copy, packed->text, len);
        assert_false(fact_read((struct packet){copy, len}, &fact));
        free(copy);
    }
    for (size_t at = 0; at < packed->len; at++) {
        for (size_t i = 0; i < sizeof spoils; i++) {
            char *copy = malloc(packed->len);
            struct fact fact;

            memcpy(copy, packed->text, packed->len);
            copy[at] = spoils[i];
            if (fact_read((struct packet){copy, packed->len}, &fact)) {
                n_taken++;
                fact_done(&fact);
            }
            free(copy);
        }
    }
    assert_in_range(n_taken, 1, packed->len * sizeof spoils / 2);
    buf_unref(packed);
}

static void a_tally_is_numbers_with_blanks_between(void **state)
{
    static const struct {
        const char *text;
        bool is_good;
        uint64_t revision, voters;
        int64_t first, third;
    } rows[] = {
        {"", true, 0, 0, 0, 0},
        {"7 3", true, 7, 3, 0, 0},
        {"7 3 2 0 1", true, 7, 3, 2, 1},
        {"7 3 -2 0 1", true, 7, 3, -2, 1},
        {"7 3 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", true, 7, 3, 1, 1},
        {"7 3 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", false, 0, 0, 0, 0},
        {"7", false, 0, 0, 0, 0},
        {"-7 3", false, 0, 0, 0, 0},
        {"7 3 ", false, 0, 0, 0, 0},
        {" 7 3", false, 0, 0, 0, 0},
        {"7  3", false, 0, 0, 0, 0},
        {"7 3 1e3", false, 0, 0, 0, 0},
        {"7 3 99999999999999999999", false, 0, 0, 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tally tally;

        assert_int_equal(
            tally_read((struct packet){rows[i].text, strlen(rows[i].text)}, 1, &tally),
            rows[i].is_good);
        if (!rows[i].is_good)
            continue;
        assert_int_equal(tally.revision, rows[i].revision);
        assert_int_equal(tally.voters, rows[i].voters);
        assert_int_equal(tally.counts[0], rows[i].first);
        assert_int_equal(tally.counts[2], rows[i].third);
    }
}

static void news_of_a_tally_come_back_as_sent(void **state)
{
    struct tally_news news = {.worker = UINT64_MAX >> 2, .epoch = 3}, read;
    struct people_news people;
    struct strbuf out = {0};

    (void)state;
    assert_true(id_read("q3", 2, &news.question));
    news.tally = tally_empty(2, CELLS_MAX);
    news.tally.revision = 77;
    news.tally.voters = 120;
    news.tally.counts[0] = 70;
    news.tally.counts[19] = -5;
    tally_news_write(&news, &out);
    assert_true(tally_news_read((struct packet){out.text, out.len}, &read));
    assert_memory_equal(&read.tally, &news.tally, sizeof read.tally);
    assert_true(read.worker == news.worker);
    assert_false(people_news_read((struct packet){out.text, out.len}, &people));
    assert_false(tally_news_read((struct packet){out.text, out.len - 1}, &read));
    strbuf_done(&out);
}

static void the_greatest_grant_counts(void **state)
{
    (void)state;
    assert_int_equal(grants_read(packet_of("")), ROLE_NONE);
    assert_int_equal(grants_read(packet_of("owner")), ROLE_OWNER);
    assert_int_equal(grants_read(packet_of("stage:a,host:b,stage:c")), ROLE_HOST);
    assert_int_equal(grants_read(packet_of("king:a,,:,stage")), ROLE_STAGE);
}

static void an_audit_counts_beside_a_greater_grant(void **state)
{
    (void)state;
    assert_false(grants_audit(packet_of("")));
    assert_false(grants_audit(packet_of("host:auditor,moderator:a")));
    assert_true(grants_audit(packet_of("host:a,auditor:b,stage:c")));
    assert_true(grants_audit(packet_of("auditor:b")));
    assert_int_equal(grants_read(packet_of("participant:a,auditor:b")), ROLE_AUDITOR);
    assert_int_equal(grants_read(packet_of("moderator:a,auditor:b")), ROLE_MODERATOR);
}

static void a_stored_ballot_has_three_parts(void **state)
{
    struct packet ballot;
    uint32_t n = 0;

    (void)state;
    assert_true(stored_ballot_read(packet_of("7 1:1,2:-3 {\"a b\":1}"), &n, &ballot));
    assert_int_equal(n, 7);
    assert_memory_equal(ballot.at, "{\"a b\":1}", 9);
    assert_true(stored_ballot_read(packet_of("7  "), &n, &ballot));
    assert_int_equal(ballot.len, 0);
    assert_false(stored_ballot_read(packet_of(""), &n, &ballot));
    assert_false(stored_ballot_read(packet_of("7"), &n, &ballot));
    assert_false(stored_ballot_read(packet_of("7 1:1"), &n, &ballot));
    assert_false(stored_ballot_read(packet_of("x 1:1 b"), &n, &ballot));
    assert_false(stored_ballot_read(packet_of("4294967296 1:1 b"), &n, &ballot));
}

static void a_command_is_written_in_redis_protocol(void **state)
{
    struct redis_command command = {0};
    struct strbuf out = {0};

    (void)state;
    redis_command_fcall(&command, "cast", 1);
    redis_command_key(&command, "{%s}:room", "r");
    redis_command_add(&command, "\0\n", 2);
    redis_command_number(&command, UINT64_MAX);
    redis_command_write(&command, &out);
    const char head[] = "*6\r\n$5\r\nFCALL\r\n$21\r\nclameur_cast_";
    const char tail[] = "\r\n$1\r\n1\r\n"
                        "$8\r\n{r}:room\r\n$2\r\n\0\n\r\n$20\r\n18446744073709551615\r\n";
    const size_t versioned = sizeof head - 1 + library_version_bytes;

    assert_int_equal(library_version_bytes, 8);
    assert_int_equal(out.len, versioned + sizeof tail - 1);
    assert_memory_equal(out.text, head, sizeof head - 1);
    assert_memory_equal(out.text + sizeof head - 1, library_version, library_version_bytes);
    assert_memory_equal(out.text + versioned, tail, sizeof tail - 1);
    redis_command_done(&command);
    strbuf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_packet_gives_back_what_was_added),
        cmocka_unit_test(a_broken_packet_is_refused),
        cmocka_unit_test(a_number_is_digits_that_fit),
        cmocka_unit_test(a_room_is_read_with_its_order),
        cmocka_unit_test(a_record_with_a_broken_field_is_refused),
        cmocka_unit_test(a_fact_is_read_whole),
        cmocka_unit_test(no_bytes_make_a_reader_stumble),
        cmocka_unit_test(a_tally_is_numbers_with_blanks_between),
        cmocka_unit_test(news_of_a_tally_come_back_as_sent),
        cmocka_unit_test(records_say_since_when_groups_are_told_and_rounds_open),
        cmocka_unit_test(the_greatest_grant_counts),
        cmocka_unit_test(an_audit_counts_beside_a_greater_grant),
        cmocka_unit_test(a_stored_ballot_has_three_parts),
        cmocka_unit_test(a_command_is_written_in_redis_protocol),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
