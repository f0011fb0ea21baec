/** What every part of a mounted widget can reach: texts, formats, calls, events. */
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Formats } from './format.ts';
import type { I18n, Params } from './i18n.ts';
import type { Api } from './transport.ts';

/** Told to the host page: ids and field names, never sums, prices or texts (widgets.md 5). */
export interface Events {
  ready: Record<string, never>;
  dirty: { dirty: boolean };
  /** `widget`, `action`: which of ours to open for the entity; without them its own form. */
  navigate: { entity: string; widget?: string; action?: string };
  changed: { entity: string; fields: string[] };
  created: { entity: string };
  error: { code: string; traceId?: string };
  warning: { code: string };
}
export type Emit = <E extends keyof Events>(name: E, detail: Events[E]) => void;
export type Width = 'narrow' | 'middle' | 'wide';

export interface Sidebook {
  /** `{host}:{type}:{id}`, or null for a widget about everything. */
  readonly entity: string | null;
  /** What the host wants opened at once: "new" is an empty form. */
  readonly action: string | null;
  readonly i18n: I18n;
  readonly t: I18n['t'];
  readonly format: Formats;
  readonly api: Api;
  readonly emit: Emit;
  readonly now: () => number;
  /** narrow < 480 px <= middle < 720 px <= wide: of the widget, not of the window. */
  readonly width: Width;
  readonly density: 'compact' | 'cozy';
  /** Calls back when the host asks for fresh data; returns how to stop. */
  readonly onRefresh: (listener: () => void) => () => void;
  /** Something typed is not saved yet; returns how to take it back. */
  readonly holdDirty: () => () => void;
  /** Says it to screen readers. */
  readonly announce: (text: string) => void;
  /** A line at the bottom with "Отменить" for ten seconds. */
  readonly offerUndo: (text: string, undo: () => void) => void;
}

export const SidebookContext = createContext<Sidebook | null>(null);
/** What is shown is the last known, because the network failed: nothing is changed from there. */
export const OfflineContext = createContext(false);

/** Everything the runtime gives a component. */
export function useSidebook(): Sidebook {
  const sidebook = useContext(SidebookContext);
  if (sidebook === null) throw new Error('not inside mount()');
  return sidebook;
}

/** `const t = useT(); t('runtime.daysAgo', { n: 3 })` */
export const useT = (): ((key: string, params?: Params) => string) => useSidebook().t;

/** While `dirty`, the host warns before it closes the form. */
export function useDirty(dirty: boolean): void {
  const { holdDirty } = useSidebook();
  useEffect(() => (dirty ? holdDirty() : undefined), [dirty]);
}

/** True once `ms` passed since `on` became true. */
export function useAfter(on: boolean, ms: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    setPassed(false);
    if (!on) return undefined;
    const timer = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(timer);
  }, [on, ms]);
  return on && passed;
}
