/** Both sides of each field, and which holds: 1 their value, 2 ours, 3 another; Enter applies. */
import { useRef, useState } from 'preact/hooks';
import type { ProblemRow } from '../../connector/server/contract/problems.ts';
import { Button, useDirty, useSidebook } from '../runtime/index.ts';
import { More } from './about.tsx';
import { Bulk } from './bulk.tsx';
import { answerOf, type Choice, choiceOf, fieldOf, mayType, type Side } from './entries.ts';
import type { EntryProps } from './entry-props.ts';
import { Unit } from './unit.tsx';
import type { Given } from './use-answers.ts';

interface ConflictProps extends EntryProps {
  readonly rows: readonly ProblemRow[];
}
const SIDES: Readonly<Record<string, Side>> = { '1': 'theirs', '2': 'ours', '3': 'value' };

/** The row a key means: where the focus is. */
const rowAt = (target: EventTarget | null): number =>
  target instanceof HTMLElement ? Number(target.getAttribute('data-problem') ?? 0) : 0;
const isText = (target: EventTarget | null): boolean => target instanceof HTMLInputElement && target.type === 'text';

/** At once, not after the next drawing: the next key must not mean the field before. */
function focusRow(form: HTMLElement | null, id: number, side: Side): void {
  const radios = form?.querySelectorAll<HTMLInputElement>(`input[data-problem="${String(id)}"]`);
  radios?.[side === 'ours' ? 1 : 0]?.focus();
}

export function ConflictForm(props: ConflictProps) {
  const { rows, view, answers, choices, onChoices } = props;
  const { t } = useSidebook();
  const form = useRef<HTMLFormElement>(null);
  const [wanting, setWanting] = useState(false);
  const choiceAt = (row: ProblemRow): Choice | undefined => choiceOf(row, choices);
  const chosen = rows.filter(choiceAt);
  const preset = rows.filter(({ id, owner }) => owner !== null && !choices[id]);
  const busy = rows.some(({ id }) => saving(answers.marks[id]));
  const may = view.may.answer;
  const ownColumn = may && rows.some((row) => mayType(row).length > 0);
  useDirty(rows.some(({ id }) => choices[id]));

  const choose = (id: number, choice: Choice): void => {
    onChoices((now) => ({ ...now, [id]: choice }));
    setWanting(false);
  };
  const keys = (event: KeyboardEvent): void => {
    const side = SIDES[event.key];
    const row = rows.filter(({ id }) => id === rowAt(event.target))[0];
    if (!side || !row || isText(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (side === 'value' && mayType(row).length === 0) return;
    event.preventDefault();
    choose(row.id, { side, typed: choices[row.id]?.typed ?? {} });
    const open = rows.filter((one) => one.id !== row.id && !choiceAt(one))[0];
    if (side !== 'value') focusRow(form.current, (open ?? row).id, side);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    const given = chosen.map((row): Given | null => {
      const choice = choiceAt(row);
      const body = choice ? answerOf(choice) : null;
      return body && { row, body };
    });
    const complete = given.filter((one): one is Given => one !== null);
    setWanting(complete.length === 0 || complete.length < given.length);
    if (complete.length === 0 || complete.length < given.length || busy) return;
    void answers.give(complete);
  };
  const [first] = rows;
  const merged = rows.reduce<readonly string[]>((all, row) => [...all, ...row.merged.filter((one) => all.indexOf(one) < 0)], []);
  return (
    <form ref={form} class="sb-pr-conflict" onSubmit={submit} onKeyDown={keys} noValidate>
      {first && first.kind !== 'conflict' && <p>{first.what}</p>}
      {first && <Heads row={first} ownColumn={ownColumn} />}
      {rows.map((row, i) => (
        <Unit key={row.id} row={row} choice={choiceAt(row)} mark={answers.marks[row.id]} may={may} ownColumn={ownColumn} first={i === 0}
          wanting={wanting} onChoose={(choice) => choose(row.id, choice)} />
      ))}
      {merged.length > 0 && <p class="sb-note">{t('problems.merged', { fields: merged.join(', ') })}</p>}
      {may && preset.map((row) => <p key={row.id} class="sb-note">{t('problems.preset', { field: fieldOf(row), side: row.owner === 'ours' ? t('problems.ours') : row.title })}</p>)}
      {may && (
        <>
          {wanting && <p class="sb-error-text" role="alert">{t(chosen.length === 0 ? 'problems.choose' : 'problems.type')}</p>}
          <div class="sb-actions">
            <Button writes kind="primary" submit busy={busy}>
              {chosen.length > 0 && chosen.length < rows.length ? t('problems.applySome', { n: chosen.length, of: rows.length }) : t('problems.apply')}
            </Button>
            <Bulk {...props} />
          </div>
          <p class="sb-note sb-pr-keys">{t('problems.keys', { host: first ? first.title : '' })}</p>
        </>
      )}
      {first && <More row={first} />}
    </form>
  ); // prettier-ignore
}

const saving = (mark: { readonly state: string } | undefined): boolean => mark !== undefined && mark.state === 'saving';

/** Letters of a name that need lines of their own; two are enough to know who it is. */
const LONG_NAME = 16;
/** A host names no author over OData: when its value was seen; ours has who and when. */
function Heads({ row, ownColumn }: { readonly row: ProblemRow; readonly ownColumn: boolean }) {
  const { t, format } = useSidebook();
  const at = row.oursAt === null ? '' : format.at(row.oursAt);
  const by = row.oursBy ?? '';
  const isLong = by.length > LONG_NAME;
  return (
    <div class="sb-pr-field sb-pr-heads sb-note">
      <span class="sb-pr-label">{t('problems.field')}</span>
      <span class="sb-pr-base">{t('problems.base')}</span>
      <span class="sb-pr-side"><b>{row.title}</b><br />{t('problems.seen', { at: format.at(row.since) })}</span>
      <span class="sb-pr-side"><b>{t('problems.ours')}</b><br />{isLong && <span class="sb-pr-by" title={by}>{by}</span>}{isLong ? at : [by, at].filter(Boolean).join(', ')}</span>
      {ownColumn && <span class="sb-pr-own" />}
    </div>
  ); // prettier-ignore
}
