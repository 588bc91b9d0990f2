/* SPDX-License-Identifier: Apache-2.0 */

/* Reads what functions/gates.lua writes; as record.h. */
#ifndef STORE_RECORD_GATE_H
#define STORE_RECORD_GATE_H

#include "store/packet.h"
#include "store/store.h"

/* Empty: no gate was passed yet. */
bool gate_state_read(struct packet text, struct gate_state *out);
/* "<good> <bad>", or empty. */
bool opinions_read(struct packet text, uint32_t *good, uint32_t *bad);
/* The three together, with one's own opinion. */
bool gate_read_read(struct packet packed, struct gate_read *out);

#endif
