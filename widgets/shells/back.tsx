/** Above a panel that another one opened: the way back to that one. The host shows it, as it showed this one. */
import { useEffect } from 'preact/hooks';
import { Icon, useSidebook, type WidgetDefinition } from '../runtime/index.ts';
import css from './back.css';

interface BackProps {
  readonly to: string;
  readonly isDirty: () => boolean;
}

/**
 * @param to the widget this one was opened from; null: none
 * @param isDirty something typed: Esc then goes nowhere, only the button does, and the host asks
 */
export function withBack(widget: WidgetDefinition, to: string | null, isDirty: () => boolean): WidgetDefinition {
  if (to === null) return widget;
  const { View } = widget;
  const Both = () => (
    <>
      <Back to={to} isDirty={isDirty} />
      <View />
    </>
  );
  return { ...widget, View: Both, css: `${widget.css || ''}${css}` };
}

function Back({ to, isDirty }: BackProps) {
  const { t, emit, entity } = useSidebook();
  const go = (): void => emit('navigate', { entity: entity || '', widget: to });
  // Whatever has a use for Esc of its own (a dialog, a search, an open invoice) does not let it come this far.
  useEffect(() => {
    const keys = (event: KeyboardEvent): void => {
      if ((event.key === 'Escape' || event.key === 'Esc') && !isDirty()) go();
    };
    document.addEventListener('keydown', keys);
    return () => document.removeEventListener('keydown', keys);
  }, [entity]);
  return (
    <button type="button" class="sb-button sb-link sb-back" title="Esc" onClick={go}>
      <span>
        <Icon name="down" />
      </span>
      <span>{t(`runtime.backTo.${to}`)}</span>
    </button>
  );
}
