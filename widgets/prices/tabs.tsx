/** Prices, offers, stock: one tab stop, arrows between them. */
import { useSidebook } from '../runtime/index.ts';

export type Tab = 'prices' | 'offers' | 'stock';
const TABS: readonly Tab[] = ['prices', 'offers', 'stock'];

interface TabsProps {
  readonly tab: Tab;
  readonly counts: Readonly<Record<Tab, number>>;
  readonly onTab: (tab: Tab) => void;
}

export function Tabs({ tab, counts, onTab }: TabsProps) {
  const { t, format } = useSidebook();
  const keys = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = step === 0 ? undefined : TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length];
    if (next === undefined || !(event.currentTarget instanceof HTMLElement)) return;
    event.preventDefault();
    onTab(next);
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[TABS.indexOf(next)]?.focus();
  };
  return (
    <div class="sb-rv-tabs" role="tablist" aria-label={t('prices.title')} onKeyDown={keys}>
      {TABS.map((one) => (
        <button key={one} type="button" role="tab" id={`sb-rv-tab-${one}`} class="sb-button" aria-selected={one === tab}
          aria-controls={one === tab ? `sb-rv-${one}` : undefined} tabIndex={one === tab ? 0 : -1} onClick={() => onTab(one)}>
          <span>{t(`prices.tab.${one}`)}</span>
          {counts[one] > 0 && <span class="sb-note sb-num">{format.number(counts[one])}</span>}
        </button>
      ))}
    </div>
  ); // prettier-ignore
}
