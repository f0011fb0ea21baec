/** One base: how it stands, since when, what waits, and why. */
import { useState } from 'preact/hooks';
import type { Done, HostStatus } from '../../connector/server/contract/sync.ts';
import { At, Button, FailureNotice, type IconName, Status, type Tone, useAction, useSidebook } from '../runtime/index.ts';
import { Causes } from './causes.tsx';

const LOOKS: Readonly<Record<HostStatus['state'], { readonly tone: Tone; readonly icon: IconName }>> = {
  ok: { tone: 'ok', icon: 'ok' },
  late: { tone: 'warn', icon: 'waiting' },
  failing: { tone: 'danger', icon: 'error' },
  paused: { tone: 'warn', icon: 'lock' },
  restored: { tone: 'warn', icon: 'warn' },
  never: { tone: 'muted', icon: 'none' },
};

interface HostProps {
  readonly host: HostStatus;
  readonly may: boolean;
  readonly onRetried: () => void;
}
export function HostLine({ host, may, onRetried }: HostProps) {
  const { t } = useSidebook();
  return (
    <section class="sb-sy-host">
      <div class="sb-sy-pair">
        <h2>{host.title}</h2>
        <Status {...LOOKS[host.state]}>{t(`sync.state.${host.state}`)}</Status>
      </div>
      <p class="sb-sy-facts sb-note"><Facts host={host} /></p>
      <State host={host} />
      <Causes causes={host.causes} />
      {may && (host.state !== 'ok' || host.causes.length > 0 || host.queue + host.waiting + host.behind > 0) && <Retry host={host} onRetried={onRetried} />}
    </section>
  ); // prettier-ignore
}

function Facts({ host }: { readonly host: HostStatus }) {
  const { t, format } = useSidebook();
  const lag = useLag(host.lagSeconds);
  return (
    <>
      {host.lastSuccessAt === null ? <span>{t('sync.notRead')}</span> : <span>{t('sync.asOf')} <At at={host.lastSuccessAt} /></span>}
      {lag !== '' && <span>{t('sync.lag', { lag })}</span>}
      <span>{t('sync.queue', { n: format.number(host.queue) })}</span>
      {host.waiting > 0 && <span>{t('sync.waiting', { n: format.number(host.waiting) })}</span>}
      {host.behind > 0 && <span>{t('sync.behind', { n: format.number(host.behind) })}</span>}
      <span class={host.problems > 0 ? 'sb-tone-danger' : ''}>{t('sync.problems', { n: format.number(host.problems) })}</span>
    </>
  ); // prettier-ignore
}

/** What a word alone does not say: who paused it, that nothing is written, what to do after a restore. */
function State({ host }: { readonly host: HostStatus }) {
  const { t } = useSidebook();
  if (host.state === 'paused') return <p>{t('sync.paused', { who: host.pausedBy ?? '?' })}</p>;
  if (host.state === 'restored') return <p>{t('sync.restored')}</p>;
  if (host.state === 'never') return <p>{t('sync.never')}</p>;
  return host.writes ? null : <p><Status tone="muted" icon="lock">{t('sync.readOnly')}</Status></p>;
} // prettier-ignore

/** "1 ч 47 мин" */
function useLag(seconds: number | null): string {
  const { t } = useSidebook();
  if (seconds === null) return '';
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t('sync.minutes', { n: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? t('sync.hours', { h: hours, n: minutes % 60 }) : t('runtime.days', { n: Math.floor(hours / 24) });
}

/** As often as one likes: what is put off is only waked. */
function Retry({ host, onRetried }: Omit<HostProps, 'may'>) {
  const { t, announce } = useSidebook();
  const retry = useAction<Done>();
  const [said, setSaid] = useState('');
  const run = async (): Promise<void> => {
    const done = await retry.run({ method: 'POST', path: 'sync/retry', body: { host: host.id } });
    if (!done) return;
    setSaid(done.text);
    announce(done.text);
    onRetried();
  };
  return (
    <>
      {retry.failure && <FailureNotice failure={retry.failure} onRetry={() => void run()} />}
      <div class="sb-actions">
        <Button writes busy={retry.busy} icon="sending" onClick={() => void run()}>{t('sync.retry')}</Button>
        {said !== '' && <Status tone="ok" icon="ok">{said}</Status>}
      </div>
    </>
  ); // prettier-ignore
}
