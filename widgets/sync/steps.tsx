/** The largest steps, or all of them, with their fields on demand. */
import { useState } from 'preact/hooks';
import type { HostStatus, PlanStep, PlanView } from '../../connector/server/contract/sync.ts';
import { Button, Details, Money, States, Status, useResource, useSidebook } from '../runtime/index.ts';
import type { Summary } from './summary.ts';
import { titleOf } from './totals.tsx';

interface StepsProps {
  readonly summary: Summary;
  readonly all: boolean;
  readonly titles: readonly HostStatus[];
}
const PAGE = 100;

export function Steps({ summary, all, titles }: StepsProps) {
  const { t } = useSidebook();
  const path = `plans/${encodeURIComponent(summary.id)}`;
  const plan = useResource<PlanView>(all ? `${path}?all=1` : path);
  const [shown, setShown] = useState(PAGE);
  return (
    <States of={plan} rows={6}>
      {({ steps }: PlanView) => (
        <>
          {!all && steps.length < summary.stepCount && <p class="sb-note">{t('sync.largest', { n: steps.length, of: summary.stepCount })}</p>}
          <ul class="sb-list">
            {steps.slice(0, shown).map((step, i) => <Step key={i} step={step} host={titleOf(titles, step.host)} />)}
          </ul>
          {steps.length > shown && (
            <Button kind="link" icon="down" onClick={() => setShown(shown + PAGE)}>{t('sync.more', { n: steps.length - shown })}</Button>
          )}
        </>
      )}
    </States>
  ); // prettier-ignore
}

function Step({ step, host }: { readonly step: PlanStep; readonly host: string }) {
  const { t } = useSidebook();
  return (
    <li class="sb-sy-step">
      <div class="sb-sy-pair">
        <span class="sb-sy-name"><b>{step.title}</b> <span class="sb-note">{step.doesLabel} · {host}</span></span>
        {step.amount !== null && <Money amount={step.amount} currency={step.currency ?? undefined} />}
      </div>
      {step.hold !== null && <p><Status tone="warn" icon="lock">{step.hold}</Status></p>}
      {step.changes.length > 0 && <Details label={t('sync.fields', { n: step.changes.length })}><Changes step={step} /></Details>}
    </li>
  ); // prettier-ignore
}

function Changes({ step }: { readonly step: PlanStep }) {
  const isNew = step.does === 'create';
  return (
    <ul class="sb-sy-changes">
      {step.changes.map(({ field, label, before, after }) => (
        <li key={field}>
          <span class="sb-tone-muted">{label}: </span>
          {!isNew && <><s>{before ?? '—'}</s> → </>}
          <b>{after ?? '—'}</b>
        </li>
      ))}
    </ul>
  ); // prettier-ignore
}
