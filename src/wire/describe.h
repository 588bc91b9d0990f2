/* SPDX-License-Identifier: Apache-2.0 */

/* The protocol for programs, as OpenAPI 3.1 (HTTP) and AsyncAPI 3 (WebSocket).
 *
 * Commands are told by their own readers, which are run without a message (struct
 * field_notes), so what is described is what is read. Answers and events are in
 * shapes.json. */
#ifndef WIRE_DESCRIBE_H
#define WIRE_DESCRIBE_H

#include "base/buf.h"

/* Documents as text; the caller owns them. */
struct buf *describe_openapi(void);
struct buf *describe_asyncapi(void);

#endif
