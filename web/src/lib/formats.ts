/* SPDX-License-Identifier: Apache-2.0 */
/* The formats of files, and what people call them. */

const TABLES = [['csv', 'CSV'], ['xlsx', 'Excel']] as const;
const LINES = [...TABLES, ['ndjson', 'NDJSON']] as const;

/** What all questions have come to is a document, too; everything else is one thing a line. */
export const FORMATS = { 'room.export': [...TABLES, ['json', 'JSON']], 'question.export': LINES, 'board.export': LINES } as const;
export type Export = keyof typeof FORMATS;
