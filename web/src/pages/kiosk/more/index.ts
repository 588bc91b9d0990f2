/* SPDX-License-Identifier: Apache-2.0 */
/* What is staff's, and what leads to phones: fetched as soon as the page is there, and kept for when there is no network. */
import strings from 'clameur:locale';
import css from 'clameur:css';

import type { More } from '../later';
import { BadgeSheet } from './BadgeSheet';
import { Language } from './Language';
import { Phones } from './Phones';
import { Setup } from './Setup';
import { Staff } from './Staff';

const part: More = { strings, css, BadgeSheet, Language, Phones, Setup, Staff };

window.clameurMore.come(part);
