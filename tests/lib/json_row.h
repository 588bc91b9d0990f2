/* SPDX-License-Identifier: Apache-2.0 */

/* JSON written with ' for ", so that the rows of a test can be read. */
#ifndef TESTS_LIB_JSON_ROW_H
#define TESTS_LIB_JSON_ROW_H

#include "wire/command.h"

/* As JSON, until the next use. */
const char *json_row(const char *text);
/* command_parse and command_parse_body of such text. */
enum err command_said(const char *text, struct command *out, struct command_blame *blame);
enum err body_said(const char *name, const char *text, struct command *out,
                   struct command_blame *blame);

#endif
