/** The tab of stock: of each line, who has about how many, how soon, and how old that is. */
import { useRef, useState } from 'preact/hooks';
import type { PriceLine, RivalStock } from '../../connector/server/contract/prices.ts';
import { Button, Empty, FailureNotice, type Sidebook, Status, useAction, useSidebook } from '../runtime/index.ts';
import { Select } from '../runtime/parts.ts';
import { Add } from './add.tsx';
import type { PartProps } from './part.ts';
import { ageText, nameOf } from './words.ts';

export function Stock({ view, entity, drafts, back, reload }: PartProps) {
  const { t } = useSidebook();
  const [at, setAt] = useState('');
  const line = view.lines.filter(({ key }) => key === at)[0] ?? view.lines[0];
  if (!line) return <Empty title={t('prices.noLines')} text={t('prices.noLinesNext')} />;
  return (
    <div class="sb-stack">
      <Select label={t('prices.goods')} value={line.key} onChange={setAt} options={view.lines.map(({ key, name }) => ({ value: key, label: name }))} />
      {line.stock.length === 0 && <p class="sb-note">{t('prices.noStock')}</p>}
      <Rows view={view} entity={entity} drafts={drafts} back={back} line={line} reload={reload} />
    </div>
  ); // prettier-ignore
}

type RowsProps = Pick<PartProps, 'view' | 'entity' | 'drafts' | 'back' | 'reload'> & { readonly line: PriceLine };

function Rows({ view, entity, drafts, back, line, reload }: RowsProps) {
  const { t } = useSidebook();
  const action = useAction<unknown>();
  const on = (id: string, is: boolean) => ({
    method: 'POST' as const,
    path: `rival-stock/${id}/withdraw`,
    body: { entity, on: is },
  });
  const failed = useRef('');
  const withdraw = async (id: string): Promise<void> => {
    failed.current = id;
    if ((await action.run(on(id, true))) === undefined) return;
    back.offer(t('prices.withdrawn'), on(id, false));
    reload();
  };
  const written = (id: string): void => {
    reload();
    back.offer(t('prices.written'), on(id, true));
  };
  return (
    <>
      {action.failure && <FailureNotice failure={action.failure} onRetry={() => void withdraw(failed.current)} />}
      <ul class="sb-list">
        {line.stock.map((stock) => (
          <Row key={stock.id} stock={stock} name={nameOf(view, stock.competitor)} {...(view.may.write ? { onWithdraw: () => void withdraw(stock.id) } : {})} />
        ))}
      </ul>
      {view.may.write && <Add key={line.key} kind="stock" view={view} entity={entity} line={line} drafts={drafts} onDone={written} />}
    </>
  ); // prettier-ignore
}

const LOOKS = {
  none: { tone: 'danger', icon: 'none' },
  few: { tone: 'warn', icon: 'warn' },
  some: { tone: 'ok', icon: 'ok' },
  many: { tone: 'ok', icon: 'ok' },
  unknown: { tone: 'muted', icon: 'info' },
} as const;

function Row({
  stock,
  name,
  onWithdraw,
}: {
  readonly stock: RivalStock;
  readonly name: string;
  readonly onWithdraw?: () => void;
}) {
  const sidebook = useSidebook();
  const { t, format } = sidebook;
  const lead = stock.leadDays === null ? null : t('prices.lead', { days: format.days(stock.leadDays) });
  const told = [
    lead,
    ageText(stock.ageDays, sidebook),
    t(`prices.source.${stock.source}`),
    stock.by,
    stock.stale && t('prices.stale'),
  ];
  return (
    <li class="sb-rv-stock">
      <div class="sb-rv-pair">
        <b>{name}</b>
        <Status {...LOOKS[stock.word]} title={amountText(stock, sidebook)}>
          {t(`prices.stock.${stock.word}`)} {stock.word !== 'none' && amountText(stock, sidebook)}
        </Status>
      </div>
      <div class="sb-rv-pair">
        <span class={`sb-note ${stock.stale ? 'sb-tone-warn' : ''}`}>{told.filter(Boolean).join(' · ')}</span>
        {onWithdraw && (
          <Button writes kind="link" icon="close" title={t('prices.withdrawOf', { name })} onClick={onWithdraw}>
            {t('prices.withdraw')}
          </Button>
        )}
      </div>
    </li>
  );
}

/** "10–50", "от 100": as it was said, never one figure made of two. */
function amountText({ least, most }: RivalStock, { t, format }: Pick<Sidebook, 't' | 'format'>): string {
  if (most === null) return least === '0' ? '' : t('prices.from', { n: format.number(least) });
  return least === most ? format.number(least) : `${format.number(least)}–${format.number(most)}`;
}
