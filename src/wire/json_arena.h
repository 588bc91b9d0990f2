/* SPDX-License-Identifier: Apache-2.0 */

/* Memory for jansson that fits how it is used here: a message is read into some twenty
 * pieces, looked at, and all of them are given back before the next one. Pieces are cut
 * from one block; when the last of them is back, the block is whole again. */
#ifndef WIRE_JSON_ARENA_H
#define WIRE_JSON_ARENA_H

/* For the whole process, before jansson is used. What jansson allocates must then be freed
 * by jansson. */
void json_arena_install(void);

#endif
