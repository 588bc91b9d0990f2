/* SPDX-License-Identifier: Apache-2.0 */
import type { Place } from './place';

const STAFF = new Set(['owner', 'host', 'moderator']);

export const isStaff = (place: Place): boolean => STAFF.has(place.client.model.you.value.role ?? '');
