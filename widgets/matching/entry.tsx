/** One question: who, how likely, why; open, the cards beside each other and the three answers. 1 the same, 2 another one, 3 later. */
import type { MatchRow, Pair } from '../../connector/server/contract/matching.ts';
import { Ago, Button, FailureNotice, Icon, Notice, Status, useSidebook, useT } from '../runtime/index.ts';
import { Cards } from './cards.tsx';
import type { Doing } from './use-matching.ts';

interface EntryProps {
  readonly row: MatchRow;
  readonly isOpen: boolean;
  readonly isLater: boolean;
  readonly mayAny: boolean;
  readonly doing: Doing;
  readonly onToggle: () => void;
}

const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/** The card whose button has the focus, else the likeliest. */
const pairAt = (target: EventTarget | null, pairs: readonly Pair[]): Pair | undefined => {
  let at = target instanceof HTMLElement ? target : null;
  while (at && !at.hasAttribute('data-as')) at = at.parentElement;
  const asked = at && at.getAttribute('data-as');
  const free = pairs.filter(({ as }) => as !== null);
  return free.filter(({ as }) => as === asked)[0] ?? free[0];
};

export function Entry(props: EntryProps) {
  const { row, isOpen, doing, onToggle } = props;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isOpen || !row.may.answer || event.ctrlKey || event.altKey || event.metaKey || isText(event.target)) return;
    const pair = pairAt(event.target, row.pairs);
    if (event.key === '1' && pair) doing.link(row, pair);
    else if (event.key === '2') doing.apart(row);
    else if (event.key === '3') doing.later(row);
    else return;
    event.preventDefault();
  };
  return (
    <div onKeyDown={onKeyDown}>
      <button type="button" class="sb-entry-head" aria-expanded={isOpen} onClick={onToggle}>
        <span class={`sb-turn ${isOpen ? 'sb-open' : ''}`}><Icon name="down" /></span>
        <Summary {...props} />
      </button>
      {isOpen && <Body {...props} />}
    </div>
  ); // prettier-ignore
}

function Summary({ row, isLater }: EntryProps) {
  const { t, format } = useSidebook();
  const [best] = row.pairs;
  const score = best && best.score !== null ? `${t('matching.percent', { n: best.score })} · ` : '';
  const more = row.pairs.length > 1 ? ` ${t('matching.orOthers', { n: row.pairs.length - 1 })}` : '';
  return (
    <span class="sb-entry-sum">
      <b>{row.subject}</b>
      {best && <span> ↔ {best.name}{more}</span>}
      <span class="sb-note">
        {score}{t(row.isInside ? 'matching.inside' : 'matching.between')} · {row.title} · <Ago at={row.since} />
        {isLater && row.due !== null && ` · ${t('matching.until', { at: format.at(row.due), who: row.assignee ?? '' })}`}
      </span>
    </span>
  ); // prettier-ignore
}

function Body({ row, isLater, mayAny, doing }: EntryProps) {
  const t = useT();
  const mark = doing.marks[row.id];
  const busy = mark !== undefined && mark.busy;
  return (
    <div class="sb-entry-body">
      {mark && mark.failure && mark.failure.kind === 'moved' && <Notice icon="warn" tone="warn" urgent title={t('matching.moved')} />}
      {mark && mark.failure && mark.failure.kind !== 'moved' && <FailureNotice failure={mark.failure} onRetry={mark.again} />}
      {busy && <p class="sb-said"><Status tone="muted" icon="sending">{t('runtime.row.saving')}</Status></p>}
      {row.pairs.length === 0 && <p>{t('matching.noCards')}</p>}
      {row.pairs.map((pair) => (
        <Cards key={pair.as ?? pair.name} row={row} pair={pair} isOne={row.pairs.length === 1} busy={busy} onLink={() => doing.link(row, pair)} />
      ))}
      {row.may.answer ? <Answers row={row} busy={busy} isLater={isLater} doing={doing} /> : <p class="sb-note">{t(mayAny ? 'matching.openOther' : 'matching.mayNot')}</p>}
    </div>
  ); // prettier-ignore
}

interface AnswersProps {
  readonly row: MatchRow;
  readonly busy: boolean;
  readonly isLater: boolean;
  readonly doing: Doing;
}
function Answers({ row, busy, isLater, doing }: AnswersProps) {
  const t = useT();
  const only = row.pairs.length === 1 && row.pairs[0] && row.pairs[0].as !== null ? row.pairs[0] : undefined;
  return (
    <>
      <p class="sb-note">{t(row.isInside ? 'matching.effectInside' : 'matching.effect', { host: row.title })}</p>
      <div class="sb-actions sb-mt-answers">
        {only && <Button writes kind="primary" busy={busy} onClick={() => doing.link(row, only)}>{t('matching.same')}</Button>}
        <Button writes disabled={busy} onClick={() => doing.apart(row)}>{t('matching.apart')}</Button>
        {isLater ? <Button writes disabled={busy} onClick={() => doing.now(row)}>{t('matching.now')}</Button> : <Button writes disabled={busy} onClick={() => doing.later(row)}>{t('matching.later')}</Button>}
      </div>
      <p class="sb-note sb-mt-keys">{t('matching.keys')}</p>
    </>
  ); // prettier-ignore
}
