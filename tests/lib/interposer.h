/* SPDX-License-Identifier: Apache-2.0 */

/* Stands between a Redis and those who talk to it over its unix socket, and kills somebody
 * at a chosen passage: each piece of at most a page, whichever way it goes, is one. So a
 * kill hits a place in what is done, not a moment. A process of its own. */
#ifndef TESTS_LIB_INTERPOSER_H
#define TESTS_LIB_INTERPOSER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define INTERPOSER_PATH_BYTES 108

struct interposer_page;

struct interposer {
    pid_t pid;
    char front[INTERPOSER_PATH_BYTES];
    char address[INTERPOSER_PATH_BYTES + 8]; /* unix://<front> */
    struct interposer_page *page;
};

/* Listens at "<back>-front". */
void interposer_start(struct interposer *out, const char *back);
/* Takes the place of `back` itself, which moves to "<back>-back": whoever comes from now on
 * comes to us. A Redis that is started again takes its place back. */
void interposer_start_before(struct interposer *out, const char *back);
void interposer_stop(struct interposer *interposer);

#define INTERPOSER_CALLER ((pid_t)0) /* Whoever came first. */
/* Counts anew, and kills `victim` before the n-th passage, once; n 0: nobody. */
void interposer_arm(struct interposer *interposer, uint64_t n, pid_t victim);
/* Whether the victim is dead, or about to be. */
bool interposer_disarm(struct interposer *interposer);
uint64_t interposer_passages(const struct interposer *interposer);
uint64_t interposer_passages_of_first(const struct interposer *interposer);

#endif
