/** What a widget sends, as the import engine takes it; rows pasted without heads get their columns from what stands in them. */
import type { z } from 'zod';
import { columnsByContent, type Decision, type ImportRequest, type Mapped } from '../../import/index.ts';
import type { Id } from '../../private/model.ts';
import { findRival } from './new-rival-facts.ts';
import type { importRequest } from '../contract/imports.ts';
import type { Asker } from './api.ts';

type Asked = z.output<typeof importRequest>;

/** Of a rival nobody has yet nothing is remembered: no such id. */
const NOBODY: Id = '00000000-0000-0000-0000-000000000000';

export async function requestOf({ api, who }: Asker, asked: Asked): Promise<ImportRequest> {
  const { kind, file, currency, vat, mark, newItems } = asked;
  const known = await findRival(api.own.view(who), asked.competitor);
  return {
    kind, file, competitor: known ?? NOBODY, bytes: bytesOf(asked), map: mapOf(asked), newItems, today: api.shownTo(who).today,
    decisions: new Map(Object.entries(asked.decisions).map(([key, said]) => [key, decisionOf(said)])),
    ...(currency === null ? {} : { currency }), ...(vat === null ? {} : { vatIncluded: vat === 'in' }), ...(mark === null ? {} : { mark }),
    ...(asked.content.is === 'rows' ? { encoding: 'utf-8' as const, delimiter: '\t' } : {}),
  }; // prettier-ignore
}

const bytesOf = ({ content }: Asked): Uint8Array =>
  content.is === 'file' ? Buffer.from(content.base64, 'base64') : Buffer.from(content.text, 'utf8');

function mapOf({ content, map }: Asked): readonly Mapped[] {
  if (map.length > 0) return map;
  return content.is === 'rows' ? columnsByContent(content.text) : [];
}

const decisionOf = (said: string): Decision => (said === 'new' || said === 'skip' ? said : { item: said });
