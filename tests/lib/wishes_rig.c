/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/wishes_rig.h"

#include <stdio.h>

void wishes_hello(struct wishes_rig *rig, struct talk *talk, struct worker_rig *worker,
                  uint32_t person, const char *view)
{
    talk_open(talk, worker, person);
    talk_say(talk, "{\"mid\":0,\"cmd\":\"hello\",\"room\":\"%s\",\"view\":\"%s\"}",
             rig->code, view);
    talk_until(talk, "\"ev\":\"you\"");
}

#define ADD                                                                                \
    "\"cmd\":\"board.add\",\"id\":\"wishes\",\"def\":{\"kind\":\"ideas\",\"title\":"       \
    "\"Wishes\",\"ideas\":0}"
#define OPEN   "\"cmd\":\"board.move\",\"board\":\"wishes\",\"version\":1,\"phase\":\"open\""
#define REMOVE "\"cmd\":\"board.remove\",\"board\":\"wishes\",\"version\":2"

/* Until it is done: said again, as clients do, whenever the machine stood still for so
 * long that the store was taken to be away. */
static void until_done(struct talk *talk, unsigned mid, const char *fields)
{
    char re[32], away[64], ok[32];

    snprintf(re, sizeof re, "\"re\":%u,", mid);
    snprintf(away, sizeof away, "\"re\":%u,\"err\":{\"code\":\"try_again\"", mid);
    snprintf(ok, sizeof ok, "\"re\":%u,\"ok\"", mid);
    for (talk_until(talk, re); talk_has_heard(talk, away); talk_until(talk, re)) {
        talk_forget(talk);
        talk_say(talk, "{\"mid\":%u,%s}", mid, fields);
    }
    talk_until(talk, ok);
}

void wishes_make_board(struct wishes_rig *rig)
{
    talk_forget(&rig->host);
    talk_say(&rig->host, "{\"mid\":2," ADD "}");
    until_done(&rig->host, 2, ADD);
    talk_say(&rig->host, "{\"mid\":3," OPEN "}");
    until_done(&rig->host, 3, OPEN);
}

void wishes_say_remove_board(struct wishes_rig *rig)
{
    talk_say(&rig->host, "{\"mid\":4," REMOVE "}");
}

void wishes_until_removed(struct wishes_rig *rig)
{
    until_done(&rig->host, 4, REMOVE);
}

void wishes_open(struct wishes_rig *rig)
{
    redis_fixture_start(&rig->redis, NULL);
    rig_world_open(&rig->world);
    worker_rig_open(&rig->here, &rig->world, rig->redis.address);
    worker_rig_open(&rig->there, &rig->world, rig->redis.address);
    worker_rig_own(&rig->here, &rig->redis, HOST);
    talk_open(&rig->host, &rig->here, HOST);
    talk_say(&rig->host, "{\"mid\":1,\"cmd\":\"room.create\",\"id\":\"room\",\"settings\":"
                         "{\"title\":\"Summer club\",\"lang\":\"en\"}}");
    talk_until(&rig->host, "\"code\"");
    snprintf(rig->code, sizeof rig->code, "%s", talk_value(&rig->host, "code"));
    talk_close(&rig->host);
    wishes_hello(rig, &rig->host, &rig->here, HOST, "host");
    wishes_make_board(rig);
    wishes_hello(rig, &rig->ann, &rig->here, ANN, "phone");
    wishes_hello(rig, &rig->bob, &rig->there, BOB, "phone");
    talk_until(&rig->bob, "\"phase\":\"open\"");
}

void wishes_close(struct wishes_rig *rig)
{
    talk_close(&rig->host);
    talk_close(&rig->ann);
    talk_close(&rig->bob);
    worker_rig_close(&rig->here);
    worker_rig_close(&rig->there);
    rig_world_close(&rig->world);
    redis_fixture_stop(&rig->redis);
}
