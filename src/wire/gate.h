/* SPDX-License-Identifier: Apache-2.0 */

/* Gates in JSON: in a board's definition, and where an idea stands before them. */
#ifndef WIRE_GATE_H
#define WIRE_GATE_H

#include "base/buf.h"
#include "domain/gate.h"
#include "wire/fields.h"

/* "gates", a list of at most GATES_PER_BOARD_MAX. */
void take_gates(struct fields *f, struct gates *out);
/* `,"gates":[…]`, or nothing without gates. */
void write_gates(struct strbuf *out, const struct gates *gates);

/* `,"gate":{…}` of an idea of a board that has gates. */
struct gate_view {
    const struct gates *gates;
    struct gate_state state;
    struct gate_counts counts;
    uint32_t own_n; /* Of this one's opinion; 0: none. */
    bool own_good;
};
void record_gate(struct strbuf *out, const struct gate_view *view);

#endif
