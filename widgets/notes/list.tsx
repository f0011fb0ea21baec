/** What is to be done, what matters, what was said: of an object, or of a day. */
import { useRef, useState } from 'preact/hooks';
import type { NoteRow, NotesView } from '../../connector/server/contract/notes.ts';
import { Button, Empty, FailureNotice, Status, useSidebook, useT } from '../runtime/index.ts';
import { Filter } from './filter.tsx';
import { Head } from './head.tsx';
import { Item, mayEdit } from './item.tsx';
import type { Listing } from './pages.ts';
import { type Quick, QuickNote } from './quick.tsx';
import type { Doing } from './use-notes.ts';

export interface ListProps {
  readonly view: NotesView;
  readonly listing: Listing;
  readonly quick: Quick;
  readonly doing: Doing;
  readonly onEdit: (note: NoteRow) => void;
}

export function List(props: ListProps) {
  const { view, listing, quick, doing } = props;
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  const [searching, setSearching] = useState(false);
  const focus = (selector: string): void => box.current?.querySelector<HTMLElement>(selector)?.focus();
  const search = (): void => {
    setSearching(true);
    setTimeout(() => focus('.sb-nt-filter input'), 0);
  };
  const filtered = listing.isFiltered;
  const shown = { ...props, onSearch: search, onNew: () => focus('.sb-nt-quick textarea') };
  return (
    <div ref={box}>
      <Head view={view} listing={listing} onSearch={searching ? () => setSearching(false) : search} searching={searching} />
      {view.may.write && <QuickNote view={view} quick={quick} doing={doing} />}
      {searching && <Filter listing={listing} />}
      {listing.restart && <Button kind="link" onClick={listing.restart}>{t('notes.toStart')}</Button>}
      {doing.failure && !isShown(view, doing.of) && <FailureNotice failure={doing.failure} onRetry={doing.again} />}
      <Late view={view} />
      <Section {...shown} title={t('notes.top')} rows={view.pinned} />
      <Section {...shown} isTask title={t('notes.todo')} rows={view.due} />
      {view.moreDue && <p class="sb-note">{t('notes.moreDue', { n: view.due.length })}</p>}
      <Section {...shown} isTask title={t('notes.promises')} rows={view.promises} />
      <Section {...shown} title={t('notes.last')} rows={view.rows} />
      <Nothing view={view} filtered={filtered} onClear={listing.clear} />
      {view.next !== null && <Button kind="link" icon="down" busy={listing.of.loading} onClick={listing.more}>{t('notes.more')}</Button>}
    </div>
  ); // prettier-ignore
}

function Nothing({
  view,
  filtered,
  onClear,
}: {
  readonly view: NotesView;
  readonly filtered: boolean;
  readonly onClear: () => void;
}) {
  const t = useT();
  if (view.late.length + view.rows.length + view.pinned.length + view.due.length + view.promises.length > 0) return null;
  if (filtered) return <Empty title={t('notes.noMatch')} text={t('notes.noMatchNext')} action={<Button onClick={onClear}>{t('notes.clear')}</Button>} />; // prettier-ignore
  if (view.entity === null) return <Empty title={t('notes.dayFree')} text={t('notes.dayFreeNext')} />;
  return <Empty title={t('notes.none')} text={t(view.may.write ? 'notes.noneNext' : 'notes.noneRead')} />;
}

/** For a lead: conflicts and duplicates nobody decided in time. Each is decided in its own panel. */
function Late({ view: { late, moreLate } }: Pick<ListProps, 'view'>) {
  const { t, format, emit } = useSidebook();
  if (late.length === 0) return null;
  return (
    <section class="sb-nt-part">
      <h3 class="sb-note">{t('notes.notDecided')}</h3>
      <ul class="sb-list" aria-label={t('notes.notDecided')}>
        {late.map(({ id, widget, subject, title, limit }) => (
          <li key={id} class="sb-nt-late">
            <div>
              <Status tone="danger" icon={widget === 'problems' ? 'warn' : 'link'} title={format.exact(limit)}>
                {t(`notes.late.${widget}`, { at: format.at(limit) })}
              </Status>
              <p>
                <b>{subject}</b> · {title}
              </p>
            </div>
            <Button
              kind="link"
              icon="open"
              title={`${t('notes.decide')}: ${subject}`}
              onClick={() => emit('navigate', { entity: '', widget })}
            >
              {t('notes.decide')}
            </Button>
          </li>
        ))}
      </ul>
      {moreLate && <p class="sb-note">{t('notes.moreLate')}</p>}
    </section>
  );
}

interface SectionProps extends ListProps {
  readonly title: string;
  readonly isTask?: boolean;
  readonly rows: readonly NoteRow[];
  readonly onSearch: () => void;
  readonly onNew: () => void;
}

/** One tab stop; the arrows go from note to note, the other keys act on the one they stand on. */
function Section({ title, isTask = false, rows, view, doing, onEdit, onSearch, onNew }: SectionProps) {
  const { t } = useSidebook();
  const [open, setOpen] = useState('');
  if (rows.length === 0) return null;
  const stop = rows.some(({ id }) => id === open) ? open : (rows[0]?.id ?? '');
  const act = (key: string, note: NoteRow | undefined): boolean => {
    if (key === 'Insert') return (onNew(), true);
    if (key === '/') return (onSearch(), true);
    if (key === 'F2' && note && mayEdit(note)) return (onEdit(note), true);
    if (key === 'Delete' && note && note.may.decide) return (void doing.remove(note), true);
    return false;
  };
  const keys = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void => {
    if (!(event.target instanceof HTMLElement) || !event.target.classList.contains('sb-entry-head') || event.ctrlKey || event.altKey) return; // prettier-ignore
    const id = event.target.parentElement?.getAttribute('data-note');
    if (moved(event) || act(event.key, rows.filter((one) => one.id === id)[0])) event.preventDefault();
  };
  return (
    <section class="sb-nt-part">
      <h3 class="sb-note">{title}</h3>
      <ul class="sb-list" aria-label={title} title={t('notes.keysList')} onKeyDown={keys}>
        {rows.map((note) => (
          <Item key={note.id} note={note} today={view.today} named={note.about !== null && (view.entity === null || note.about.type === 'invoice')} isTask={isTask} isOpen={note.id === open} isStop={note.id === stop}
            doing={doing} onToggle={() => setOpen(note.id === open ? '' : note.id)} onEdit={onEdit} />
        ))}
      </ul>
    </section>
  ); // prettier-ignore
}

/** Then what became of its change is told beside it. */
const isShown = ({ pinned, due, promises, rows }: NotesView, id: string | null): boolean =>
  [pinned, due, promises, rows].some((some) => some.some((note) => note.id === id));

/** Arrows, Home and End go from heading to heading. */
function moved({ key, target, currentTarget }: KeyboardEvent & { readonly currentTarget: HTMLElement }): boolean {
  const heads: HTMLElement[] = [];
  const all = currentTarget.querySelectorAll<HTMLElement>('.sb-entry-head');
  for (let i = 0; i < all.length; i++) heads.push(all[i] as HTMLElement);
  const at = heads.indexOf(target as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: heads.length - 1 }[key];
  if (to === undefined) return false;
  heads[Math.max(0, Math.min(heads.length - 1, to))]?.focus();
  return true;
}
