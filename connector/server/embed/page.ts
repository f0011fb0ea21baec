/** What the page of a frame is told: public facts and the texts of its language. Everything private comes over the port of the handshake. */
import type { FrameData } from '../../../widgets/shells/frame-data.ts';
import type { Client } from '../auth/registry.ts';
import type { Widget } from '../contract/embed.ts';
import type { Assets } from './assets.ts';

/** Who may frame the pages of a client; nobody = embedding is off. */
export const ancestorsOf = ({ shells, origins }: Client): readonly string[] => (shells.includes('frame') ? origins : []);

/** Languages there are texts of; English where the asked one is none of them. */
export function languageOf({ manifest }: Assets, asked: readonly string[]): string {
  const fits = asked.map((tag) => tag.toLowerCase()).flatMap((tag) => [tag, tag.split('-')[0] ?? '']);
  const names = Object.keys(manifest.locales);
  return fits.map((tag) => names.find((name) => name.toLowerCase() === tag)).find((name) => name !== undefined) ?? 'en';
}

/** `base`: path the server is reached under, "" or "/sidebook". */
export function frameData(assets: Assets, base: string, client: Client, widget: Widget, lang: string): FrameData {
  const { build, widgets, locales } = assets.manifest;
  const url = (name: string): string => `${base}/embed/v1/assets/${name}`;
  return {
    client: client.id, widget, origins: ancestorsOf(client), build, script: url(widgets[widget]?.js ?? ''), api: `${base}/api/v1/`,
    catalogues: { [lang]: assets.texts.get(lang) ?? {} },
    locales: Object.fromEntries(Object.entries(locales).map(([name, file]) => [name, url(file)])),
  }; // prettier-ignore
}

export const pageScript = ({ manifest }: Assets, base: string): string => `${base}/embed/v1/assets/${manifest.page.js}`;
