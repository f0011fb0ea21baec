/** One line to write what was just seen: who, how much (or how many), from where. Enter keeps it; what else it means stands beneath. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { NewPrice, NewStock, PriceLine, PricesView, Written } from '../../connector/server/contract/prices.ts';
import { Button, FailureNotice, Notice, useAction, useDirty, useSidebook } from '../runtime/index.ts';
import { Combo, DecimalField, Field, Select } from '../runtime/parts.ts';
import { type Drafts, type FactDraft, isNewer, useDraft } from './drafts.ts';
import { EvidenceFields } from './evidence-fields.tsx';
import { SOURCES, sourceOf, termsText } from './words.ts';

interface AddProps {
  readonly kind: 'prices' | 'stock';
  readonly view: PricesView;
  readonly entity: string;
  readonly line: PriceLine;
  readonly drafts: Drafts;
  readonly onDone: (id: string) => void;
}

const EMPTY: FactDraft = { id: null, name: '', value: '', source: 'call', evidence: '', file: null };

type Known = PricesView['competitors'][number];
const FEW = 8;
const fitting = (all: readonly Known[], text: string): readonly Known[] =>
  all.filter(({ name }) => name.toLowerCase().indexOf(text.toLowerCase()) >= 0).slice(0, FEW);

export function Add({ kind, view, entity, line, drafts, onDone }: AddProps) {
  const sidebook = useSidebook();
  const { t } = sidebook;
  const [draft, setDraft] = useDraft(drafts.facts, `${kind} ${line.key}`, EMPTY);
  const [sent, setSent] = useState(false);
  const [round, setRound] = useState(0);
  const [known, setKnown] = useState(false);
  const [seenOn, setSeenOn] = useState(draft.evidence !== '' || draft.file !== null);
  const again = useRef(false);
  const box = useRef<HTMLFormElement>(null);
  const action = useAction<Written>();
  const change = (part: Partial<FactDraft>): void => {
    setDraft({ ...draft, ...part });
    setKnown(false);
  };
  useDirty(draft.name !== '' || draft.value !== '' || draft.evidence !== '' || draft.file !== null);
  useEffect(() => {
    if (round > 0) box.current?.querySelector('input')?.focus();
  }, [round]);
  const missing = { name: draft.name.trim() === '', value: !draft.value };
  const finish = (done: Written | undefined): void => {
    if (done === undefined) return;
    if (done.known) return setKnown(true);
    setSent(false);
    onDone(done.id);
    if (isNewer(drafts.facts[`${kind} ${line.key}`], draft)) return; // typed while it was on its way: it stays
    setDraft({ ...EMPTY, source: draft.source });
    setSeenOn(false);
    setRound(round + 1);
  };
  /** Also after a failure: as it stands now, with whatever was typed since. */
  const send = (twice: boolean): void => {
    again.current = twice;
    setSent(true);
    if (missing.name || missing.value) return;
    const body = kind === 'prices' ? { ...priceBody(draft, entity, line), again: twice } : stockBody(draft, entity, line);
    void action.run({ method: 'POST', path: kind === 'prices' ? 'prices' : 'rival-stock', body }).then(finish);
  };
  const { failure } = action;
  const { fields } = failure?.problem ?? {};
  const stockWrong = kind === 'stock' && fields !== undefined && fields['stock'] !== undefined;
  const needed = (is: boolean): string | null => (sent && is ? t('prices.needed') : null);
  return (
    <form ref={box} key={round} class="sb-rv-add" noValidate aria-label={t(`prices.add.${kind}`)}
      onSubmit={(event) => { event.preventDefault(); send(false); }}>
      {failure && !stockWrong && <FailureNotice failure={failure} onRetry={() => send(again.current)} />}
      {known && <Notice icon="info" tone="muted" title={t('prices.known')} actions={<Button onClick={() => send(true)}>{t('prices.writeAgain')}</Button>} />}
      <div class="sb-rv-row">
        <div class="sb-rv-wide">
          <Combo<Known> label={t('prices.rival')} required value={draft.name} maxLength={300} error={needed(missing.name)} ms={0}
            onText={(name) => change({ name, id: null })} find={(text) => Promise.resolve(fitting(view.competitors, text))}
            keyOf={({ id }) => id} show={({ name }) => name} onChoose={({ id, name }) => change({ id, name })} />
        </div>
        <div>
          {kind === 'prices' ? (
            <DecimalField label={t('prices.price')} required money value={draft.value ?? ''} error={needed(draft.value === '')} onValue={(value) => change({ value })} />
          ) : (
            <Field label={t('prices.howMany')} required value={draft.value ?? ''} maxLength={60} onInput={(value) => change({ value })}
              error={needed(missing.value) ?? (stockWrong ? t('prices.stockWrong') : null)} />
          )}
        </div>
        <div>
          <Select label={t('prices.source')} value={draft.source} onChange={(value) => change({ source: sourceOf(value) })}
            options={SOURCES.map((value) => ({ value, label: t(`prices.source.${value}`) }))} />
        </div>
        <div class="sb-rv-send"><Button writes submit icon="add" kind="primary" busy={action.busy}>{t('prices.write')}</Button></div>
      </div>
      {kind === 'prices' && seenOn && <EvidenceFields draft={draft} onChange={change} />}
      <p class="sb-note">
        {kind === 'prices' && !seenOn && <Button kind="link" onClick={() => setSeenOn(true)}>{t('prices.addEvidence')}</Button>}
        {kind === 'prices' ? termsText(line, sidebook) : t('prices.stockHint')}
        {draft.id === null && draft.name.trim() !== '' && !fitting(view.competitors, draft.name.trim()).length && ` · ${t('prices.newRival')}`}
      </p>
    </form>
  ); // prettier-ignore
}

const seenOf = ({ id, name, source }: FactDraft, entity: string, { item, product, name: goods, in: { unit } }: PriceLine) => ({
  entity,
  of: { item, product, name: goods, unit },
  competitor: { id, name: name.trim() },
  source,
});

function priceBody(draft: FactDraft, entity: string, line: PriceLine): NewPrice {
  const { currency, unit, vat } = line.in;
  const { value, evidence, file } = draft;
  return { ...seenOf(draft, entity, line), price: value ?? '', currency, unit, vatIncluded: vat === 'in', evidence: evidence.trim() || null, file };
} // prettier-ignore

const stockBody = (draft: FactDraft, entity: string, line: PriceLine): NewStock => ({
  ...seenOf(draft, entity, line),
  stock: draft.value ?? '',
});
