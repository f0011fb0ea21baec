/** What the server writes into the frame page as JSON (element `#sidebook-page`), so that its first load needs no further call. */
import type { Catalogues } from '../runtime/i18n.ts';

export interface FrameData {
  readonly client: string;
  readonly widget: string;
  /** Whose pages may show it: the same as frame-ancestors. */
  readonly origins: readonly string[];
  readonly build: string;
  /** Whether the server wants to know how fast the widget was (report.ts). */
  readonly telemetry: boolean;
  /** Url of the widget's script, as the page may import it. */
  readonly script: string;
  /** Url of all rules in one file, for engines without style sheets made by script. */
  readonly styles: string;
  /** `/api/v1/` */
  readonly api: string;
  /** The texts of the day in the asked language: of this widget and the runtime. */
  readonly catalogues: Catalogues;
  /** Urls of the others, for a language that changes while the page is open. */
  readonly locales: Readonly<Record<string, string>>;
}
export const DATA_ID = 'sidebook-page';

/** Inside a script element, where `</script` must not stand. */
export const jsonInHtml = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

/** The frame page. No inline script and no style: our policy allows neither. `page`: url of the page's script. */
export function framePage(data: FrameData, page: string, lang: string): string {
  return `<!doctype html>
<html lang="${escaped(lang)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Sidebook</title>
<script type="module" src="${escaped(page)}"></script><link rel="modulepreload" href="${escaped(data.script)}">
<script type="application/json" id="${DATA_ID}">${jsonInHtml(data)}</script></head>
<body><main id="root"></main><noscript>Sidebook: JavaScript is off here. In Dynamics, clear "Restrict cross-frame scripting" of the web resource.<br>
Sidebook: здесь выключен JavaScript. В Dynamics снимите «Ограничить межфреймовые сценарии» у веб-ресурса.</noscript></body></html>
`;
}
