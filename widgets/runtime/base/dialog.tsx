/** A question over the widget. Esc and a button close it; the keyboard stays inside; focus goes back to where it came from. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { focusable, Icon, useSidebook } from '../index.ts';
import { focused } from './focused.ts';
import { useId } from './id.ts';

export interface DialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly onClose: () => void;
  /** Buttons at the bottom. */
  readonly actions?: ComponentChildren;
}

export function Dialog({ title, children, onClose, actions }: DialogProps) {
  const { t } = useSidebook();
  const id = useId('dialog');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const opener = focused(element);
    const [close, first] = focusable(element);
    // The one that does no harm is the primary one where something cannot be taken back.
    const usual = element.querySelector<HTMLElement>('.sb-actions .sb-primary:not([disabled])');
    (usual ?? first ?? close ?? element).focus();
    const restore = place(element, opener);
    return () => {
      restore();
      opener?.focus();
    };
  }, []);
  const keys = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' || event.key === 'Esc') onClose();
    else if (event.key === 'Tab' && box.current) keepInside(event, box.current);
    else return;
    event.stopPropagation();
  };
  return (
    <div class="sb-veil">
      <div class="sb-dialog" role="dialog" aria-modal="true" aria-labelledby={id} tabIndex={-1} ref={box} onKeyDown={keys}>
        <div class="sb-dialog-head">
          <h2 id={id}>{title}</h2>
          <button
            type="button"
            class="sb-button sb-link sb-square"
            aria-label={t('runtime.close')}
            title={t('runtime.close')}
            onClick={onClose}
          >
            <Icon name="close" />
          </button>
        </div>
        <div class="sb-dialog-body">{children}</div>
        {actions !== undefined && <div class="sb-actions">{actions}</div>}
      </div>
    </div>
  );
}

const EDGE = 16;
/**
 * Beside what opened it: a frame is as high as its content, so its upper edge may be out of sight. And the frame becomes at least
 * as high as the dialog. Returns how to undo that.
 */
function place(box: HTMLElement, opener: HTMLElement | null): () => void {
  const wanted = opener ? opener.getBoundingClientRect().top - box.offsetHeight : 0;
  const lowest = window.innerHeight - box.offsetHeight - 2 * EDGE;
  box.style.marginTop = `${String(Math.max(0, Math.min(wanted, lowest)))}px`;
  const root = box.closest<HTMLElement>('.sb');
  if (!root) return () => undefined;
  root.style.minHeight = `${String(box.offsetHeight + 2 * EDGE)}px`;
  return () => {
    root.style.minHeight = '';
  };
}

function keepInside(event: KeyboardEvent, box: Element): void {
  const stops = focusable(box);
  const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
  if (focused(box) !== edge) return;
  event.preventDefault();
  (event.shiftKey ? stops[stops.length - 1] : stops[0])?.focus();
}
