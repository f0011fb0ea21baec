/** Whatever stands in an XML that is about to leave: texts and attributes, as the other side will read them. */
import { SaxesParser } from 'saxes';
import { Blocked } from '../hosts/gate.ts';

/** @throws Blocked when it cannot be read: what the wall cannot read does not leave. */
export function envelopeTexts(xml: string | null): string[] {
  if (xml === null) return [];
  const texts: string[] = [];
  const parser = new SaxesParser();
  parser.on('text', (text) => texts.push(text));
  parser.on('cdata', (text) => texts.push(text));
  parser.on('comment', (text) => texts.push(text));
  parser.on('opentag', ({ attributes }) => texts.push(...Object.values(attributes)));
  parser.on('error', () => {
    throw new Blocked('leak-beyond', { what: 'envelope' });
  });
  parser.write(xml).close();
  return texts.filter((text) => text.trim() !== '');
}

/** Texts the host showed a moment ago, however deep: an object that goes back whole holds them. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
