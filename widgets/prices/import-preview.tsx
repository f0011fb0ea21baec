/** What an import would do: which column is what, what nobody said yet, a few lines, what is wrong where, what a person decides. */
import type { ImportAsked, ImportPreview } from '../../connector/server/contract/imports.ts';
import { Button, Details, Notice, useSidebook } from '../runtime/index.ts';
import { Select } from '../runtime/parts.ts';

export type Choice = Required<Pick<ImportAsked, 'map' | 'currency' | 'vat' | 'mark' | 'decisions'>>;

interface PreviewProps {
  readonly preview: ImportPreview;
  readonly choice: Choice;
  readonly onChoice: (choice: Choice) => void;
}

const FIELDS = ['-', 'name', 'sku', 'price', 'currency', 'unit', 'pack', 'vat', 'minQuantity', 'stock', 'leadDays', 'date', 'quantity', 'terms', 'region'] as const; // prettier-ignore
const CURRENCIES: readonly string[] = ['RUB', 'USD', 'EUR', 'CNY', 'KZT', 'BYN'];

export function Preview(props: PreviewProps) {
  const { preview } = props;
  const { t, format } = useSidebook();
  return (
    <div class="sb-stack">
      <p role="status">
        <b>{t('prices.willTake', { n: preview.taken })}</b> {t('prices.willLeave', { open: format.number(preview.open), left: format.number(preview.leftOut), items: format.number(preview.newItems) })}
      </p>
      {preview.before && <Notice icon="warn" tone="warn" title={t('prices.before', { at: format.exact(preview.before.at) })} />}
      <Said {...props} />
      <Problems preview={preview} />
      <Asked {...props} />
      <Details label={t('prices.columns')} open={preview.stopped}><Columns {...props} /></Details>
      {preview.sample.length > 0 && <Details label={t('prices.firstLines')}><Sample preview={preview} /></Details>}
    </div>
  ); // prettier-ignore
}

/** Currency, tax and decimal mark where the list does not say them: nobody guesses. */
function Said({ preview, choice, onChoice }: PreviewProps) {
  const { t } = useSidebook();
  const codes = CURRENCIES.map((value) => ({ value, label: value }));
  const unclear = preview.found.some(({ code }) => code === 'import-number-unclear');
  return (
    <div class="sb-rv-row">
      <div><Select label={t('prices.currency')} value={choice.currency ?? preview.currency ?? ''} options={[{ value: '', label: '—' }, ...codes]} onChange={(value) => onChoice({ ...choice, currency: value || null })} /></div>
      <div>
        <Select label={t('prices.vat')} value={choice.vat ?? preview.vat ?? ''} onChange={(value) => onChoice({ ...choice, vat: value === 'in' || value === 'out' ? value : null })}
          options={[{ value: '', label: '—' }, { value: 'in', label: t('prices.vatIn') }, { value: 'out', label: t('prices.vatOut') }]} />
      </div>
      {(unclear || choice.mark !== null) && (
        <div>
          <Select label={t('prices.mark')} value={choice.mark ?? ''} onChange={(value) => onChoice({ ...choice, mark: value === ',' || value === '.' ? value : null })}
            options={[{ value: '', label: '—' }, { value: ',', label: '1,5' }, { value: '.', label: '1.5' }]} />
        </div>
      )}
    </div>
  ); // prettier-ignore
}

function Columns({ preview, choice, onChoice }: PreviewProps) {
  const { t } = useSidebook();
  const set = (letter: string, value: string): void => {
    const field = FIELDS.filter((one) => one === value)[0] ?? '-';
    const now = preview.columns.map((c) => ({ column: c.letter, field: c.letter === letter ? field : (c.field ?? '-') }));
    onChoice({ ...choice, map: now.filter((c) => c.field !== '-' || c.column === letter) });
  };
  return (
    <>
      {preview.columns.map(({ letter, head, field, sample }) => (
        <Select key={letter} label={[letter, head, sample].filter(Boolean).join(' · ')} value={field ?? '-'} onChange={(value) => set(letter, value)}
          options={FIELDS.map((value) => ({ value, label: t(`prices.field.${value}`) }))} />
      ))}
    </>
  ); // prettier-ignore
}

/** By row, those that stop it first; each with what to do. */
function Problems({ preview: { found, foundAll } }: Pick<PreviewProps, 'preview'>) {
  const { t } = useSidebook();
  if (found.length === 0) return null;
  const stops = found.filter(({ level }) => level === 'stop');
  const others = found.filter(({ level }) => level !== 'stop');
  const list = (some: typeof found) => (
    <ul class="sb-list">
      {some.map((one, i) => (
        <li key={i} class="sb-rv-found">
          {one.what} <span class="sb-note">{one.next}</span>
        </li>
      ))}
    </ul>
  );
  return (
    <>
      {stops.length > 0 && <Notice icon="warn" tone="warn" title={t('prices.toSay')}>{list(stops)}</Notice>}
      {others.length > 0 && <Details label={t('prices.problems', { n: foundAll - stops.length })}>{list(others)}</Details>}
    </>
  ); // prettier-ignore
}

/** Lines something of ours comes near to, but not near enough to be sure. */
function Asked({ preview: { asked, open }, choice, onChoice }: PreviewProps) {
  const { t } = useSidebook();
  if (asked.length === 0) return null;
  const decide = (key: string, said: string): void => onChoice({ ...choice, decisions: { ...choice.decisions, [key]: said } });
  return (
    <Details label={t('prices.asked', { n: open })} open>
      <ul class="sb-list">
        {asked.map(({ key, name, row, proposals }) => (
          <li key={`${key} ${String(row)}`} class="sb-rv-found">
            <p>{t('prices.row', { n: row })} {name}</p>
            <div class="sb-actions">
              {proposals.map((one) => <Button key={one.item} onClick={() => decide(key, one.item)}>{one.name}</Button>)}
              <Button onClick={() => decide(key, 'new')}>{t('prices.asNew')}</Button>
              <Button onClick={() => decide(key, 'skip')}>{t('prices.skip')}</Button>
            </div>
          </li>
        ))}
      </ul>
    </Details>
  ); // prettier-ignore
}

const Sample = ({ preview }: Pick<PreviewProps, 'preview'>) => {
  const { format } = useSidebook();
  return (
    <ul class="sb-list">
      {preview.sample.map(({ row, name, item, price, currency }) => (
        <li key={row} class="sb-rv-pair">
          <span>{name === item ? name : `${name} = ${item}`}</span> <span class="sb-num">{format.money(price, currency)}</span>
        </li>
      ))}
    </ul>
  ); // prettier-ignore
};
