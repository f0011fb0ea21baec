/** How much of what, in which base: counts and sums. */
import type { HostStatus, PlanView } from '../../connector/server/contract/sync.ts';
import { Money, useSidebook } from '../runtime/index.ts';

type Total = PlanView['totals'][number];
const distinct = <T,>(all: readonly T[]): T[] => all.filter((one, i) => all.indexOf(one) === i);
export const titleOf = (titles: readonly HostStatus[], id: string): string =>
  titles.filter((host) => host.id === id).map(({ title }) => title)[0] ?? id;

interface TotalsProps {
  readonly totals: readonly Total[];
  readonly titles: readonly HostStatus[];
}
export function TotalsTable({ totals, titles }: TotalsProps) {
  const { width } = useSidebook();
  const hosts = distinct(totals.map(({ host }) => host));
  // Beside one another they would be divided within a word.
  if (width !== 'narrow' || hosts.length < 2) return <Table totals={totals} titles={titles} hosts={hosts} />;
  return <>{hosts.map((host) => <Table key={host} totals={totals.filter((total) => total.host === host)} titles={titles} hosts={[host]} />)}</>;
} // prettier-ignore

function Table({ totals, titles, hosts }: TotalsProps & { readonly hosts: readonly string[] }) {
  const { t } = useSidebook();
  const does = distinct(totals.map((total) => total.does));
  return (
    <table class="sb-sy-totals">
      <thead>
        <tr>
          <th scope="col"><span class="sb-hidden">{t('sync.does')}</span></th>
          {hosts.map((host) => <th key={host} scope="col">{titleOf(titles, host)}</th>)}
        </tr>
      </thead>
      <tbody>
        {does.map((one) => (
          <tr key={one}>
            <th scope="row">{totals.filter((total) => total.does === one)[0]?.doesLabel}</th>
            {hosts.map((host) => <Cell key={host} totals={totals.filter((total) => total.does === one && total.host === host)} />)}
          </tr>
        ))}
      </tbody>
    </table>
  ); // prettier-ignore
}

function Cell({ totals }: { readonly totals: readonly Total[] }) {
  if (totals.length === 0) return <td class="sb-tone-muted">0</td>;
  return (
    <td>
      {totals.map(({ entity, entityLabel, count, sums }) => (
        <div key={entity}>
          {entityLabel}: <b class="sb-num">{count}</b>
          {sums.map(({ currency, amount }) => <div key={currency}><Money amount={amount} currency={currency} /></div>)}
        </div>
      ))}
    </td>
  ); // prettier-ignore
}
