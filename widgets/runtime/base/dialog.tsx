/** A question over the widget. Esc and a button close it; the keyboard stays inside; focus goes back to where it came from. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useSidebook } from '../context.ts';
import { Icon } from './icon.tsx';
import { useId } from './id.ts';

const FOCUSABLE =
  'button:not([disabled]),input:not([disabled]),select:not([disabled]),textarea:not([disabled]),a[href],[tabindex="0"]';
/** What Tab reaches inside. */
export function focusable(root: Element): HTMLElement[] {
  const found: HTMLElement[] = [];
  const all = root.querySelectorAll<HTMLElement>(FOCUSABLE);
  for (let i = 0; i < all.length; i++) {
    const element = all[i];
    if (element && element.tabIndex >= 0) found.push(element);
  }
  return found;
}

/** Of the document, or of the shadow root it stands in. */
export function focused(near: Element): HTMLElement | null {
  const root = near.getRootNode ? near.getRootNode() : document;
  const active = 'activeElement' in root ? (root as Document).activeElement : document.activeElement;
  return active instanceof HTMLElement ? active : null;
}

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
    (first ?? close ?? element).focus();
    return () => opener?.focus();
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

function keepInside(event: KeyboardEvent, box: Element): void {
  const stops = focusable(box);
  const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
  if (focused(box) !== edge) return;
  event.preventDefault();
  (event.shiftKey ? stops[stops.length - 1] : stops[0])?.focus();
}
