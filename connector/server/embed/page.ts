/** What the page of a frame is told: public facts and the texts of its language. Everything private comes over the port of the handshake. */
import type { FrameData } from '../../../widgets/shells/frame-data.ts';
import type { Client } from '../auth/registry.ts';
import type { Widget } from '../contract/embed.ts';
import type { Assets } from './assets.ts';
import { textsFor, type Texts } from './texts.ts';

/** Who may frame the pages of a client; nobody = embedding is off. */
export const ancestorsOf = ({ shells, origins }: Client): readonly string[] => (shells.includes('frame') ? origins : []);

export interface PageDeps {
  readonly assets: Assets;
  readonly texts: Texts;
  /** Path the server is reached under, "" or "/sidebook". */
  readonly base: string;
  /** Off-switch of the configuration. */
  readonly telemetry: boolean;
}

export function frameData({ assets, texts, base, telemetry }: PageDeps, client: Client, widget: Widget, lang: string): FrameData {
  const { build, styles, widgets } = assets.manifest;
  const file = (name: string): string => `${base}/embed/v1/assets/${name}`;
  return {
    client: client.id, widget, origins: ancestorsOf(client), build, telemetry, script: file(widgets[widget]?.js ?? ''), styles: file(styles.css), api: `${base}/api/v1/`,
    catalogues: { [lang]: textsFor(texts.textsOf(lang) ?? {}, widget) },
    locales: Object.fromEntries(texts.languages().map((name) => [name, `${base}/embed/v1/texts/${name}/${widget}`])),
  }; // prettier-ignore
}

export const pageScript = ({ assets, base }: PageDeps): string => `${base}/embed/v1/assets/${assets.manifest.page.js}`;
