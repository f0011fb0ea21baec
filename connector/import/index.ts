/** Price lists and offers of rivals, from CSV and XLSX into the private store: read, preview, decide, apply, take back. */
export { columnsByContent } from './by-content.ts';
export { readMap, type Mapped } from './columns.ts';
export { draftOf, type Paper } from './draft.ts';
export { ENCODINGS, type Encoding } from './encoding.ts';
export { FIELDS, type Field } from './heads.ts';
export { lineKey } from './match.ts';
export { isStopped, previewImport, type Known, type Preview } from './preview.ts';
export type { Decision, ImportRequest } from './request.ts';
export { readDecisions, reviewTable } from './review.ts';
export { inWords, letters, LIMITS, place, type Found } from './table.ts';
