/**
 * loader.js, for the host's page: defines <sidebook-frame>. It holds the token for a moment and passes it on; it never shows data.
 * No import at run time, no inline style, no eval: a strict policy of the host needs script-src and frame-src for our origin only.
 */
import { eventName, FRAME_ELEMENT } from '../runtime/prefix.ts';
import { createTokens, type Tokens } from '../runtime/auth.ts';
import type { Events } from '../runtime/context.ts';
import { createTrail } from './trail.ts';
import { type Hello, type Init, MAX_HEIGHT, MIN_HEIGHT, PROTO, type ToLoader, type ToPage, type View } from './messages.ts';

type Provider = () => Promise<string>;
const HELLO_MS = 8_000;
const TOKEN_MS = 15_000;
const SANDBOX = 'allow-scripts allow-same-origin allow-forms allow-downloads allow-popups allow-modals';
/** Pairs of a provider and a record whose token is kept. */
const KEPT_TOKENS = 20;
const script = document.currentScript;
const from = script instanceof HTMLScriptElement && script.src ? script.src : location.origin;
/** The server may be under a path; a copy of this file on the host's own server names it by `server`. */
const home = /^(.+?)\/embed\/v1\//.exec(from)?.[1] ?? new URL(from).origin;

/** Those in a page, also inside of shadow roots. */
const frames = new Set<SidebookFrame>();
/** Frames without a provider use that of another frame of their client. */
const ofClient = new Map<string, Provider>();
const shared = new Map<Provider, Map<string, Tokens>>();
/** Frames with the same provider share its token, as long as they show the same record in the same language: it may not cover another. */
function tokensOf(provider: Provider, record: string): Tokens {
  const known = shared.get(provider) ?? new Map<string, Tokens>();
  shared.set(provider, known);
  const tokens = known.get(record) ?? createTokens(timely(provider));
  known.set(record, tokens);
  if (known.size > KEPT_TOKENS) known.delete(known.keys().next().value ?? '');
  return tokens;
}
/** A host that never answers is told of like one that fails: nobody waits before an empty panel. */
const timely =
  (provider: Provider): Provider =>
  () =>
    new Promise((resolve, reject) => {
      setTimeout(reject, TOKEN_MS);
      Promise.resolve(provider()).then(resolve, reject);
    });
const isHello = (data: unknown): data is Hello =>
  typeof data === 'object' && data !== null && 'sidebook' in data && data.sidebook === 'hello' && 'nonce' in data;

class SidebookFrame extends HTMLElement {
  static observedAttributes = ['client', 'widget', 'server', 'entity-id', 'lang', 'theme', 'density', 'label', 'action'];
  #frame: HTMLIFrameElement | null = null;
  #port: MessagePort | null = null;
  #provider: Provider | null = null;
  #provided: (() => void)[] = [];
  #dirty = false;
  #timer = 0;
  #last = 0;
  #token: string | null = null;
  #back: string | null = null;
  /** A frame opened in the place of one that held the keyboard gets it. */
  #held = false;
  readonly #trail = createTrail();
  readonly #calls = new Map<number, { resolve: () => void; reject: (why: Error) => void }>();

  get tokenProvider(): Provider | null {
    return this.#provider ?? ofClient.get(this.#text('client') ?? '') ?? null;
  }
  set tokenProvider(provider: Provider | null) {
    this.#provider = provider;
    if (frames.has(this)) this.#provide();
  }

  connectedCallback(): void {
    // Set before this script came: take it over.
    if (Object.prototype.hasOwnProperty.call(this, 'tokenProvider')) {
      const given = this.tokenProvider;
      Reflect.deleteProperty(this, 'tokenProvider');
      this.tokenProvider = given;
    }
    frames.add(this);
    window.addEventListener('message', this.#heard);
    this.#open();
  }
  disconnectedCallback(): void {
    this.destroy();
  }
  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !frames.has(this)) return;
    if (name === 'client' || name === 'widget' || name === 'server') this.#open();
    else this.#tell({ do: 'update', ...this.#view() });
    if (name === 'label' && this.#frame) this.#frame.title = this.#title();
  }

  refresh(): Promise<void> {
    return this.#call('refresh');
  }
  override focus(): void {
    this.#frame?.focus();
    this.#call('focus').catch(() => undefined);
  }
  isDirty(): boolean {
    return this.#dirty;
  }
  /** Takes the frame away and rejects what was asked of it. */
  destroy(): void {
    frames.delete(this);
    window.removeEventListener('message', this.#heard);
    this.#close();
    this.#frame?.remove();
    this.#frame = null;
  }

  #text(name: string): string | null {
    return this.getAttribute(name);
  }
  #view(): View {
    const tokens: Record<string, string> = {};
    const style = getComputedStyle(this);
    for (const name of [
      'font',
      'font-size',
      'fg',
      'muted',
      'bg',
      'surface',
      'border',
      'accent',
      'accent-fg',
      'danger',
      'warn',
      'ok',
      'focus',
      'radius',
    ]) {
      const value = style.getPropertyValue(`--sb-${name}`).trim();
      if (value) tokens[name] = value;
    }
    return {
      entity: this.#text('entity-id'),
      lang: this.#text('lang'),
      theme: this.#text('theme'),
      density: this.#text('density'),
      label: this.#text('label'),
      action: this.#text('action'),
      tokens,
    };
  }
  #title(): string {
    return this.#text('label') ?? this.#text('widget') ?? '';
  }
  #server(): URL {
    return new URL(this.#text('server') ?? home, location.href);
  }
  /** Nothing as long as client or widget is missing: frameworks set one attribute after the other. */
  #open(): void {
    this.#close();
    this.#held = this.#frame !== null && (this.getRootNode() as Document | ShadowRoot).activeElement === this.#frame;
    this.#frame?.remove();
    this.#frame = null;
    const [client, widget] = [this.#text('client'), this.#text('widget')];
    if (!client || !widget) return;
    this.#back = this.#trail.show(widget);
    this.#provide();
    const { origin, pathname } = this.#server();
    const frame = document.createElement('iframe');
    const lang = this.#text('lang');
    frame.setAttribute('sandbox', SANDBOX);
    frame.title = this.#title();
    frame.style.cssText = `display:block;width:100%;border:0;height:${String(MIN_HEIGHT)}px`;
    const path = [client, widget].map(encodeURIComponent).join('/');
    frame.src = `${origin}${pathname.replace(/\/+$/, '')}/embed/v1/${path}${lang ? `?lang=${encodeURIComponent(lang)}` : ''}`;
    this.#frame = frame;
    this.appendChild(frame);
    this.#timer = window.setTimeout(() => this.#emit('error', { code: 'frame-timeout' }), HELLO_MS);
  }
  #close(): void {
    clearTimeout(this.#timer);
    this.#port?.close();
    this.#port = null;
    this.#dirty = false;
    this.#calls.forEach(({ reject }) => reject(new Error('destroyed')));
    this.#calls.clear();
  }

  /** A reloaded frame says hello again and is set up again. */
  readonly #heard = (event: MessageEvent<unknown>): void => {
    const frame = this.#frame;
    if (!frame || event.source !== frame.contentWindow || event.origin !== this.#server().origin || !isHello(event.data)) return;
    clearTimeout(this.#timer);
    const { nonce, proto } = event.data;
    if (proto[0] > PROTO) return this.#emit('error', { code: 'proto' });
    this.#close();
    const target = frame.contentWindow;
    void this.#getToken().then((token) => {
      if (this.#frame !== frame || !target) return;
      const { port1, port2 } = new MessageChannel();
      this.#port = port1;
      port1.onmessage = (message: MessageEvent<ToLoader>) => this.#said(message.data);
      const init: Init = { sidebook: 'init', nonce, proto: PROTO, token, back: this.#back, ...this.#view() };
      target.postMessage(init, event.origin, [port2]);
      if (this.#held) frame.focus();
      this.#held = false;
    });
  };
  /** Asks for the token at once, while the frame is still loading. Other frames of the client may have waited for a provider. */
  #provide(): void {
    const [provider, client] = [this.#provider, this.#text('client')];
    if (!provider || !client) return;
    if (!ofClient.has(client)) ofClient.set(client, provider);
    this.#tokens(provider)
      .get()
      .catch(() => undefined);
    frames.forEach((frame) => frame.#ready());
  }
  #tokens(provider: Provider): Tokens {
    return tokensOf(provider, ['client', 'entity-id', 'lang'].map((name) => this.#text(name)).join(' '));
  }
  #ready(): void {
    if (this.tokenProvider) this.#provided.splice(0).forEach((go) => go());
  }
  /** Null: the provider failed. `renew`: what we had was refused or does not fit any more. */
  async #getToken(renew = false): Promise<string | null> {
    if (!this.tokenProvider)
      await new Promise<void>((resolve) => {
        this.#provided.push(resolve);
        setTimeout(resolve, TOKEN_MS);
      });
    try {
      const provider = this.tokenProvider;
      if (!provider) throw new Error();
      const tokens = this.#tokens(provider);
      const token = await (renew ? tokens.renew(this.#token ?? '') : tokens.get());
      // Meanwhile another record: this one is not for it.
      if (tokens !== this.#tokens(provider)) return await this.#getToken(renew);
      this.#token = token;
      return token;
    } catch {
      this.#emit('error', { code: 'token-provider' });
      return null;
    }
  }
  #said(message: ToLoader): void {
    const frame = this.#frame;
    if (!frame) return;
    if (message.say === 'size') {
      const height = Math.max(MIN_HEIGHT, Math.min(MAX_HEIGHT, message.height));
      frame.style.height = `${String(height)}px`;
      this.#emit('resize', { height });
    } else if (message.say === 'token-needed') {
      void this.#getToken(true).then((token) => this.#tell({ do: 'token', id: message.id, token }));
    } else if (message.say === 'done') {
      this.#calls.get(message.id)?.resolve();
      this.#calls.delete(message.id);
    } else {
      if (message.name === 'navigate') this.#trail.ask((message.detail as Events['navigate']).widget);
      if (message.name === 'dirty') this.#dirty = (message.detail as Events['dirty']).dirty;
      this.#emit(message.name, message.detail);
    }
  }
  #tell(message: ToPage): void {
    this.#port?.postMessage(message);
  }
  #call(name: 'refresh' | 'focus'): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.#port) return reject(new Error('not ready'));
      const id = ++this.#last;
      this.#calls.set(id, { resolve, reject });
      this.#tell({ do: name, id });
    });
  }
  #emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(eventName(name), { detail, bubbles: true, composed: true }));
  }
}

if (!customElements.get(FRAME_ELEMENT)) customElements.define(FRAME_ELEMENT, SidebookFrame);
