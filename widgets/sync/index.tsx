/** "Свежие ли данные, кто и что делает?" - each base in one line, causes in plain words, the plan beneath. */
import type { SyncView } from '../../connector/server/contract/sync.ts';
import { defineWidget, Empty, States, useResource, useT } from '../runtime/index.ts';
import { HostLine } from './host.tsx';
import { Journal } from './journal.tsx';
import { Plan } from './plan.tsx';
import css from './sync.css';

function Sync() {
  const view = useResource<SyncView>('sync');
  return (
    <States of={view} rows={9} queued={({ hosts }: SyncView) => hosts.reduce((sum, { queue }) => sum + queue, 0)}>
      {(data: SyncView) => <Shown view={data} reload={view.reload} />}
    </States>
  );
}

function Shown({ view, reload }: { readonly view: SyncView; readonly reload: () => void }) {
  const t = useT();
  if (view.hosts.length === 0) return <Empty title={t('sync.noHosts')} text={t('sync.noHostsNext')} />;
  return (
    <>
      {view.hosts.map((host) => (
        <HostLine key={host.id} host={host} may={view.may.retry} onRetried={reload} />
      ))}
      <Journal rows={view.journal} />
      {view.hosts.map((host) => (
        <Plan key={host.id} host={host} titles={view.hosts} may={view.may.plan} reload={reload}
          summary={view.plans.filter((plan) => plan.host === host.id)[0] ?? null} />
      ))}
    </>
  ); // prettier-ignore
}

export default defineWidget({ name: 'sync', View: Sync, css });
