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
import type { Manifest } from '../manifest.ts';
import { chosenLook } from './look.ts';
import { randomKey } from './random.ts';
import { shownClaims } from './token-claims.ts';

type Texts = Readonly<Record<string, string>>;
const beside = (file: string): string => new URL(file, import.meta.url).href;

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

class SidebookWidget extends HTMLElement {
  static observedAttributes = ['entity-id', 'lang', 'theme', 'density', 'label'];
  /** Set before the element is put into the page. */
  tokenProvider: () => Promise<string> = () => Promise.reject(new Error('no tokenProvider'));
  #handle: Handle | null = null;
  #catalogues: Readonly<Record<string, Texts>> = {};

  connectedCallback(): void {
    this.#start().catch((thrown: unknown) =>
      this.#emit('error', { code: thrown instanceof Refused ? 'private-widget' : 'inline-start' }),
    );
  }
  disconnectedCallback(): void {
    this.#handle?.destroy();
    this.#handle = null;
  }
  attributeChangedCallback(): void {
    this.#handle?.update(this.#options(null));
  }
  refresh(): void {
    this.#handle?.refresh();
  }
  isDirty(): boolean {
    return this.#handle?.isDirty() ?? false;
  }

  async #start(): Promise<void> {
    const manifest = await json<Manifest>(beside('../manifest.json'));
    const lang = this.getAttribute('lang') ?? 'ru';
    const name = this.getAttribute('widget') ?? '';
    const script = manifest.widgets[name]?.js;
    if (script === undefined) throw new Error('no such widget');
    const [{ default: widget }, texts] = await Promise.all([
      import(beside(script)) as Promise<{ default: WidgetDefinition }>,
      json<Texts>(beside(`../texts/${encodeURIComponent(lang)}/${name}`)),
    ]);
    if (widget.private) throw new Refused('private');
    this.#catalogues = { [lang]: texts };
    const tokens = createTokens(this.tokenProvider);
    const token = await tokens.get().catch(() => '');
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const api = createApi({
      base: this.getAttribute('api') ?? new URL('/api/v1/', import.meta.url).href,
      tokens,
      newKey: randomKey,
    });
    this.#handle = mount(root.appendChild(document.createElement('div')), {
      widget,
      api,
      ...this.#options(shownClaims(token).tz),
    });
  }
  #options(tz: string | null) {
    const style = getComputedStyle(this);
    const tokens: Record<string, string> = {};
    for (const token of TOKENS) tokens[token] = style.getPropertyValue(`--sb-${token}`);
    return {
      entity: this.getAttribute('entity-id'), lang: this.getAttribute('lang') ?? 'ru', catalogues: this.#catalogues, tokens,
      ...chosenLook({ theme: this.getAttribute('theme'), density: this.getAttribute('density') }), ...(tz === null ? {} : { tz }),
      emit: (name: string, detail: unknown) => this.#emit(name, detail),
    }; // prettier-ignore
  }
  #emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(eventName(name), { detail, bubbles: true, composed: true }));
  }
}
class Refused extends Error {}

if (!customElements.get(INLINE_ELEMENT)) customElements.define(INLINE_ELEMENT, SidebookWidget);
