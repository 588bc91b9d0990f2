/* SPDX-License-Identifier: Apache-2.0 */

/* The functions that run inside Redis: functions/<name>.lua, made into arrays by the
 * build (functions/embed.cmake). Each is followed by a NUL that _bytes does not count. */
#ifndef STORE_LIBRARY_H
#define STORE_LIBRARY_H

#include <stddef.h>

extern const char library_rooms[], library_rights[], library_boards[], library_ideas[],
    library_ballots[], library_spaces[], library_talk[];
extern const char library_gates[], library_duties[], library_hooks[];
extern const size_t library_gates_bytes, library_duties_bytes, library_hooks_bytes;
extern const char library_words[];
extern const size_t library_rooms_bytes, library_rights_bytes, library_boards_bytes,
    library_ideas_bytes, library_ballots_bytes, library_spaces_bytes, library_talk_bytes;
extern const size_t library_words_bytes;
extern const char library_carry[];
extern const size_t library_carry_bytes;
extern const char library_shift[];
extern const size_t library_shift_bytes;
extern const char library_results[];
extern const size_t library_results_bytes;
extern const char library_splits[];
extern const size_t library_splits_bytes;
extern const char library_groups[];
extern const size_t library_groups_bytes;
extern const char library_merges[];
extern const size_t library_merges_bytes;
extern const char library_bans[];
extern const size_t library_bans_bytes;
extern const char library_images[];
extern const size_t library_images_bytes;
extern const char library_invites[];
extern const size_t library_invites_bytes;
extern const char library_devices[];
extern const size_t library_devices_bytes;
extern const char library_terms[];
extern const size_t library_terms_bytes;
extern const char library_options[];
extern const size_t library_options_bytes;
extern const char library_reactions[];
extern const size_t library_reactions_bytes;
extern const char library_series[];
extern const size_t library_series_bytes;
extern const char library_lists[];
extern const size_t library_lists_bytes;
extern const char library_supports[];
extern const size_t library_supports_bytes;
extern const char library_points[];
extern const size_t library_points_bytes;
extern const char library_earnings[];
extern const size_t library_earnings_bytes;
/* What their names, and those of their functions, end with: another text, another name. */
extern const char library_version[];
extern const size_t library_version_bytes;

#endif
