/** What an import would do, as the dialog shows it: in words, with each place as Excel names it. */
import type { Lang } from '../../errors.ts';
import { inWords, place, type Found } from '../../import/index.ts';
import { nextOf } from '../../words/whose.ts';
import type { ImportPreview } from '../contract/imports.ts';
import type { Glance } from '../imports/glance.ts';

export const previewView = (reader: { readonly lang: Lang }, glance: Glance): ImportPreview => ({
  ...glance,
  found: glance.found.map((f) => foundView(reader, f)),
});

function foundView(reader: { readonly lang: Lang }, f: Found): ImportPreview['found'][number] {
  const { what, next } = inWords(f, reader.lang);
  return { level: f.level, code: f.code, place: place(f, reader.lang), came: f.came, what, next: nextOf(reader, f.code) ?? next };
}
