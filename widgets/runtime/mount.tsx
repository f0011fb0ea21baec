/** Puts a widget into an element. The shells and the stories use this; nothing else starts a widget. */
import { Component, type ComponentChildren, type ComponentType, render } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import baseCss from './base.css';
import { focusable } from './base/focus.ts';
import { UndoToast, type Undoable } from './base/undo.tsx';
import { type Emit, type Sidebook, SidebookContext, type Width } from './context.ts';
import { Failure } from './failure.ts';
import { createFormats } from './format.ts';
import { type Catalogues, createI18n } from './i18n.ts';
import { FailureNotice } from './states.tsx';
import { applyStyles } from './style.ts';
import { allowedTokens, type Density, type Theme, type ThemeChoice, THEMES, TOKENS } from './themes.ts';
import type { Api } from './transport.ts';

/** What a widget's index.tsx exports by default. */
export interface WidgetDefinition {
  readonly name: string;
  readonly View: ComponentType;
  /** Its own rules, every selector beneath `.sb`. */
  readonly css?: string;
  /** Shows what must never reach a host: refused by the inline shell. */
  readonly private?: boolean;
}
export const defineWidget = (definition: WidgetDefinition): WidgetDefinition => definition;

export interface MountOptions {
  readonly widget: WidgetDefinition;
  /** `{host}:{type}:{id}`; null for a widget about everything. */
  readonly entity: string | null;
  /** What to open in it at once. */
  readonly action?: string | null;
  readonly api: Api;
  /** Texts by language; those of the day, as the server gives them. */
  readonly catalogues: Catalogues;
  readonly lang?: string;
  readonly tz?: string;
  readonly theme?: ThemeChoice;
  readonly density?: Density;
  /** Colours, fonts, radius by the names of themes.ts; anything else is ignored. */
  readonly tokens?: Readonly<Record<string, unknown>>;
  /** Name of the whole for screen readers. */
  readonly label?: string;
  readonly emit?: Emit;
  readonly now?: () => number;
  /** A text that no catalogue has. */
  readonly missing?: (key: string) => void;
}

export interface Handle {
  /** New options; what is not named stays. */
  readonly update: (changes: Partial<MountOptions>) => void;
  readonly refresh: () => void;
  readonly focus: () => void;
  readonly isDirty: () => boolean;
  readonly destroy: () => void;
}

interface Wires {
  readonly refreshers: Set<() => void>;
  dirty: number;
}

export function mount(el: Element, options: MountOptions): Handle {
  let current = options;
  const wires: Wires = { refreshers: new Set(), dirty: 0 };
  const draw = (): void => {
    applyStyles(el, [baseCss, current.widget.css ?? '']);
    render(<Root options={current} wires={wires} host={el} />, el);
  };
  draw();
  return {
    update: (changes) => {
      current = { ...current, ...changes };
      draw();
    },
    refresh: () => wires.refreshers.forEach((refresh) => refresh()),
    focus: () => focusable(el)[0]?.focus(),
    isDirty: () => wires.dirty > 0,
    destroy: () => render(null, el),
  };
}

function Root({ options, wires, host }: { readonly options: MountOptions; readonly wires: Wires; readonly host: Element }) {
  const {
    entity,
    api,
    catalogues,
    lang = 'ru',
    tz,
    density = 'compact',
    emit = silent,
    now = Date.now,
    missing,
    widget,
  } = options;
  const i18n = useMemo(() => createI18n(lang, catalogues, missing), [lang, catalogues]);
  const format = useMemo(() => createFormats(i18n, now, tz), [i18n, tz]);
  const root = useRef<HTMLDivElement>(null);
  const theme = useTheme(options.theme ?? 'light');
  const width = useWidth(host);
  const [said, setSaid] = useState('');
  const [offer, setOffer] = useState<Undoable | null>(null);
  useEffect(() => paint(root.current, theme, options.tokens ?? {}), [theme, options.tokens]);

  const sidebook: Sidebook = {
    entity, action: options.action ?? null, i18n, t: i18n.t, format, api, emit, now, width, density,
    onRefresh: (listener) => {
      wires.refreshers.add(listener);
      return () => wires.refreshers.delete(listener);
    },
    holdDirty: () => {
      if (++wires.dirty === 1) emit('dirty', { dirty: true });
      return () => {
        if (--wires.dirty === 0) emit('dirty', { dirty: false });
      };
    },
    announce: setSaid,
    offerUndo: (text, undo) => {
      setOffer((before) => ({ id: (before ? before.id : 0) + 1, text, undo }));
      setSaid(text);
    },
  }; // prettier-ignore
  return (
    <SidebookContext.Provider value={sidebook}>
      <div ref={root} class={`sb sb-${theme} sb-${density} sb-w-${width}`} lang={lang} dir={i18n.dir}>
        <section class="sb-widget" aria-label={options.label ?? i18n.t(`${widget.name}.title`)}>
          <Guarded key={`${widget.name} ${entity ?? ''}`} emit={emit}>
            <widget.View />
          </Guarded>
          {offer && <UndoToast key={offer.id} offer={offer} onOver={() => setOffer(null)} />}
        </section>
        <div class="sb-hidden" role="status" aria-live="polite">
          {said}
        </div>
      </div>
    </SidebookContext.Provider>
  );
}
const silent: Emit = () => undefined;

/** A mistake of ours shows as an error with a way on, not as an empty place. */
class Guarded extends Component<{ children: ComponentChildren; emit: Emit }, { broken: boolean }> {
  override state = { broken: false };
  override componentDidCatch(thrown: unknown): void {
    this.setState({ broken: true });
    this.props.emit('error', { code: 'widget-crashed' });
    console.error(thrown);
  }
  render(): ComponentChildren {
    if (!this.state.broken) return this.props.children;
    return <FailureNotice failure={new Failure('crashed')} onRetry={() => this.setState({ broken: false })} />;
  }
}

/** `auto` follows the system, also when it changes; engines without addEventListener on media queries have addListener. */
function useTheme(choice: ThemeChoice): Theme {
  const query = useMemo(() => (typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null), []);
  const [dark, setDark] = useState(query !== null && query.matches);
  useEffect(() => {
    if (choice !== 'auto' || query === null) return undefined;
    const changed = (): void => setDark(query.matches);
    // oxlint-disable-next-line typescript/no-deprecated -- the only one 1C's engine has
    query.addListener(changed);
    // oxlint-disable-next-line typescript/no-deprecated
    return () => query.removeListener(changed);
  }, [choice, query]);
  if (choice !== 'auto') return choice;
  return dark ? 'dark' : 'light';
}

/** Variables of the theme, and over them what the host set. Set by script, because that is what the policy allows. */
function paint(root: HTMLElement | null, theme: Theme, given: Readonly<Record<string, unknown>>): void {
  if (!root) return;
  const own = new Map(allowedTokens(given));
  for (const token of TOKENS) root.style.setProperty(`--sb-${token}`, own.get(token) ?? THEMES[theme][token]);
}

const widthOf = (px: number): Width => (px < 480 ? 'narrow' : px < 720 ? 'middle' : 'wide');
const USUAL_SIZE = 14;
/** Letters twice as large leave half the room. */
const letterSize = (root: Element | null): number => (root && parseFloat(getComputedStyle(root).fontSize)) || USUAL_SIZE;
function useWidth(host: Element): Width {
  const [width, setWidth] = useState<Width>(() => widthOf(host.clientWidth || 360));
  useEffect(() => {
    const measure = (): void => setWidth(widthOf(((host.clientWidth || 360) * USUAL_SIZE) / letterSize(host.firstElementChild)));
    measure();
    if (typeof ResizeObserver === 'function') {
      const observer = new ResizeObserver(measure);
      observer.observe(host);
      return () => observer.disconnect();
    }
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, [host]);
  return width;
}
