/**
 * What the loader on the host's page and our page say to each other. `hello` and `init` by postMessage with origins checked on
 * both sides; everything after that over the MessagePort that came with `init`.
 */
export interface View {
  readonly entity: string | null;
  readonly lang: string | null;
  readonly theme: string | null;
  readonly density: string | null;
  readonly label: string | null;
  /** What to open in the widget, as `navigate` named it: "new". */
  readonly action: string | null;
  /** Values of --sb-… that the host set. */
  readonly tokens: Readonly<Record<string, string>>;
}
export interface Hello {
  readonly sidebook: 'hello';
  readonly nonce: string;
  readonly proto: readonly [number, number];
}
export interface Init extends View {
  readonly sidebook: 'init';
  readonly nonce: string;
  readonly proto: number;
  /** Null: the host could not make one; the widget offers to renew. */
  readonly token: string | null;
  /** The widget that opened this one in its place: offered as the way back. Older loaders do not say. */
  readonly back?: string | null;
}
export type ToPage =
  | ({ readonly do: 'update' } & View)
  | { readonly do: 'token'; readonly id: number; readonly token: string | null }
  | { readonly do: 'refresh' | 'focus'; readonly id: number };
export type ToLoader =
  | { readonly say: 'event'; readonly name: string; readonly detail: unknown }
  | { readonly say: 'size'; readonly height: number }
  | { readonly say: 'token-needed'; readonly id: number }
  | { readonly say: 'done'; readonly id: number };
export const PROTO = 1;
export const MIN_HEIGHT = 80;
export const MAX_HEIGHT = 4000;
