/** What is looked at in every translated text: length, placeholders, terms, blanks at the ends. */
import type { Kind } from './finding.ts';
import type { Glossary } from './glossary.ts';
import { LONGEST } from './model.ts';
import { comparePlaceholders } from './placeholders.ts';

export interface Judged {
  readonly text: string;
  readonly base: string;
  readonly lcid: number;
  readonly glossary: Glossary | undefined;
}

/** Tells every finding; answers the kinds of those that warn. */
export function judgeText({ text, base, lcid, glossary }: Judged, tell: (kind: Kind, detail: Readonly<Record<string, string | number>>) => void): readonly Kind[] {
  const warned: Kind[] = [];
  const warn = (kind: Kind, detail: Readonly<Record<string, string | number>>): void => {
    warned.push(kind);
    tell(kind, detail);
  };
  if (text.length > LONGEST) warn('label-too-long', { length: text.length, limit: LONGEST });
  if (base === '') return warned;
  if (base.includes('{') || base.includes('%') || text.includes('{') || text.includes('%')) judgePlaceholders(base, text, warn);
  for (const { term, wanted } of glossary?.violations(base, text, lcid) ?? []) warn('glossary', { term, wanted });
  if (text === base && /\p{L}{2}/u.test(base)) tell('same-as-source', {});
  if (ends(text) !== ends(base)) tell('edge-space', {});
  return warned;
} // prettier-ignore

function judgePlaceholders(base: string, text: string, warn: (kind: Kind, detail: Readonly<Record<string, string | number>>) => void): void {
  const { missing, strange } = comparePlaceholders(base, text);
  if (missing.length + strange.length > 0) warn('placeholder-missing', { missing: missing.join(' '), strange: strange.join(' ') });
} // prettier-ignore

/** The blanks around a text; most have none. */
function ends(text: string): string {
  const [first, last] = [text.charCodeAt(0), text.charCodeAt(text.length - 1)];
  if (first > 32 && last > 32 && first !== 160 && last !== 160) return '';
  return `${/^\s*/.exec(text)?.[0] ?? ''}|${/\s*$/.exec(text)?.[0] ?? ''}`;
}
