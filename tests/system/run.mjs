/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the tests of this folder: node tests/system/run.mjs [part of a name...] */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { sideBySide } from '../lib/side-by-side.mjs';

sideBySide(dirname(fileURLToPath(import.meta.url)), '.test.mjs', process.argv.slice(2));
