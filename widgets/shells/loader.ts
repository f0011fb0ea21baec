/**
 * loader.js, for the host's page: defines <sidebook-frame>. It holds the token for a moment and passes it on; it never shows data.
 * No import at run time, no inline style, no eval: a strict policy of the host needs script-src and frame-src for our origin only.
 */
import { eventName, FRAME_ELEMENT } from '../runtime/prefix.ts';
import { createTokens, type Tokens } from '../runtime/auth.ts';
import { type Hello, type Init, MAX_HEIGHT, MIN_HEIGHT, PROTO, type ToLoader, type ToPage, type View } from './messages.ts';

type Provider = () => Promise<string>;
const HELLO_MS = 8_000;
const SANDBOX = 'allow-scripts allow-same-origin allow-forms allow-downloads allow-popups allow-modals';
const script = document.currentScript;
const home = script instanceof HTMLScriptElement && script.src ? new URL(script.src).origin : location.origin;

/** Frames that were given the same provider share its token; a frame without one uses that of its client. */
const shared = new Map<Provider, Tokens>();
const ofClient = new Map<string, Provider>();
const tokensOf = (provider: Provider): Tokens => {
  const known = shared.get(provider) ?? createTokens(provider);
  shared.set(provider, known);
  return known;
};
const isHello = (data: unknown): data is Hello =>
  typeof data === 'object' && data !== null && 'sidebook' in data && data.sidebook === 'hello' && 'nonce' in data;

class SidebookFrame extends HTMLElement {
  static observedAttributes = ['client', 'widget', 'server', 'entity-id', 'lang', 'theme', 'density', 'label'];
  #frame: HTMLIFrameElement | null = null;
  #port: MessagePort | null = null;
  #provider: Provider | null = null;
  #provided: (() => void)[] = [];
  #dirty = false;
  #timer = 0;
  #last = 0;
  #token: string | null = null;
  readonly #calls = new Map<number, { resolve: () => void; reject: (why: Error) => void }>();

  get tokenProvider(): Provider | null {
    return this.#provider ?? ofClient.get(this.#text('client') ?? '') ?? null;
  }
  set tokenProvider(provider: Provider | null) {
    this.#provider = provider;
    if (!provider) return;
    const client = this.#text('client') ?? '';
    if (!ofClient.has(client)) ofClient.set(client, provider);
    // At once, while the frame is still loading.
    tokensOf(provider)
      .get()
      .catch(() => undefined);
    document.querySelectorAll(FRAME_ELEMENT).forEach((frame) => frame instanceof SidebookFrame && frame.#ready());
  }

  connectedCallback(): void {
    // Set before this script came: take it over.
    if (Object.prototype.hasOwnProperty.call(this, 'tokenProvider')) {
      const given = this.tokenProvider;
      Reflect.deleteProperty(this, 'tokenProvider');
      this.tokenProvider = given;
    }
    window.addEventListener('message', this.#heard);
    this.#open();
  }
  disconnectedCallback(): void {
    this.destroy();
  }
  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !this.#frame) return;
    if (name === 'client' || name === 'widget' || name === 'server') this.#open();
    else this.#tell({ do: 'update', ...this.#view() });
    if (name === 'label') this.#frame.title = after ?? '';
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
      tokens,
    };
  }
  #server(): string {
    return new URL(this.#text('server') ?? home, location.href).origin;
  }
  #open(): void {
    this.#close();
    this.#frame?.remove();
    const frame = document.createElement('iframe');
    const lang = this.#text('lang');
    frame.setAttribute('sandbox', SANDBOX);
    frame.title = this.#text('label') ?? this.#text('widget') ?? '';
    frame.style.cssText = `display:block;width:100%;border:0;height:${String(MIN_HEIGHT)}px`;
    const path = [this.#text('client') ?? '', this.#text('widget') ?? ''].map(encodeURIComponent).join('/');
    frame.src = `${this.#server()}/embed/v1/${path}${lang ? `?lang=${encodeURIComponent(lang)}` : ''}`;
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
    if (!frame || event.source !== frame.contentWindow || event.origin !== this.#server() || !isHello(event.data)) return;
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
      const init: Init = { sidebook: 'init', nonce, proto: PROTO, token, ...this.#view() };
      target.postMessage(init, event.origin, [port2]);
    });
  };
  #ready(): void {
    if (this.tokenProvider) this.#provided.splice(0).forEach((go) => go());
  }
  /** Null: the provider failed. `renew`: what we had was refused or does not fit any more. */
  async #getToken(renew = false): Promise<string | null> {
    if (!this.tokenProvider) await new Promise<void>((resolve) => this.#provided.push(resolve));
    const provider = this.tokenProvider;
    if (!provider) return null;
    const tokens = tokensOf(provider);
    try {
      this.#token = await (renew ? tokens.renew(this.#token ?? '') : tokens.get());
      return this.#token;
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
      if (message.name === 'dirty') this.#dirty = !this.#dirty;
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
