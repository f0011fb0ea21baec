/**
 * `$metadata` as it streams: sets, properties, types, rows of tabular parts (hosts/1c.md 2.6). 17 MB and 4,000 sets pass
 * through in bounded memory; an enum declared twice or a function declared a thousand times is no error.
 */
import { SaxesParser } from 'saxes';
import type { HttpResponse } from './http.ts';
import type { MetaProperty } from './host.ts';

const MAX_DEPTH = 64;

/** Events of the document: an entity set, or a property of a type (entity type, or complex row type of a part). */
export type MetaEvent =
  | { readonly set: string; readonly of: string }
  | { readonly type: string; readonly property: string; readonly edm: string };

export async function* metaEvents(chunks: AsyncIterable<Uint8Array | string> | HttpResponse['body']): AsyncIterable<MetaEvent[]> {
  const parser = new SaxesParser();
  let events: MetaEvent[] = [];
  let type = '';
  let depth = 0;
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > MAX_DEPTH) throw new Error('metadata is nested too deeply');
    const local = name.slice(name.indexOf(':') + 1);
    if (local === 'EntityType' || local === 'ComplexType') type = attributes['Name'] ?? '';
    else if (local === 'Property') events.push({ type, property: attributes['Name'] ?? '', edm: attributes['Type'] ?? '' });
    else if (local === 'NavigationProperty' && (attributes['Type'] ?? '').startsWith('Collection('))
      events.push({ type, property: attributes['Name'] ?? '', edm: attributes['Type'] ?? '' });
    else if (local === 'EntitySet') events.push({ set: attributes['Name'] ?? '', of: attributes['EntityType'] ?? '' });
  });
  parser.on('closetag', () => {
    depth -= 1;
  });
  parser.on('error', (error) => {
    throw error;
  });
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of chunks) {
    parser.write(typeof chunk === 'string' ? chunk : decoder.decode(chunk as Uint8Array, { stream: true }));
    if (events.length > 0) yield events;
    events = [];
  }
  parser.close();
  if (events.length > 0) yield events;
}

/** The same as properties of sets; row types of parts come as `Set_Part_RowType`. */
export async function* metaProperties(chunks: Parameters<typeof metaEvents>[0]): AsyncIterable<MetaProperty> {
  for await (const events of metaEvents(chunks))
    for (const e of events)
      if ('set' in e) yield { set: e.set, part: null, name: '', type: '' };
      else yield { set: e.type, part: null, name: e.property, type: e.edm };
}
