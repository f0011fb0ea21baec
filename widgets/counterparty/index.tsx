/** "Кто, сколько должен, чей, верить ли?" - answered on the first screen, without a click. */
import type { CounterpartyAnswer, CounterpartyView } from '../../connector/server/contract/counterparty.ts';
import { defineWidget, Empty, States, useResource, useSidebook } from '../runtime/index.ts';
import { FreshnessLine } from '../runtime/parts.ts';
import { Actions } from './actions.tsx';
import css from './counterparty.css';
import { Debts } from './debts.tsx';
import { Head, Standing, Warnings } from './head.tsx';
import { LastInvoices, Limit } from './history.tsx';

function Counterparty() {
  const { entity, t } = useSidebook();
  const view = useResource<CounterpartyAnswer>(entity === null ? null : `counterparty?entity=${encodeURIComponent(entity)}`);
  // The form of a new one has no record before it is saved.
  if (entity === null) return <Empty title={t('counterparty.noRecord')} text={t('counterparty.noRecordNext')} />;
  return (
    <States of={view} rows={9} queued={({ badges }) => badges.filter(({ state }) => state === 'waiting').length}>
      {(data) => <Shown view={data} reload={view.reload} />}
    </States>
  );
}

const Shown = ({ view, reload }: { readonly view: CounterpartyView; readonly reload: () => void }) => (
  <>
    <FreshnessLine freshness={view.freshness} onRefresh={reload} />
    <Head view={view} />
    <Warnings view={view} />
    <Debts view={view} />
    <Standing view={view} />
    <Actions view={view} />
    <Limit view={view} />
    {view.may.seeInvoices && <LastInvoices view={view} />}
  </>
);

export default defineWidget({ name: 'counterparty', View: Counterparty, css });
