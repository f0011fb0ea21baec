/** The right side: one widget beside another, each in its shell; on a narrow screen one at a time. */
import { useEffect, useRef } from 'preact/hooks';
import type { Widget } from '../../connector/server/contract/embed.ts';
import { frameShell, type Navigation, onecShell, type Shell } from './shells.ts';
import type { Lang, Look, Words } from './words.ts';

interface PanelProps {
  readonly widget: Widget;
  readonly entity: string | null;
  readonly lang: Lang;
  readonly look: Look;
  readonly label: string;
  /** What to open in it. */
  readonly action: string | null;
  /** Another number: ask for the data anew. */
  readonly pulse: number;
  readonly onNavigate: (where: Navigation) => void;
}

function Panel({ widget, entity, lang, look, label, action, pulse, onNavigate }: PanelProps) {
  const box = useRef<HTMLDivElement>(null);
  const shell = useRef<Shell | null>(null);
  const navigate = useRef(onNavigate);
  navigate.current = onNavigate;
  const shown = { widget, entity, lang, label, action };
  useEffect(() => {
    if (!box.current) return undefined;
    const make = look === 'onec' ? onecShell : frameShell;
    const made = make(box.current, shown, (where) => navigate.current(where));
    shell.current = made;
    return () => {
      made.destroy();
      shell.current = null;
    };
  }, [widget, look]);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) shell.current?.show(shown);
    isFirst.current = false;
  }, [entity, lang, action]);
  useEffect(() => {
    if (pulse > 0) shell.current?.refresh();
  }, [pulse]);
  return <div class="shell" ref={box} />;
}

/** One widget twice: notes of the form's object, and without an object the day of whoever looks. */
export type Tab = Widget | 'day';
const TABS: readonly Tab[] = [
  'counterparty',
  'invoices',
  'prices',
  'notes',
  'day',
  'problems',
  'matching',
  'sync',
  'translations',
];
/** About everything, whichever form is open. */
const WHOLE: readonly Tab[] = ['day', 'matching', 'sync', 'translations'];

interface PanelsProps {
  readonly entity: string;
  readonly lang: Lang;
  readonly look: Look;
  readonly words: Words;
  readonly tab: Tab;
  /** The counterparty has a column of its own. */
  readonly isWide: boolean;
  readonly problems: number;
  readonly pulse: number;
  /** What to open in the tab. */
  readonly action: string | null;
  readonly onTab: (tab: Tab) => void;
  readonly onNavigate: (where: Navigation) => void;
}

export function Panels(props: PanelsProps) {
  const { words, tab, isWide, problems, onTab } = props;
  const tabs = isWide ? TABS.slice(1) : TABS;
  const chosen = tabs.includes(tab) ? tab : 'invoices';
  const isShown = (widget: Tab): boolean => widget === chosen || (isWide && widget === 'counterparty');
  const keys = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step === undefined ? undefined : tabs[(tabs.indexOf(chosen) + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    onTab(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div class="panels" role="region" aria-label={words.panels}>
      <div class="tabs" role="tablist" aria-label={words.panels} onKeyDown={keys}>
        {tabs.map((widget) => (
          <button
            key={widget}
            id={`tab-${widget}`}
            type="button"
            role="tab"
            aria-selected={widget === chosen}
            aria-controls={`panel-${widget}`}
            tabIndex={widget === chosen ? 0 : -1}
            onClick={() => onTab(widget)}
          >
            {words.widgets[widget]}
            {widget === 'problems' && problems > 0 && <span class="count">{problems}</span>}
          </button>
        ))}
      </div>
      {TABS.map((widget) => {
        const isOwn = isWide && widget === 'counterparty';
        return (
          <section
            key={widget}
            id={`panel-${widget}`}
            class={`panel ${widget}`}
            data-panel={widget}
            hidden={!isShown(widget)}
            {...(isOwn ? { 'aria-label': words.widgets[widget] } : { role: 'tabpanel', 'aria-labelledby': `tab-${widget}` })}
          >
            {isOwn && <h2>{words.widgets[widget]}</h2>}
            <Panel
              widget={widget === 'day' ? 'notes' : widget}
              entity={WHOLE.includes(widget) ? null : props.entity}
              lang={props.lang}
              look={props.look}
              label={words.widgets[widget]}
              action={widget === chosen ? props.action : null}
              pulse={isShown(widget) ? props.pulse : 0}
              onNavigate={props.onNavigate}
            />
          </section>
        );
      })}
    </div>
  );
}
