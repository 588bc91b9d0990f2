/* SPDX-License-Identifier: Apache-2.0 */

/* What the program can be asked to do: `clameur <command> [options]`. */
#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

/* The exit status: 2 when what was asked is not understood. */
int commands_run(int argc, char **argv);

#endif
