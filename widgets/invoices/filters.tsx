/** "Счета 128 [Просрочено 3] [Все ▾] /": how many, and which of them are shown. */
import { useEffect } from 'preact/hooks';
import type { InvoicesView } from '../../connector/server/contract/invoices.ts';
import { Button, useSidebook } from '../runtime/index.ts';
import { Field, Select } from '../runtime/parts.ts';

export type Filter = 'all' | 'overdue' | 'unpaid' | 'drafts' | 'cancelled';
const FILTERS: readonly Filter[] = ['all', 'unpaid', 'overdue', 'drafts', 'cancelled'];
const isFilter = (text: string): text is Filter => FILTERS.some((one) => one === text);

export interface FiltersProps {
  readonly counts: InvoicesView['counts'];
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly searching: boolean;
  readonly onSearching: () => void;
}
export function Filters({ counts, filter, onFilter, searching, onSearching }: FiltersProps) {
  const { t, format } = useSidebook();
  const label = (one: Filter): string =>
    one === 'cancelled' ? t('invoices.cancelledAll') : `${t(`invoices.${one}`)} ${format.number(counts[one])}`;
  const overdue = filter === 'overdue';
  /** "Unpaid 0" would say that all is paid. */
  const says = (one: Filter): boolean =>
    one === filter || counts.untold === 0 || !(one === 'unpaid' || one === 'overdue') || counts[one] > 0;
  return (
    <div class="sb-inv-head">
      <h2>
        {t('invoices.title')} <span class="sb-num">{format.number(counts.all)}</span>
      </h2>
      {(counts.overdue > 0 || overdue) && (
        <Button pressed={overdue} onClick={() => onFilter(overdue ? 'all' : 'overdue')}>
          <span>{t('invoices.overdue')}</span> <b class="sb-num">{format.number(counts.overdue)}</b>
        </Button>
      )}
      <div class="sb-inv-find">
      <Select label={t('invoices.filter')} hideLabel value={filter} onChange={(value) => isFilter(value) && onFilter(value)}
        options={FILTERS.filter(says).map((value) => ({ value, label: label(value) }))} />
      <Button icon="search" expanded={searching} onClick={onSearching} title={t('runtime.key.search')}>
        <span class="sb-hidden">{t('invoices.search')}</span>
      </Button>
      </div>
    </div>
  ); // prettier-ignore
}

/** How long one may pause in typing before it is searched. */
const TYPING_MS = 250;

interface SearchProps {
  readonly typed: string;
  readonly onTyped: (text: string) => void;
  readonly onSearch: (text: string) => void;
  /** Esc: away with it. */
  readonly onLeave: () => void;
  readonly ms?: number;
}
export function Search({ typed, onTyped, onSearch, onLeave, ms = TYPING_MS }: SearchProps) {
  const { t } = useSidebook();
  useEffect(() => {
    const timer = setTimeout(() => onSearch(typed.trim()), ms);
    return () => clearTimeout(timer);
  }, [typed, ms]);
  const keys = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' || event.key === 'Esc') onLeave();
    else if (event.key === 'Enter') onSearch(typed.trim());
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="sb-inv-search">
      <Field label={t('invoices.search')} hideLabel inputMode="search" autoFocus value={typed} onInput={onTyped} onKeyDown={keys} maxLength={200} />
    </div>
  ); // prettier-ignore
}
