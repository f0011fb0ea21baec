/** <sidebook-widget>: on our own pages and the demo only, because any script of the page can read its shadow root. */
import {
  createApi,
  createTokens,
  eventName,
  type Handle,
  INLINE_ELEMENT,
  mount,
  TOKENS,
  type WidgetDefinition,
} from '../runtime/index.ts';
import type { Tokens } from '../runtime/auth.ts';
import type { Manifest } from '../manifest.ts';
import { chosenLook } from './look.ts';
import { linkStyles } from './old-styles.ts';
import { randomKey } from './random.ts';
import { reporting } from './report.ts';
import { shownClaims } from './token-claims.ts';

type Texts = Readonly<Record<string, string>>;
const beside = (file: string): string => new URL(file, import.meta.url).href;
/** Before there are texts. */
const NOT_STARTED = 'Sidebook не отвечает. / Sidebook does not answer.';

function json<T>(url: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open('GET', url);
    xhr.responseType = 'json';
    xhr.onload = () => (xhr.status === 200 ? resolve(xhr.response as T) : reject(new Error(`${String(xhr.status)} ${url}`)));
    xhr.onerror = () => reject(new Error(url));
    xhr.send();
  });
}

/** Why nothing is shown: a code for the page, words for the person. */
class Refused extends Error {
  readonly code: string;
  constructor(code: string, text: string) {
    super(text);
    this.code = code;
  }
}

class SidebookWidget extends HTMLElement {
  static observedAttributes = ['widget', 'api', 'entity-id', 'lang', 'theme', 'density', 'label', 'action'];
  /** Set by the page, perhaps before this script came: a field of the class would overwrite it. */
  declare tokenProvider?: () => Promise<string>;
  #handle: Handle | null = null;
  #tokens: Tokens | null = null;
  #catalogues: Readonly<Record<string, Texts>> = {};
  /** Of the last start: what an earlier one waited for comes too late. */
  #run = 0;
  #live = false;

  connectedCallback(): void {
    this.#live = true;
    this.#start();
  }
  disconnectedCallback(): void {
    this.#live = false;
    this.destroy();
  }
  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !this.#live) return;
    if (name === 'widget' || name === 'api') return this.#start();
    const [handle, run] = [this.#handle, this.#run];
    if (!handle) return;
    const token = name === 'entity-id' || name === 'lang' ? this.#tokens?.fresh().then(ignore, ignore) : null;
    void Promise.all([token, name === 'lang' ? this.#load() : null]).then(() => {
      if (run !== this.#run) return;
      handle.update(this.#options());
      if (name === 'lang') handle.refresh();
    }, ignore);
  }
  refresh(): void {
    this.#handle?.refresh();
  }
  override focus(): void {
    this.#handle?.focus();
  }
  isDirty(): boolean {
    return this.#handle?.isDirty() ?? false;
  }
  /** Ends the widget; removing the element does the same. */
  destroy(): void {
    this.#run++;
    this.#handle?.destroy();
    this.#handle = null;
    this.shadowRoot?.replaceChildren();
  }

  #start(): void {
    this.destroy();
    this.#catalogues = {};
    const run = this.#run;
    this.#show(run).catch((thrown: unknown) => {
      if (run !== this.#run) return;
      const refused = thrown instanceof Refused;
      const said = this.#root().appendChild(document.createElement('p'));
      said.setAttribute('role', 'alert');
      said.textContent = refused ? thrown.message : NOT_STARTED;
      this.#emit('error', { code: refused ? thrown.code : 'inline-start' });
    });
  }
  async #show(run: number): Promise<void> {
    const since = performance.now();
    const name = this.#text('widget') ?? '';
    const manifest = await json<Manifest>(beside('../manifest.json'));
    const script = manifest.widgets[name]?.js;
    if (script === undefined) throw new Error('no such widget');
    const tokens = (this.#tokens = createTokens(() => this.tokenProvider?.() ?? Promise.reject(new Error('no tokenProvider'))));
    const [{ default: widget }, token] = await Promise.all([
      import(beside(script)) as Promise<{ default: WidgetDefinition }>,
      tokens.get().catch(() => ''),
      this.#load(),
    ]);
    if (run !== this.#run) return;
    if (widget.private)
      throw new Refused('private-widget', this.#catalogues[this.#lang()]?.['runtime.inlinePrivate'] ?? NOT_STARTED);
    const api = createApi({ base: this.#text('api') ?? beside('../../../api/v1/'), tokens, newKey: randomKey });
    const tell = (event: string, detail: unknown): void => this.#emit(event, detail);
    const report = { widget: name, shell: 'inline', version: manifest.build, api, since } as const;
    const emit = this.hasAttribute('telemetry') ? reporting(report, tell) : tell;
    const { tz } = shownClaims(token);
    linkStyles(this.#root(), this.#root(), beside(manifest.styles.css));
    const place = this.#root().appendChild(document.createElement('div'));
    this.#handle = mount(place, { widget, api, emit, ...(tz === null ? {} : { tz }), ...this.#options() });
  }
  #root(): ShadowRoot {
    return this.shadowRoot ?? this.attachShadow({ mode: 'open' });
  }
  #text(name: string): string | null {
    return this.getAttribute(name);
  }
  #lang(): string {
    return this.#text('lang') ?? 'ru';
  }
  /** Texts of the language, once. */
  async #load(): Promise<void> {
    const lang = this.#lang();
    if (this.#catalogues[lang]) return;
    const texts = await json<Texts>(beside(`../texts/${encodeURIComponent(lang)}/${this.#text('widget') ?? ''}`));
    this.#catalogues = { ...this.#catalogues, [lang]: texts };
  }
  #options() {
    const style = getComputedStyle(this);
    const tokens: Record<string, string> = {};
    for (const token of TOKENS) tokens[token] = style.getPropertyValue(`--sb-${token}`);
    const label = this.#text('label');
    return {
      entity: this.#text('entity-id'), lang: this.#lang(), catalogues: this.#catalogues, tokens, ...(label === null ? {} : { label }),
      action: this.#text('action'),
      ...chosenLook({ theme: this.#text('theme'), density: this.#text('density') }),
    }; // prettier-ignore
  }
  #emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(eventName(name), { detail, bubbles: true, composed: true }));
  }
}
const ignore = (): void => undefined;

if (!customElements.get(INLINE_ELEMENT)) customElements.define(INLINE_ELEMENT, SidebookWidget);
