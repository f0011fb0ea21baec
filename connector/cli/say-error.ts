/** A failure as a person at the terminal reads it: from the catalogue, in their language. */
import { ConfigInvalid } from '../config.ts';
import { SidebookError } from '../errors.ts';
import { HostError } from '../hosts/host.ts';
import { storeError } from '../store-errors.ts';
import { EditRefused } from '../sync/edit.ts';
import { ResolveRefused } from '../sync/resolve.ts';
import { entityOne, unitName } from '../words/format.ts';
import { sayFile } from './file-errors.ts';
import { catalogue, grouped, type Io } from './io.ts';
import { sayPrivate } from './private-errors.ts';

/** Any failure in words: what, and what to do. Only an error of ours that has no words yet shows where it happened. */
export function sayError(io: Io, error: unknown): string {
  const known = storeError(error, '');
  if (known instanceof ConfigInvalid)
    return grouped(io, known.problems.map((p) => ({ code: 'config-invalid', detail: { file: known.file, ...p } }))).join('\n'); // prettier-ignore
  if (known instanceof SidebookError || known instanceof EditRefused || known instanceof ResolveRefused)
    return catalogue(io, known.code, 'detail' in known ? inWords(io, known.detail) : {});
  if (known instanceof HostError)
    return catalogue(io, known.code, { host: known.host, sentence: known.sentence ?? '', ...known.at });
  const told = sayPrivate(io, known) ?? sayFile(io, known);
  if (told !== null) return told;
  const where = known instanceof Error ? (known.stack ?? known.message) : String(known);
  return `${catalogue(io, 'internal', {})}\n${where}`;
}

type Detail = Readonly<Record<string, string | number>>;

/** A unit and a kind of record by the words people see, not by our names for them. */
const inWords = (io: Io, { unit, entity, ...detail }: Detail): Detail => ({
  ...detail,
  ...(unit === undefined ? {} : { unit: typeof unit === 'string' ? unitName(io.lang, unit) : unit }),
  ...(entity === undefined ? {} : { entity: typeof entity === 'string' ? entityOne(io.lang, entity) : entity }),
});
