/* SPDX-License-Identifier: Apache-2.0 */
import { ClameurRoom } from './element';

// A second copy of the script changes nothing.
if (!customElements.get('clameur-room')) customElements.define('clameur-room', ClameurRoom);
