/** A labelled input. Checked when left and when sent; the error stands beneath it and what was typed stays. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useSidebook } from '../index.ts';
import { useId } from './id.ts';
import { parseDay, parseDecimal } from '../parse.ts';

export interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
  readonly onBlur?: () => void;
  /** What is wrong with it, in words. */
  readonly error?: string | null | undefined;
  readonly hint?: string;
  readonly inputMode?: 'text' | 'decimal' | 'numeric' | 'search';
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
  readonly align?: 'start' | 'end';
  readonly maxLength?: number;
  readonly hideLabel?: boolean;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly role?: 'combobox';
  readonly expanded?: boolean;
  readonly controls?: string | undefined;
  readonly activeDescendant?: string | undefined;
}

export function Field(props: FieldProps) {
  const id = useId('field');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (props.autoFocus) input.current?.focus();
  }, []);
  const described = [props.error ? `${id}-e` : '', props.hint ? `${id}-h` : ''].filter(Boolean).join(' ');
  return (
    <Labelled
      id={id}
      label={props.label}
      error={props.error}
      hint={props.hint}
      required={props.required}
      hideLabel={props.hideLabel}
    >
      <input
        id={id}
        ref={input}
        class={`sb-input ${props.align === 'end' ? 'sb-end' : ''}`}
        type="text"
        inputMode={props.inputMode}
        autoComplete="off"
        value={props.value}
        disabled={props.disabled}
        maxLength={props.maxLength}
        required={props.required}
        role={props.role}
        aria-expanded={props.expanded}
        aria-controls={props.controls}
        aria-activedescendant={props.activeDescendant}
        aria-invalid={props.error ? true : undefined}
        aria-describedby={described || undefined}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onBlur={props.onBlur}
        onKeyDown={props.onKeyDown}
      />
    </Labelled>
  );
}

interface LabelledProps {
  readonly id: string;
  readonly label: string;
  readonly error?: string | null | undefined;
  readonly hint?: string | undefined;
  readonly required?: boolean | undefined;
  readonly hideLabel?: boolean | undefined;
  readonly children: ComponentChildren;
}
function Labelled(props: LabelledProps) {
  const { id, label, error, hint, required, hideLabel, children } = props;
  return (
    <div class={`sb-field ${error ? 'sb-wrong' : ''}`}>
      <label for={id} class={hideLabel ? 'sb-hidden' : ''}>
        {label}
        {required && <span aria-hidden="true"> *</span>}
      </label>
      {children}
      {error && (
        <span id={`${id}-e`} class="sb-error-text">
          {error}
        </span>
      )}
      {hint && (
        <span id={`${id}-h`} class="sb-note">
          {hint}
        </span>
      )}
    </div>
  );
}

export interface AreaProps extends Pick<
  FieldProps,
  'label' | 'value' | 'onInput' | 'error' | 'hint' | 'maxLength' | 'hideLabel' | 'autoFocus'
> {
  /** Enter; Shift+Enter begins another line. */
  readonly onSend: () => void;
  readonly onFocus?: () => void;
  readonly rows?: number;
  /** Read as a name by nobody: only a hint where it is empty. */
  readonly placeholder?: string;
}

/** Text of several lines. */
export function Area({ label, value, onInput, error, hint, hideLabel, onSend, onFocus, autoFocus, ...more }: AreaProps) {
  const id = useId('area');
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, []);
  const described = [error ? `${id}-e` : '', hint ? `${id}-h` : ''].filter(Boolean).join(' ');
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    onSend();
  };
  return (
    <Labelled id={id} label={label} error={error} hint={hint} hideLabel={hideLabel}>
      <textarea id={id} ref={input} class="sb-input sb-area" value={value} aria-invalid={error ? true : undefined} aria-describedby={described || undefined}
        onInput={(event) => onInput(event.currentTarget.value)} onKeyDown={keys} onFocus={onFocus} {...more} />
    </Labelled>
  ); // prettier-ignore
}

export interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  readonly error?: string | null;
  readonly hideLabel?: boolean;
  readonly disabled?: boolean;
}
export function Select(props: SelectProps) {
  const id = useId('select');
  return (
    <Labelled id={id} label={props.label} error={props.error} hideLabel={props.hideLabel}>
      <select
        id={id}
        class="sb-input"
        value={props.value}
        disabled={props.disabled}
        aria-invalid={props.error ? true : undefined}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

interface TypedProps extends Omit<FieldProps, 'value' | 'onInput' | 'inputMode' | 'align'> {
  /** As the server takes it ("1234.5", "2026-11-05"), '' for nothing. */
  readonly value: string;
  /** Null: what was typed cannot be understood (the field says so itself). */
  readonly onValue: (value: string | null) => void;
}

/** Text as typed until it is left; then as read back, so that a person sees how it was understood. */
function useTyped(
  value: string,
  shown: (value: string) => string,
  read: (typed: string) => string | null,
  onValue: TypedProps['onValue'],
) {
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const parse = (text: string): string | null => (text.trim() === '' ? '' : read(text));
  return {
    text: typed ?? (value && shown(value)),
    wrong,
    input: (text: string) => {
      setTyped(text);
      setWrong(false);
      onValue(parse(text));
    },
    leave: () => {
      if (typed === null) return;
      const understood = parse(typed);
      setWrong(understood === null);
      if (understood !== null) setTyped(null);
    },
  };
}

/** Takes `1234,5` and `1 234.50`. */
export function DecimalField(props: TypedProps & { readonly money?: boolean }) {
  const { t, format } = useSidebook();
  const typed = useTyped(
    props.value,
    props.money ? (v) => format.money(v) : (v) => format.number(v),
    (text) => parseDecimal(text, t('runtime.format.group')),
    props.onValue,
  );
  return (
    <Field {...props} value={typed.text} onInput={typed.input} onBlur={typed.leave} inputMode="decimal" align="end"
      error={props.error ?? (typed.wrong ? t('runtime.notNumber') : null)} />
  ); // prettier-ignore
}

/** Takes `5.11`, `05112026` and `+7`. */
export function DayField(props: TypedProps) {
  const { t, format } = useSidebook();
  const typed = useTyped(props.value, format.date, (text) => parseDay(text, format.today()), props.onValue);
  return (
    <Field {...props} value={typed.text} onInput={typed.input} onBlur={typed.leave} inputMode="numeric"
      error={props.error ?? (typed.wrong ? t('runtime.notDay') : null)} />
  ); // prettier-ignore
}
