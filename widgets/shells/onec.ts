/** The page of 1C: `Sidebook1C`, strings only, and no way to read what is shown. Works as text with an opaque origin. */
import { createTokens } from '../runtime/auth.ts';
import type { Emit, Events } from '../runtime/context.ts';
import type { Catalogues } from '../runtime/i18n.ts';
import { type Handle, mount, type WidgetDefinition } from '../runtime/mount.tsx';
import { BRIDGE } from '../runtime/prefix.ts';
import { createApi } from '../runtime/transport.ts';
import { withBack } from './back.tsx';
import { chosenLook } from './look.ts';
import { randomKey } from './random.ts';
import { reporting } from './report.ts';
import { shownClaims } from './token-claims.ts';
import { createTrail } from './trail.ts';

/** 1C hears a click some milliseconds later, once its own handling is over. */
const CLICK_MS = 10;
const KEPT_EVENTS = 100;
const TOKEN_WAIT_MS = 30_000;
/** The form's own keys, which must not reach it (or the browser) while a person types here. */
const FORM_KEYS = ['Escape', 'Esc', 'PageDown', 'PageUp'];

export interface Bridge {
  readonly start: (json: string) => void;
  readonly setToken: (token: string) => void;
  readonly setEntity: (json: string) => void;
  readonly refresh: () => void;
  readonly isDirty: () => string;
  readonly pull: () => string;
}

type Told = Readonly<Record<string, unknown>>;
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function read(json: string): Told {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Told) : { entity: value };
  } catch {
    return { entity: json };
  }
}

interface Queued {
  readonly event: string;
  readonly params: unknown;
}
/** 1C takes events one by one with each click of the hidden button, or, once it has called pull(), only by pull(). */
function createEvents(button: HTMLElement) {
  const queue: Queued[] = [];
  let pulled = false;
  const click = (next: Queued): void => {
    if (pulled) return;
    const event = new MouseEvent('click', { bubbles: true, cancelable: true });
    Object.defineProperty(event, 'eventData1C', { value: next });
    button.dispatchEvent(event);
  };
  return {
    push: (event: string, params: unknown): void => {
      const next = { event, params };
      queue.push(next);
      if (queue.length > KEPT_EVENTS) queue.shift();
      setTimeout(() => click(next), CLICK_MS);
    },
    pull: (): string => {
      pulled = true;
      return JSON.stringify(queue.splice(0));
    },
  };
}

/** The token comes when 1C answers `token-needed` with setToken. */
function createWaiting(ask: () => void) {
  let given: string | null = null;
  let take: ((token: string) => void) | null = null;
  return {
    give: (token: string): void => {
      if (take) take(token);
      else given = token;
      take = null;
    },
    next: (): Promise<string> => {
      const token = given;
      given = null;
      if (token !== null) return Promise.resolve(token);
      return new Promise((resolve, reject) => {
        take = resolve;
        setTimeout(() => reject(new Error('no token')), TOKEN_WAIT_MS);
        ask();
      });
    },
  };
}

/** @param widgets all there are: one file holds them */
export function startBridge(widgets: readonly WidgetDefinition[], version: string): void {
  const root = document.getElementById('root');
  const button = document.getElementById('sidebook-event');
  const locales = document.getElementById('sidebook-locales');
  if (!root || !button || !locales) return;
  document.documentElement.setAttribute('data-build', version);
  const isTelling = locales.getAttribute('data-telemetry') === 'on';
  const catalogues = JSON.parse(locales.textContent) as Catalogues;
  const events = createEvents(button);
  const waiting = createWaiting(() => events.push('token-needed', {}));
  let tokens = createTokens(waiting.next);
  const trail = createTrail();
  let handle: Handle | null = null;
  const isDirty = (): boolean => handle !== null && handle.isDirty();

  const emit: Emit = (name, detail) => {
    if (name === 'navigate') trail.ask((detail as Events['navigate']).widget);
    events.push(name, detail);
  };
  const start = (told: Told): void => {
    const widget = widgets.filter(({ name }) => name === told['widget'])[0];
    const api = text(told['api']);
    if (!widget || api === null) return events.push('error', { code: widget ? 'no-api' : 'no-widget' });
    const token = text(told['token']);
    // The token that came along is the one for what is shown now; the one before may be of another record.
    tokens = createTokens(waiting.next);
    if (token !== null) waiting.give(token);
    const claims = shownClaims(token ?? '');
    if (handle) handle.destroy();
    const label = text(told['label']);
    const tz = text(told['tz']) ?? claims.tz;
    const calls = createApi({ base: api.replace(/\/*$/, '/'), tokens, newKey: randomKey });
    const report = { widget: widget.name, shell: '1c', version, api: calls, since: performance.now() } as const;
    handle = mount(root, {
      widget: withBack(widget, trail.show(widget.name), isDirty), entity: text(told['entity']), action: text(told['action']), catalogues, api: calls, emit: isTelling ? reporting(report, emit) : emit,
      lang: text(told['lang']) ?? claims.lang ?? 'ru', ...chosenLook({ theme: text(told['theme']) ?? 'light', density: text(told['density']) }),
      ...(tz === null ? {} : { tz }), ...(label === null ? {} : { label }),
    }); // prettier-ignore
  };
  const setToken = (token: string): void => waiting.give(token);
  const setEntity = (told: Told): void => {
    const token = text(told['token']);
    if (token !== null) waiting.give(token);
    const shown = (): void => {
      if (handle) handle.update({ entity: text(told['entity']), action: text(told['action']) });
    };
    // The token we have may not cover another record.
    tokens.fresh().then(shown, shown);
  };
  const bridge: Bridge = {
    start: (json) => start(read(json)),
    setToken: (token) => setToken(token),
    setEntity: (json) => setEntity(read(json)),
    refresh: () => {
      if (handle) handle.refresh();
    },
    isDirty: () => (isDirty() ? 'true' : 'false'),
    pull: events.pull,
  };
  swallowFormKeys();
  removeScrollbarStyle();
  publish(bridge);
}

/** Calls that came before this script was ready wait in the array the page's head made. */
function publish(bridge: Bridge): void {
  const before = (Object.getOwnPropertyDescriptor(window, BRIDGE) || {}).value as
    | { readonly queue?: readonly [keyof Bridge, string][] }
    | undefined;
  Object.defineProperty(window, BRIDGE, { value: bridge }); // a var of the page's head: only its value may change
  const queue = before && before.queue ? before.queue : [];
  for (const [name, argument] of queue) if (name in bridge) bridge[name](argument);
}

function swallowFormKeys(): void {
  document.addEventListener('keydown', (event) => {
    const save = event.ctrlKey && (event.key === 's' || event.key === 'S' || event.key === 'ы' || event.key === 'Ы');
    if (save) event.preventDefault();
    if (save || FORM_KEYS.indexOf(event.key) >= 0) event.stopPropagation();
  });
}

/** 1C puts its own scrollbar style in; it hides rows behind wide bars. */
function removeScrollbarStyle(): void {
  const remove = (): void => {
    const found = document.querySelectorAll('style[id^="1C_scrollbar_"]');
    for (let i = 0; i < found.length; i++) found[i]?.parentNode?.removeChild(found[i] as Node);
  };
  remove();
  if (typeof MutationObserver === 'function')
    new MutationObserver(remove).observe(document.documentElement, { childList: true, subtree: true });
}
