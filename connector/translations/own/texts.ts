/** The texts of the day for every shell: those of the build with the imported ones over them. A new language needs no build. */
import type { Catalogue } from '../../../widgets/runtime/i18n.ts';
import type { Texts } from '../../server/embed/texts.ts';
import type { Kept, OwnTexts } from './kept.ts';

const PREFIX = 'widget/';

export function keptTexts(built: Texts, kept: Pick<Kept, 'latest'>): Texts {
  const own = (): OwnTexts => kept.latest().texts;
  const languages = (): readonly string[] => [...new Set([...built.languages(), ...Object.keys(own())])];
  const textsOf = (lang: string): Catalogue | undefined => {
    const over = own()[lang];
    const under = built.textsOf(lang);
    if (over === undefined) return under;
    return { ...(under ?? built.textsOf('en')), ...widgetTexts(over) };
  };
  return { languages, textsOf };
}

const widgetTexts = (texts: Readonly<Record<string, string>>): Catalogue =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), text]] : [])),
  );

/**
 * All other words by kind and name, for `rewordBy`: of "de-AT" German where there is no Austrian. Looked up once a turn of the program, because a list asks
 * a thousand times. A message must be told even where the imported texts cannot be read.
 */
export function keptWords(kept: Pick<Kept, 'latest'>): (name: string, lang: string) => string | undefined {
  let now: OwnTexts | null = null;
  const texts = (): OwnTexts => {
    if (now) return now;
    setImmediate(() => (now = null));
    return (now = readable(kept));
  };
  return (name, lang) => (texts()[lang] ?? texts()[lang.split('-')[0] ?? ''])?.[name];
}

function readable(kept: Pick<Kept, 'latest'>): OwnTexts {
  try {
    return kept.latest().texts;
  } catch {
    return {};
  }
}
