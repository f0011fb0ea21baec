/** The state of the form: what is typed, what is wrong with it and since when that is shown. */
import { useState } from 'preact/hooks';
import type { InvoicesView } from '../../connector/server/contract/invoices.ts';
import { useT } from '../runtime/index.ts';
import {
  changedLine,
  type Draft,
  type DraftLine,
  emptyDraft,
  filled,
  withLine,
  withoutLine,
  wrongIn,
  type Wrong,
} from './draft.ts';

export interface Typing {
  readonly draft: Draft;
  /** In words, once the field was left or the form was sent. */
  readonly wrong: (path: string) => string | null;
  /** What stands in the way, by path; empty: nothing. */
  readonly open: Wrong;
  readonly set: (change: Partial<Draft>, path: string) => void;
  readonly setLine: (at: number, change: Partial<DraftLine>, path: string) => void;
  readonly add: () => void;
  readonly remove: (at: number) => void;
  readonly fill: (at: number, rows: readonly Partial<DraftLine>[]) => void;
  readonly left: (path: string) => void;
  /** Sent: from now on every mistake is shown. */
  readonly sent: (draft: Draft) => void;
  /** What the server says is wrong, until that field is changed. */
  readonly refused: (fields: Wrong) => void;
}

/** The server speaks of the product, the form has one field for product and text. */
const pathHere = (path: string): string => path.replace(/\.product$/, '.text');

export function useDraft(form: InvoicesView['form'], before: Draft | null): Typing {
  const t = useT();
  const [draft, setDraft] = useState<Draft>(before ?? emptyDraft(form));
  const [seen, setSeen] = useState<readonly string[] | 'all'>([]);
  const [server, setServer] = useState<Wrong>({});
  const here = wrongIn(draft, form.organisations.length > 1);
  const open: Record<string, string> = {};
  for (const path of Object.keys(here)) if (seen === 'all' || seen.indexOf(path) >= 0) open[path] = t(here[path] ?? '');
  for (const path of Object.keys(server)) open[path] = server[path] ?? '';
  const forget = (path: string): void => {
    const rest: Record<string, string> = {};
    for (const one of Object.keys(server)) if (one !== path) rest[one] = server[one] ?? '';
    setServer(rest);
  };
  /** Paths hold line numbers: once those move, they say nothing any more. */
  const renumbered = (next: Draft): void => {
    setDraft(next);
    setServer({});
    if (seen !== 'all') setSeen([]);
  };
  return {
    draft,
    open,
    wrong: (path) => open[path] ?? null,
    set: (change, path) => {
      setDraft({ ...draft, ...change });
      forget(path);
    },
    setLine: (at, change, path) => {
      setDraft((now) => changedLine(now, at, change));
      forget(path);
    },
    add: () => {
      setDraft((now) => withLine(now));
      if (seen === 'all') setSeen(Object.keys(here));
    },
    remove: (at) => renumbered(withoutLine(draft, at)),
    fill: (at, rows) => renumbered(filled(draft, at, rows)),
    left: (path) => seen !== 'all' && seen.indexOf(path) < 0 && setSeen([...seen, path]),
    sent: (clean) => {
      setDraft(clean);
      setSeen('all');
    },
    refused: (fields) => {
      const named: Record<string, string> = {};
      for (const path of Object.keys(fields)) named[pathHere(path)] = fields[path] ?? '';
      setServer(named);
    },
  };
}
