/** The real shells, put in as a host puts them in: 1c.html as the text of a field, or <sidebook-frame> from another origin. */
import type { Widget } from '../../connector/server/contract/embed.ts';
import { BRIDGE, FRAME_ELEMENT } from '../runtime/prefix.ts';
import { onecText, token } from './api.ts';
import type { Lang } from './words.ts';

export interface Shown {
  readonly widget: Widget;
  readonly entity: string | null;
  readonly lang: Lang;
  readonly label: string;
  readonly action: string | null;
}

export interface Navigation {
  readonly entity?: string;
  readonly widget?: Widget;
  readonly action?: string;
}

export interface Shell {
  readonly show: (what: Shown) => void;
  readonly refresh: () => void;
  readonly destroy: () => void;
}

export type MakeShell = (box: HTMLElement, first: Shown, onNavigate: (where: Navigation) => void) => Shell;

/** As the Dynamics sample does: attributes and a provider of tokens. */
export const frameShell: MakeShell = (box, first, onNavigate) => {
  const frame = document.createElement(FRAME_ELEMENT) as HTMLElement & {
    tokenProvider?: () => Promise<string>;
    refresh?: () => Promise<void>;
  };
  let now = first;
  const set = (name: string, value: string | null): void => {
    if (value === null) frame.removeAttribute(name);
    else frame.setAttribute(name, value);
  };
  const show = (what: Shown): void => {
    now = what;
    set('lang', what.lang);
    set('label', what.label);
    set('entity-id', what.entity);
    set('action', what.action);
  };
  for (const [name, value] of Object.entries({ client: 'demo', widget: first.widget, theme: 'light', density: 'compact' }))
    set(name, value);
  frame.tokenProvider = () => token(now.widget, now.entity, now.lang);
  show(first);
  frame.addEventListener('sidebook:navigate', (event) => {
    if (event instanceof CustomEvent) onNavigate(event.detail as Navigation);
  });
  box.append(frame);
  return { show, refresh: () => void frame.refresh?.().catch(() => undefined), destroy: () => frame.remove() };
};

/** 1C's field: an opaque origin, calls in and events out as strings. As for what 1C itself lets a document do, see sandbox. */
const SANDBOX = 'allow-scripts allow-forms allow-modals allow-popups allow-downloads';
const PULL_MS = 1000;

interface Told {
  readonly kind: 'complete' | 'clicked' | 'pulled';
  readonly value: string;
}
interface OnecEvent {
  readonly event: string;
  readonly params: Navigation;
}

export const onecShell: MakeShell = (box, first, onNavigate) => {
  const field = document.createElement('iframe');
  field.setAttribute('sandbox', SANDBOX);
  let now = first;
  let complete = false;
  const call = (name: string, text = ''): void => {
    if (complete) field.contentWindow?.postMessage({ call: name, text }, '*');
  };
  const fresh = (): Promise<string> => token(now.widget, now.entity, now.lang);
  const start = async (): Promise<void> => {
    const { widget, entity, lang, label, action } = now;
    field.title = `${BRIDGE}: ${label}`;
    const json = { api: `${location.origin}/api/v1/`, token: await fresh(), widget, entity, lang, label, action, theme: 'light', density: 'compact' }; // prettier-ignore
    call('start', JSON.stringify(json));
  };
  const perform = ({ event, params }: OnecEvent): void => {
    if (event === 'token-needed') void fresh().then((text) => call('setToken', text));
    else if (event === 'navigate') onNavigate(params);
  };
  const heard = ({ source, data }: MessageEvent<Told>): void => {
    if (source !== field.contentWindow) return;
    if (data.kind === 'complete') {
      complete = true;
      void start();
    } else if (data.kind === 'clicked') call('pull');
    else (JSON.parse(data.value) as OnecEvent[]).forEach(perform);
  };
  window.addEventListener('message', heard);
  const timer = setInterval(() => call('pull'), PULL_MS);
  field.title = first.label;
  void onecText().then((text) => (field.srcdoc = text));
  box.append(field);
  return {
    show: (what) => {
      const same = what.lang === now.lang;
      now = what;
      if (same && complete)
        void fresh().then((text) => call('setEntity', JSON.stringify({ entity: what.entity, action: what.action, token: text })));
      else if (complete) void start();
    },
    refresh: () => call('refresh'),
    destroy: () => {
      clearInterval(timer);
      window.removeEventListener('message', heard);
      field.remove();
    },
  };
};
