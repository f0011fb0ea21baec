/** Small parts: button, status, time, details, copying. */
import type { ComponentChildren } from 'preact';
import { useContext, useState } from 'preact/hooks';
import { OfflineContext, useAfter, useSidebook } from '../context.ts';
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'ok' | 'warn' | 'danger' | 'muted' | 'accent';

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick?: (() => void) | undefined;
  readonly icon?: IconName;
  /** primary: the one next action; plain: the rest; link: inside a text. */
  readonly kind?: 'primary' | 'plain' | 'link';
  readonly disabled?: boolean;
  readonly busy?: boolean;
  /** Changes something: not to be pressed while what is shown is only the last known. */
  readonly writes?: boolean;
  readonly title?: string;
  readonly submit?: boolean;
  /** For a button that shows or hides something. */
  readonly expanded?: boolean;
  readonly pressed?: boolean;
  /** Inside a grid: not a tab stop of its own. */
  readonly inGrid?: boolean;
}

export function Button(props: ButtonProps) {
  const {
    children,
    onClick,
    icon,
    kind = 'plain',
    disabled = false,
    busy = false,
    writes,
    title,
    submit,
    expanded,
    pressed,
    inGrid,
  } = props;
  const offline = useContext(OfflineContext);
  return (
    <button
      type={submit ? 'submit' : 'button'}
      class={`sb-button sb-${kind}`}
      disabled={disabled || (writes && offline)}
      aria-busy={busy || undefined}
      aria-expanded={expanded}
      aria-pressed={pressed}
      title={title}
      tabIndex={inGrid ? -1 : undefined}
      onClick={busy ? undefined : onClick}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

/** Icon + word + colour, never colour alone. `title`: what it means, exactly. */
export function Status(props: {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly children: ComponentChildren;
  readonly title?: string | undefined;
}) {
  return (
    <span class={`sb-status sb-tone-${props.tone}`} title={props.title}>
      <Icon name={props.icon} />
      <span>{props.children}</span>
    </span>
  );
}

/** "5 мин назад", the exact time on hover. */
export function Ago({ at }: { readonly at: string }) {
  const { format } = useSidebook();
  return (
    <time dateTime={at} title={format.exact(at)}>
      {format.ago(at)}
    </time>
  );
}

/** "12:40", the exact time on hover. */
export function At({ at }: { readonly at: string }) {
  const { format } = useSidebook();
  return (
    <time dateTime={at} title={format.exact(at)}>
      {format.at(at)}
    </time>
  );
}

/** A sum, right-aligned digits that do not break; null: a dash with the reason. */
export function Money(props: {
  readonly amount: string | null;
  readonly currency?: string | undefined;
  readonly why?: string | null;
  readonly tone?: Tone;
}) {
  const { format } = useSidebook();
  if (props.amount === null) return <Unknown why={props.why ?? ''} />;
  return (
    <span class={`sb-money ${props.tone ? `sb-tone-${props.tone}` : ''}`}>{format.money(props.amount, props.currency)}</span>
  );
}

/** Not known: "—" and why, on hover and for screen readers. */
export function Unknown({ why }: { readonly why: string }) {
  return (
    <span class="sb-unknown" title={why}>
      —<span class="sb-hidden"> {why}</span>
    </span>
  );
}

/** "Подробнее": hidden until asked for. */
export function Details(props: { readonly children: ComponentChildren; readonly label?: string; readonly open?: boolean }) {
  const { t } = useSidebook();
  const [open, setOpen] = useState(props.open ?? false);
  return (
    <div class="sb-details">
      <button type="button" class="sb-button sb-link" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span class={`sb-turn ${open ? 'sb-open' : ''}`}>
          <Icon name="down" />
        </span>
        <span>{props.label ?? t('runtime.details')}</span>
      </button>
      {open && <div class="sb-details-body">{props.children}</div>}
    </div>
  );
}

/** Copies by selecting, because 1C's engine has no Clipboard; says whether it worked. */
export function copyText(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.top = '-1000px';
  const before = document.activeElement;
  document.body.appendChild(area);
  area.select();
  let copied = false;
  try {
    // oxlint-disable-next-line typescript/no-deprecated -- 1C's engine has no other
    copied = document.execCommand('copy');
  } catch {
    copied = false;
  }
  document.body.removeChild(area);
  if (before instanceof HTMLElement) before.focus();
  return copied;
}

/** An icon; `what` says what is copied. */
export function CopyButton(props: { readonly text: string; readonly what: string }) {
  const { t, announce } = useSidebook();
  const [done, setDone] = useState(false);
  const back = useAfter(done, 2_000);
  const copy = (): void => {
    const copied = copyText(props.text);
    setDone(copied);
    announce(t(copied ? 'runtime.copied' : 'runtime.select'));
  };
  return (
    <button type="button" class="sb-button sb-link" aria-label={props.what} title={props.what} onClick={copy}>
      <Icon name={done && !back ? 'ok' : 'copy'} />
    </button>
  );
}
