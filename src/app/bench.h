/* SPDX-License-Identifier: Apache-2.0 */

/* clameur bench: what would this machine hold? */
#ifndef APP_BENCH_H
#define APP_BENCH_H

/* The arguments after the command; the exit status. */
int bench_run(int argc, char **argv);

#endif
