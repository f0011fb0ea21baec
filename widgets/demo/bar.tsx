/** Above everything: whose form it is, and in which language. */
import type { Lang, Look, Words } from './words.ts';

interface BarProps {
  readonly words: Words;
  readonly lang: Lang;
  readonly look: Look;
  readonly onLang: (lang: Lang) => void;
  readonly onLook: (look: Look) => void;
}

export const Bar = ({ words, lang, look, onLang, onLook }: BarProps) => (
  <header class="bar">
    <b>Sidebook</b>
    <span>{words.demo}</span>
    <Choice label={words.lookLabel} value={look} all={[['onec', lang === 'ru' ? '1С' : '1C'], ['dynamics', 'Dynamics 365']]} onChoose={onLook} />
    <Choice label={words.langLabel} value={lang} all={[['ru', 'RU'], ['en', 'EN']]} onChoose={onLang} />
  </header>
); // prettier-ignore

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly all: readonly (readonly [T, string])[];
  readonly onChoose: (value: T) => void;
}

function Choice<T extends string>({ label, value, all, onChoose }: ChoiceProps<T>) {
  return (
    <div class="choice" role="group" aria-label={label}>
      {all.map(([one, text]) => (
        <button key={one} type="button" data-choice={one} aria-pressed={one === value} onClick={() => onChoose(one)}>
          {text}
        </button>
      ))}
    </div>
  );
}
