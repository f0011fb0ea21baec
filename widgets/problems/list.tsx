/** Entries one under another, one of them open. After an answer the next one opens and has the focus. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ProblemsView } from '../../connector/server/contract/problems.ts';
import { Button, Empty, useSidebook } from '../runtime/index.ts';
import { type Choices, type Entry, entriesOf } from './entries.ts';
import { EntryItem } from './entry.tsx';
import { Head, Pager, Said } from './head.tsx';
import type { Page } from './pages.ts';
import { Proposals } from './proposals.tsx';
import type { Answers } from './use-answers.ts';

export interface ListProps {
  readonly view: ProblemsView;
  readonly page: Page;
  readonly answers: Answers;
  readonly choices: Choices;
  readonly onChoices: (change: (now: Choices) => Choices) => void;
  readonly onAnswered: () => void;
}

const CLOSED = '-';
/** Of the open entry: where answering begins. */
const FIRST = '.sb-pr-open [data-first],.sb-pr-open .sb-pr-answers .sb-button,.sb-pr-open .sb-pr-answers .sb-input';
/** Which is open: as chosen, else the one that took the place of the answered one. */
function useOpen(entries: readonly Entry[]) {
  const [key, setKey] = useState('');
  const place = useRef(0);
  const at = entries.map((entry) => entry.key).indexOf(key);
  if (at >= 0) place.current = at;
  const instead = entries[Math.min(place.current, entries.length - 1)];
  const open = at >= 0 || key === CLOSED || !instead ? key : instead.key;
  return { open, toggle: (wanted: string) => setKey(wanted === open ? CLOSED : wanted), setKey };
}

export function List(props: ListProps) {
  const { view, page, answers, choices, onChoices, onAnswered } = props;
  const { t, format } = useSidebook();
  const box = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState<number | null>(null);
  const rows = view.rows.filter(({ id }) => answers.gone.indexOf(id) < 0);
  const hidden = view.rows.length - rows.length;
  const entries = entriesOf(rows);
  const { open, toggle, setKey } = useOpen(entries);
  const focus = (): void => {
    const found = box.current?.querySelector<HTMLElement>(FIRST) ?? box.current?.querySelector<HTMLElement>('.sb-list-title');
    found?.focus();
  };
  useEffect(() => {
    if (answers.turn > 0) focus();
  }, [answers.turn]);
  // The question another one waits for may be on a page that is not read yet.
  useEffect(() => {
    const entry = entries.filter((one) => one.rows.some(({ id }) => id === wanted))[0];
    if (wanted === null || page.of.loading) return;
    if (!entry && view.next !== null) return page.more();
    setWanted(null);
    if (entry) setKey(entry.key);
    setTimeout(focus, 0);
  }, [wanted, view, page.of.loading]);

  return (
    <div ref={box}>
      <Head title={t('problems.waiting', { n: format.number(Math.max(0, view.total - hidden)) })} view={view} page={page}>
        <Button kind="link" onClick={onAnswered}>{t('problems.toAnswered')}</Button>
      </Head>
      <Said answers={answers} />
      {entries.length === 0 && <Nothing page={page} waiting={view.total - hidden} />}
      <ul class="sb-list" aria-label={t('problems.title')} onKeyDown={moveBetween}>
        {entries.map((entry, i) => (
          <EntryItem key={entry.key} entry={entry} isOpen={entry.key === open} isStop={entry.key === open || (open === CLOSED && i === 0)}
            view={view} answers={answers} choices={choices} onChoices={onChoices}
            onToggle={() => toggle(entry.key)} onGoTo={setWanted} />
        ))}
      </ul>
      <Pager view={view} page={page} />
      <Proposals view={view} onChanged={page.of.reload} />
    </div>
  ); // prettier-ignore
}

/** Nothing at all is good news; nothing of this kind only means another filter. */
function Nothing({ page, waiting }: { readonly page: Page; readonly waiting: number }) {
  const { t, format, entity } = useSidebook();
  if (page.kind !== '' || waiting > 0)
    return <Empty title={t('problems.noneOfKind')} action={<Button onClick={() => page.setKind('')}>{t('problems.showAll')}</Button>} />;
  return <Empty title={t(entity === null ? 'problems.none' : 'problems.noneHere')} text={t('problems.checked', { at: format.at(page.checkedAt) })} />;
} // prettier-ignore

/** Arrows, Home and End go from heading to heading. */
function moveBetween(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const all = event.currentTarget.querySelectorAll<HTMLElement>('.sb-entry-head');
  const heads: HTMLElement[] = [];
  for (let i = 0; i < all.length; i++) heads.push(all[i] as HTMLElement);
  const at = heads.indexOf(event.target as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: heads.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  heads[Math.max(0, Math.min(heads.length - 1, to))]?.focus();
}
