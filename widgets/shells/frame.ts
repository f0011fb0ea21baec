/** The frame page: says hello to whoever embeds it, takes `init` only from an allowed origin with its own nonce, shows the widget. */
import { createTokens } from '../runtime/auth.ts';
import type { Emit } from '../runtime/context.ts';
import { type Handle, mount, type MountOptions, type WidgetDefinition } from '../runtime/mount.tsx';
import { createApi } from '../runtime/transport.ts';
import { withBack } from './back.tsx';
import { DATA_ID, type FrameData } from './frame-data.ts';
import { type Hello, type Init, PROTO, type ToLoader, type ToPage, type View } from './messages.ts';
import { linkStyles } from './old-styles.ts';
import { randomKey } from './random.ts';
import { reporting } from './report.ts';
import { shownClaims } from './token-claims.ts';
import { chosenLook } from './look.ts';

const isInit = (data: unknown, nonce: string): data is Init =>
  typeof data === 'object' &&
  data !== null &&
  'sidebook' in data &&
  data.sidebook === 'init' &&
  'nonce' in data &&
  data.nonce === nonce;

/** Does nothing on a page that is not ours (stories, demo): there the runtime is imported only. */
export function startFrame(): void {
  const element = document.getElementById(DATA_ID);
  const root = document.getElementById('root');
  if (!element || !root) return;
  const data = JSON.parse(element.textContent) as FrameData;
  linkStyles(document, document.head, data.styles);
  const widget = import(data.script) as Promise<{ default: WidgetDefinition }>;
  greet(data, (init, port) => {
    // The page was served in a language guessed by the browser; the host, or else its token, may name another.
    const texts = { current: data.catalogues };
    const named = fetchTexts(data, init.lang ?? shownClaims(init.token ?? '').lang, texts);
    void Promise.all([widget, named]).then(([module]) =>
      show(root, { ...data, catalogues: texts.current }, module.default, init, port),
    );
  });
}

function greet(data: FrameData, start: (init: Init, port: MessagePort) => void): void {
  const nonce = randomKey();
  const answered = (event: MessageEvent<unknown>): void => {
    const port = event.ports[0];
    if (event.source !== window.parent || data.origins.indexOf(event.origin) < 0 || !isInit(event.data, nonce) || !port) return;
    window.removeEventListener('message', answered);
    start(event.data, port);
  };
  window.addEventListener('message', answered);
  const hello: Hello = { sidebook: 'hello', nonce, proto: [PROTO, PROTO] };
  // No secret in it, and the origin above us is not known yet.
  window.parent.postMessage(hello, '*');
}

function show(root: HTMLElement, data: FrameData, widget: WidgetDefinition, init: Init, port: MessagePort): void {
  const say = (message: ToLoader): void => port.postMessage(message);
  const asked = askedTokens(say);
  const first = { token: init.token };
  const tokens = createTokens(() => {
    const given = first.token;
    first.token = null;
    return given === null ? asked.ask() : Promise.resolve(given);
  });
  const api = createApi({ base: data.api, tokens, newKey: randomKey });
  const tell: Emit = (name, detail) => say({ say: 'event', name, detail });
  const report = { widget: data.widget, shell: 'frame', version: data.build, api, since: 0 } as const;
  const emit = data.telemetry ? reporting(report, tell) : tell;
  const claims = shownClaims(init.token ?? '');
  const texts = { current: data.catalogues };
  const optionsOf = (view: View): Omit<MountOptions, 'widget' | 'api'> => ({
    entity: view.entity, action: view.action, catalogues: texts.current, lang: view.lang ?? claims.lang ?? document.documentElement.lang, emit, ...chosenLook(view),
    tokens: view.tokens, ...(claims.tz === null ? {} : { tz: claims.tz }), ...(view.label === null ? {} : { label: view.label }),
  }); // prettier-ignore
  const shown = withBack(widget, init.back ?? null, () => handle.isDirty());
  const handle: Handle = mount(root, { widget: shown, api, ...optionsOf(init) });
  let [entity, lang] = [init.entity, init.lang];
  port.onmessage = (event: MessageEvent<ToPage>) => {
    const message = event.data;
    if (message.do === 'token') return asked.answer(message.id, message.token);
    if (message.do === 'update') {
      // Another record: the token we have may not cover it. Another language: the server answers in that of the token.
      const isOther = message.entity !== entity || message.lang !== lang;
      const isSaidAnew = message.lang !== lang && message.entity === entity;
      const ready = isOther ? tokens.fresh().then(ignore, ignore) : Promise.resolve();
      [entity, lang] = [message.entity, message.lang];
      return void Promise.all([ready, fetchTexts(data, message.lang, texts)]).then(() => {
        handle.update(optionsOf(message));
        if (isSaidAnew) handle.refresh();
      });
    }
    handle[message.do]();
    say({ say: 'done', id: message.id });
  };
  watchHeight(root, say);
  window.addEventListener('beforeunload', (event) => warn(event, handle));
}
const ignore = (): void => undefined;

function warn(event: BeforeUnloadEvent, handle: Handle): void {
  if (handle.isDirty()) event.preventDefault();
}

/** Texts of a language the page was not served with. */
function fetchTexts(data: FrameData, lang: string | null, texts: { current: FrameData['catalogues'] }): Promise<void> {
  const url = lang === null ? undefined : (data.locales[lang] ?? data.locales[lang.slice(0, 2)]);
  if (lang === null || url === undefined || texts.current[lang] || texts.current[lang.slice(0, 2)]) return Promise.resolve();
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    xhr.open('GET', url);
    xhr.responseType = 'json';
    xhr.onloadend = () => {
      if (xhr.status === 200) texts.current = { ...texts.current, [lang]: xhr.response as Readonly<Record<string, string>> };
      resolve();
    };
    xhr.send();
  });
}

/** Tokens come from the host's page: asked for over the port, answered by number. */
function askedTokens(say: (message: ToLoader) => void) {
  const waiting = new Map<number, (token: string | null) => void>();
  let last = 0;
  return {
    ask: (): Promise<string> =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, (token) => (token === null ? reject(new Error('no token')) : resolve(token)));
        say({ say: 'token-needed', id });
      }),
    answer: (id: number, token: string | null): void => {
      waiting.get(id)?.(token);
      waiting.delete(id);
    },
  };
}

function watchHeight(root: HTMLElement, say: (message: ToLoader) => void): void {
  document.body.style.margin = '0';
  let told = 0;
  const tell = (): void => {
    const height = Math.ceil(root.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    say({ say: 'size', height });
  };
  if (typeof ResizeObserver === 'function') new ResizeObserver(tell).observe(root);
  else setInterval(tell, 500);
  tell();
}
