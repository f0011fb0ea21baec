/** Whose day it is and how much of it waits; for a lead the team's as well. */
import type { NotesView } from '../../connector/server/contract/notes.ts';
import { Button, Status, useT } from '../runtime/index.ts';
import type { Listing } from './pages.ts';

interface HeadProps {
  readonly view: NotesView;
  readonly listing: Listing;
  readonly searching: boolean;
  readonly onSearch: () => void;
}

export function Head({ view, listing, searching, onSearch }: HeadProps) {
  const t = useT();
  const late = view.due.filter(({ followUp }) => followUp !== null && followUp.due < view.today).length;
  const title = view.entity !== null ? (view.title ?? '') : t(view.whose === 'team' ? 'notes.teamDay' : 'notes.day');
  return (
    <header class="sb-list-top sb-nt-top">
      <h2>{title}</h2>
      {view.due.length > 0 && <span class="sb-note">{t(view.moreDue ? 'notes.countMore' : 'notes.count', { n: view.due.length })}</span>}
      {late > 0 && <Status tone="danger" icon="warn">{t('notes.overdueCount', { n: view.moreDue && late === view.due.length ? `${String(late)}+` : late })}</Status>}
      <span class="sb-nt-tools">
        {view.entity === null && view.may.team && <Whose listing={listing} />}
        <Button kind="link" icon="search" title="/" expanded={searching} onClick={onSearch}>{t('notes.search')}</Button>
      </span>
    </header>
  ); // prettier-ignore
}

function Whose({ listing: { asked, ask } }: { readonly listing: Listing }) {
  const t = useT();
  return (
    <span role="group" aria-label={t('notes.whose')}>
      {(['mine', 'team'] as const).map((whose) => (
        <Button key={whose} pressed={asked.whose === whose} onClick={() => ask({ whose })}>
          {t(`notes.${whose}`)}
        </Button>
      ))}
    </span>
  );
}
