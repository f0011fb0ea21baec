/** One question: the fields that belong together, and the choice between both sides and a value of one's own. */
import type { Difference, ProblemRow } from '../../connector/server/contract/problems.ts';
import { useSidebook, useT } from '../runtime/index.ts';
import { DayField, DecimalField, Field, Select, useId } from '../runtime/parts.ts';
import { type Choice, differing, fieldOf, mayType, type Side } from './entries.ts';
import type { Mark } from './use-answers.ts';
import { Whole } from './whole.tsx';

interface UnitProps {
  readonly row: ProblemRow;
  readonly choice: Choice | undefined;
  readonly mark: Mark | undefined;
  readonly may: boolean;
  /** Somewhere in the form a value of one's own may be given: its column is kept. */
  readonly ownColumn: boolean;
  /** Takes the focus when the entry gets its turn. */
  readonly first: boolean;
  /** Applied without a value: says so at the field. */
  readonly wanting: boolean;
  readonly onChoose: (choice: Choice) => void;
}

export function Unit(props: UnitProps) {
  const { row, choice, may } = props;
  const name = useId('side');
  const own = mayType(row);
  const fields = differing(row);
  const long = fields.some(({ ours, theirs }) => isLong(ours) || isLong(theirs));
  const seen = props.mark && props.mark.state === 'moved' ? props.mark.seen : null;
  const side = (which: 'theirs' | 'ours', one: Difference, top: boolean) => (
    <Value {...props} name={name} which={which} one={one} radio={may && top}
      isNew={seen !== null && before(seen, one.field, which) !== one[which]} />
  ); // prettier-ignore
  return (
    <div class={`sb-pr-unit ${long ? 'sb-pr-long' : ''}`} role="radiogroup" aria-label={fieldOf(row)}>
      {(fields.length === 0 ? [bare(row)] : fields).map((one, i) => (
        <div key={one.field} class="sb-pr-field">
          <span class="sb-pr-label">{one.label}</span>
          <span class="sb-pr-base"><Base text={one.base} /></span>
          {side('theirs', one, i === 0)}
          {side('ours', one, i === 0)}
          {props.ownColumn && <span class="sb-pr-own">{may && i === 0 && own.length > 0 && <OwnRadio {...props} name={name} />}</span>}
        </div>
      ))}
      {choice && choice.side === 'value' && <Own {...props} own={own} choice={choice} />}
    </div>
  ); // prettier-ignore
}

/** Letters of a value, and of a word of it, that still fit beside the other one in a narrow panel; longer ones stand one under another. */
const SIDE_BY_SIDE = 24;
const WORD = 10;
const isLong = (text: string | null | undefined): boolean =>
  (text ?? '').length > SIDE_BY_SIDE || (text ?? '').split(/[\s-]/).some((word) => word.length > WORD);

/** Neither side shows its fields: still one question. */
const bare = (row: ProblemRow): Difference => ({ field: row.unit ?? '', label: fieldOf(row), mayType: false });
const before = (seen: ProblemRow, field: string, which: 'theirs' | 'ours'): string | null | undefined =>
  seen.differences.filter((one) => one.field === field)[0]?.[which];

function Base({ text }: { readonly text: string | null | undefined }) {
  const t = useT();
  if (text === undefined) return <span title={t('problems.neverAgreed')}>—<span class="sb-hidden"> {t('problems.neverAgreed')}</span></span>;
  return <><span class="sb-pr-was">{t('problems.was')} </span>{text === null ? t('problems.empty') : <Whole text={text} />}</>;
} // prettier-ignore

interface ValueProps extends UnitProps {
  readonly name: string;
  readonly which: 'theirs' | 'ours';
  readonly one: Difference;
  readonly radio: boolean;
  readonly isNew: boolean;
}
function Value({ which, one, radio, isNew, ...rest }: ValueProps) {
  const t = useT();
  const text = one[which];
  const shown = (
    <span class="sb-pr-text">
      {text === undefined ? (
        '—'
      ) : text === null ? (
        <span class="sb-tone-muted">{t('problems.empty')}</span>
      ) : (
        <Whole text={text} />
      )}
      {isNew && <b class="sb-tone-warn"> {t('problems.new')}</b>}
    </span>
  );
  const whose = <span class="sb-hidden sb-pr-whose">{which === 'theirs' ? rest.row.title : t('problems.ours')}: </span>;
  if (!radio)
    return (
      <span class="sb-pr-side sb-pr-plain">
        {whose}
        {shown}
      </span>
    );
  return (
    <label class="sb-pr-side">
      <Radio {...rest} side={which} />
      {whose}
      {shown}
    </label>
  ); // prettier-ignore
}

type RadioProps = Pick<UnitProps, 'row' | 'choice' | 'first' | 'onChoose'> & { readonly name: string; readonly side: Side };
function Radio({ row, choice, first, onChoose, name, side }: RadioProps) {
  const checked = choice !== undefined && choice.side === side;
  const isFirst = first && (choice ? checked : side === 'theirs');
  return (
    <input type="radio" name={name} checked={checked} data-problem={row.id} data-first={isFirst || undefined}
      onChange={() => onChoose({ side, typed: choice ? choice.typed : {} })} />
  ); // prettier-ignore
}

function OwnRadio(props: UnitProps & { readonly name: string }) {
  const t = useT();
  return (
    <label class="sb-pr-side">
      <Radio {...props} side="value" />
      <span class="sb-pr-text">{t('problems.own')}</span>
    </label>
  );
}

/** When it appears, and at once: what is typed next belongs there. */
const focusIn = (box: HTMLElement | null): void => box?.querySelector<HTMLElement>('input,select')?.focus();

function Own(props: UnitProps & { readonly own: readonly Difference[]; readonly choice: Choice }) {
  const { own, choice, onChoose, wanting, mark } = props;
  const { t } = useSidebook();
  const nothing = own.every(({ field }) => (choice.typed[field] ?? '').trim() === '' && choice.typed[field] !== null);
  const refused = mark && mark.state === 'rejected' && mark.failure.problem ? mark.failure.problem.fields : undefined;
  const errorOf = ({ field, input }: Difference, i: number): string | null => {
    if (wanting && choice.typed[field] === null) return t(input === 'day' ? 'runtime.notDay' : 'runtime.notNumber');
    if (wanting && nothing && i === 0) return t('problems.type');
    return refused?.[`values.${field}`] ?? null;
  };
  return (
    <div class="sb-pr-typed" ref={focusIn}>
      {own.map((one, i) => (
        <OwnField key={one.field} one={one} value={choice.typed[one.field] ?? ''} error={errorOf(one, i)}
          onValue={(text) => onChoose({ side: 'value', typed: { ...choice.typed, [one.field]: text } })} />
      ))}
    </div>
  ); // prettier-ignore
}

interface OwnFieldProps {
  readonly one: Difference;
  readonly value: string;
  readonly error: string | null;
  /** Null: it cannot be understood. */
  readonly onValue: (text: string | null) => void;
}
/** As what it is: a sum or a day is read as people write it and sent as the server takes it. */
function OwnField({ one: { label: name, input, options }, value, error, onValue }: OwnFieldProps) {
  const t = useT();
  const label = t('problems.ownOf', { field: name });
  if (input === 'number') return <DecimalField label={label} value={value} error={error} onValue={onValue} />;
  if (input === 'day') return <DayField label={label} value={value} error={error} onValue={onValue} />;
  if (input === 'choice') return <Select label={label} value={value} error={error} options={[{ value: '', label: '—' }, ...(options ?? [])]} onChange={onValue} />;
  return <Field label={label} value={value} maxLength={1000} error={error} onInput={onValue} />;
} // prettier-ignore
