/** 1c.html with the texts of the day in it: another label, or a new language, needs no build. */
import { jsonInHtml } from '../../../widgets/shells/frame-data.ts';
import { asset, type Asset, type Assets } from './assets.ts';
import type { Texts } from './texts.ts';

/** What the build put there; it holds no `<` (see jsonInHtml). */
const BLOCK = /(<script type="application\/json" id="sidebook-locales")>[^<]*(<\/script>)/;

/** `telemetry`: the page may tell this server how fast it was. Undefined: not built. Made again only when a text changed, and its ETag with it. */
export function onecPage(assets: Assets, texts: Texts, telemetry: boolean): () => Asset | undefined {
  const built = assets.files.get(assets.manifest.onec.file)?.plain.toString();
  let made = { json: '', page: undefined as Asset | undefined };
  return () => {
    const json = jsonInHtml(Object.fromEntries(texts.languages().map((lang) => [lang, texts.textsOf(lang)])));
    if (built !== undefined && made.json !== json) made = { json, page: filled(built, json, telemetry) };
    return made.page;
  };
}

function filled(built: string, json: string, telemetry: boolean): Asset {
  const told = telemetry ? ' data-telemetry="on"' : '';
  return asset(
    '1c.html',
    Buffer.from(built.replace(BLOCK, (_, open: string, close: string) => `${open}${told}>${json}${close}`)),
  );
}
