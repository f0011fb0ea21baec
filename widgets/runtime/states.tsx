/** Every state a widget can be in besides showing its data (widgets.md 4): the same everywhere, so that a person learns them once. */
import type { ComponentChildren } from 'preact';
import type { Candidate, NotLinked, ProblemDetails } from '../../connector/server/contract/shared.ts';
import { useAction } from './action.ts';
import { Button, CopyButton, Details } from './base/simple.tsx';
import { Icon, type IconName } from './base/icon.tsx';
import { OfflineContext, useAfter, useSidebook } from './context.ts';
import { type Failure, failureCode, isOffline } from './failure.ts';
import type { Resource } from './resource.ts';

const SKELETON_MS = 150;
const SLOW_MS = 4_000;

/** Grey lines of the final height, after 150 ms; after four seconds it says that it takes longer. */
export function Skeleton({ rows }: { readonly rows: number }) {
  const { t } = useSidebook();
  const visible = useAfter(true, SKELETON_MS);
  const slow = useAfter(true, SLOW_MS);
  const lines: ComponentChildren[] = [];
  for (let i = 0; i < rows; i++) lines.push(<div key={i} class={`sb-bar ${i % 3 === 2 ? 'sb-short' : ''}`} />);
  return (
    <div class={`sb-skeleton ${visible ? 'sb-visible' : ''}`}>
      <span class="sb-hidden">{t('runtime.loading')}</span>
      {lines}
      {slow && (
        <p class="sb-note" role="status">
          {t('runtime.slow')}
        </p>
      )}
    </div>
  );
}

export interface NoticeProps {
  readonly icon: IconName;
  readonly tone: 'danger' | 'warn' | 'muted';
  readonly title: string;
  readonly text?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly children?: ComponentChildren;
  /** Read out at once. */
  readonly urgent?: boolean;
}
/** What is the matter, why, and what to do. */
export function Notice(props: NoticeProps) {
  return (
    <div class={`sb-notice sb-tone-${props.tone}`} role={props.urgent ? 'alert' : undefined}>
      <Icon name={props.icon} />
      <div class="sb-notice-body">
        <p class="sb-notice-title">{props.title}</p>
        {props.text !== undefined && <p>{props.text}</p>}
        {props.children}
        {props.actions !== undefined && <div class="sb-actions">{props.actions}</div>}
      </div>
    </div>
  );
}

/** Nothing there: why, and the one next action. For "no match for the filter" pass the reset as action. */
export const Empty = (props: { readonly title: string; readonly text?: string; readonly action?: ComponentChildren }) => (
  <div class="sb-empty">
    <p class="sb-notice-title">{props.title}</p>
    {props.text !== undefined && <p class="sb-note">{props.text}</p>}
    {props.action !== undefined && <div class="sb-actions">{props.action}</div>}
  </div>
);

/** A failed call: of a GET in place of or above the data, of a mutation above the form, which stays as typed. */
export function FailureNotice({
  failure,
  onRetry,
  stale = false,
  queued,
}: {
  readonly failure: Failure;
  readonly onRetry: () => void;
  readonly stale?: boolean;
  /** How much was on its way into the bases when the data was read. */
  readonly queued?: number | undefined;
}) {
  const { t, api } = useSidebook();
  if (failure.kind === 'forbidden') return <NoPermission />;
  if (failure.kind === 'expired') {
    const renew = (): void => {
      api.renewAccess().then(onRetry, () => undefined);
    };
    return (
      <Notice icon="lock" tone="warn" urgent title={t('runtime.expired')} text={t('runtime.expiredNext')}
        actions={<Button kind="primary" onClick={renew}>{t('runtime.renew')}</Button>} />
    ); // prettier-ignore
  }
  const { problem } = failure;
  const detail = problem && problem.detail !== problem.title ? { text: problem.detail } : {};
  const retry = <Button onClick={onRetry}>{t('runtime.retry')}</Button>;
  if (problem === null) {
    const offline = isOffline(failure);
    const last = stale && offline;
    const title = t(last ? 'runtime.offline' : `runtime.failed.${failure.kind}`);
    return (
      <Notice
        icon={offline ? 'offline' : 'error'}
        tone={offline ? 'warn' : 'danger'}
        urgent
        title={title}
        text={t(last ? 'runtime.offlineNext' : `runtime.next.${failure.kind}`)}
        actions={retry}
      >
        {last && queued !== undefined && <p class="sb-note">{t('runtime.offlineQueue', { n: queued })}</p>}
      </Notice>
    );
  }
  return (
    <Notice icon="error" tone="danger" urgent title={problem.title} {...detail} actions={retry}>
      <p>
        <b>{t(`runtime.who.${problem.who}`)}</b> {problem.next}
      </p>
      {problem.retryAfter !== undefined && <p class="sb-note">{t('runtime.retryAfter', { n: problem.retryAfter })}</p>}
      <Trace problem={problem} code={failureCode(failure)} />
    </Notice>
  );
}

/** What support asks for; never in the first line. */
function Trace({ problem, code }: { readonly problem: ProblemDetails; readonly code: string }) {
  const { t } = useSidebook();
  return (
    <Details>
      <p class="sb-note">
        {t('runtime.code')}: {code}
        <br />
        {t('runtime.trace')}: <code>{problem.traceId}</code>
        <CopyButton text={`${code} ${problem.traceId}`} what={t('runtime.copyTrace')} />
      </p>
    </Details>
  );
}

/** The right is missing: who grants it, and nothing about what is hidden. */
function NoPermission() {
  const { t } = useSidebook();
  return <Notice icon="lock" tone="muted" title={t('runtime.noPermission')} text={t('runtime.noPermissionNext')} />;
}

/** The form's record is not known to Sidebook: which of ours it may be. */
export function NotLinkedNotice({ view, onLinked }: { readonly view: NotLinked; readonly onLinked: () => void }) {
  const { t, entity, emit } = useSidebook();
  const link = useAction<unknown>();
  const choose = async (candidate: Candidate): Promise<void> => {
    const answer = await link.run({ method: 'POST', path: 'links', body: { entity, record: candidate.id } });
    if (answer === undefined || entity === null) return;
    emit('changed', { entity, fields: ['link'] });
    onLinked();
  };
  return (
    <div class="sb-stack">
      <Notice icon="link" tone="muted" title={t('runtime.notLinked')} text={view.why} />
      {link.failure && <FailureNotice failure={link.failure} onRetry={() => void link.again().then(onLinked)} />}
      {view.candidates.length > 0 && <p class="sb-note">{t('runtime.candidates')}</p>}
      <ul class="sb-list">
        {view.candidates.map((candidate) => (
          <li key={candidate.id} class="sb-candidate">
            <div>
              <b>{candidate.name}</b>
              <span class="sb-note">{describe(candidate, t)}</span>
            </div>
            {view.mayLink && (
              <Button writes icon="link" busy={link.busy} onClick={() => void choose(candidate)}>
                {t('runtime.link')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {!view.mayLink && <p class="sb-note">{t('runtime.mayNotLink')}</p>}
    </div>
  );
}
const describe = (candidate: Candidate, t: (key: string, params?: Readonly<Record<string, string | number>>) => string): string =>
  [candidate.taxId && `${t('runtime.taxId')} ${candidate.taxId}`, candidate.branchCode && `${t('runtime.branchCode')} ${candidate.branchCode}`, ...candidate.reasons]
    .filter(Boolean)
    .join(' · '); // prettier-ignore

const isNotLinked = (data: unknown): data is NotLinked =>
  typeof data === 'object' && data !== null && 'state' in data && data.state === 'not-linked';

export interface StatesProps<T> {
  readonly of: Resource<T>;
  /** Lines of the skeleton: about the height of the data. */
  readonly rows?: number;
  /** How much of it was on its way into the bases: said while offline. */
  readonly queued?: (data: Exclude<T, NotLinked>) => number | undefined;
  readonly children: (data: Exclude<T, NotLinked>) => ComponentChildren;
}

/** The data, or why there is none: loading, not linked, refused, expired, offline. Old data stays, dimmed, when a later call failed. */
export function States<T>({ of, rows = 5, queued, children }: StatesProps<T>) {
  const { data, failure, loading, reload } = of;
  if (data === null) {
    if (failure && !loading) return <FailureNotice failure={failure} onRetry={reload} />;
    return (
      <div aria-busy="true">
        <Skeleton rows={rows} />
      </div>
    );
  }
  const shown = isNotLinked(data) ? null : (data as Exclude<T, NotLinked>);
  return (
    <div class="sb-stack" aria-busy={loading}>
      {failure && <FailureNotice failure={failure} onRetry={reload} stale queued={shown && queued ? queued(shown) : undefined} />}
      <OfflineContext.Provider value={failure !== null && isOffline(failure)}>
        <div class={failure && failure.kind !== 'expired' ? 'sb-dimmed' : ''}>
          {shown ? children(shown) : <NotLinkedNotice view={data as T & NotLinked} onLinked={reload} />}
        </div>
      </OfflineContext.Provider>
    </div>
  ); // prettier-ignore
}
