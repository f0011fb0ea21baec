import { expect } from 'chai';
import { CATALOGUE, isCode, message, PROBLEM_LABELS, type Code } from '../../connector/errors.ts';
import { PROBLEM_KINDS } from '../../connector/model.ts';
import { sources } from './source-files.ts';

const codes = Object.keys(CATALOGUE) as Code[];
const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{([a-zA-Z]+)/g)].map(([, name]) => name ?? ''))].sort();
/** Nothing to do next: the finding is well, or the sentence is the whole. */
const WELL: readonly Code[] = [
  'reached',
  'set-read',
  'plan-found',
  'session-works',
  'tracking-on',
  'organization-reached',
  'ed-connected',
  'ed-service-version',
  'ed-format',
];

const code = [...sources('connector', 'mappings')].filter(([path]) => path !== 'connector/errors.ts');

/** Codes where the code of an error or finding is plainly written: code: '…', make(…, '…'), new SidebookError('…'). */
function used(): Map<string, string> {
  const patterns = [
    /\bcode: '([a-z][a-z0-9-]*)'/g,
    /new (?:SidebookError|EditRefused|ResolveRefused|CannotWrite)\(\s*'([a-z][a-z0-9-]*)'/g,
    /\bmake\('[a-z-]+', '([a-z][a-z0-9-]*)'/g,
    /\b(?:message|finding|this\.add)\(\s*'([a-z][a-z0-9-]*)'/g,
  ];
  const found = new Map<string, string>();
  for (const [path, text] of code)
    for (const pattern of patterns) for (const hit of text.matchAll(pattern)) if (hit[1]) found.set(hit[1], path);
  return found;
}

describe('the catalogue of messages', () => {
  it('says everything in both languages', () => {
    for (const c of codes) {
      const { en, ru } = CATALOGUE[c];
      expect(en.what, c).to.match(/[A-Za-z]/);
      expect(ru.what, c).to.match(/[а-яё]/i);
      if (WELL.includes(c)) continue;
      expect(en.next, c).to.match(/[A-Za-z]/);
      expect(ru.next, c).to.match(/[а-яё]/i);
    }
  });

  it('needs the same details in both languages', () => {
    const of = (c: Code, lang: 'en' | 'ru') => placeholders(CATALOGUE[c][lang].what + CATALOGUE[c][lang].next);
    const differ = codes.filter((c) => of(c, 'en').join() !== of(c, 'ru').join());
    expect(differ).to.deep.equal([]);
  });

  it('keeps English free of Cyrillic but for 1C words', () => {
    const mixed = codes.filter((c) => /[а-яё]/i.test(CATALOGUE[c].en.what + CATALOGUE[c].en.next));
    expect(mixed).to.deep.equal([]);
  });

  it('holds every code the program uses', () => {
    const found = used();
    expect(found.size).to.be.greaterThan(60);
    expect([...found].filter(([c]) => !isCode(c)).map(([c, path]) => `${path}: ${c}`)).to.deep.equal([]);
  });

  it('holds no code the program never uses', () => {
    const all = code.map(([, text]) => text).join('\n');
    expect(codes.filter((c) => !all.includes(`'${c}'`) && !new RegExp(`[{,]\\s*${c}:`).test(all))).to.deep.equal([]);
  });

  it('has a name for every kind of problem', () => {
    expect(Object.keys(PROBLEM_LABELS).sort()).to.deep.equal([...PROBLEM_KINDS].sort());
    for (const { ru, en } of Object.values(PROBLEM_LABELS))
      expect([/[а-яё]/i.test(ru), /[a-z]/i.test(en)]).to.deep.equal([true, true]);
  });
});

describe('a message', () => {
  it('fills in its details in the language of the reader', () => {
    expect(message('set-read', { set: 'Catalog_Валюты' }, 'en').what).to.equal('Readable: Catalog_Валюты');
    expect(message('port-taken', { port: 8080 }, 'ru').what).to.equal('Порт 8080 занят.');
  });

  it('leaves no braces and no hole without details', () => {
    for (const lang of ['ru', 'en'] as const)
      for (const c of codes) {
        const { what, next } = message(c, {}, lang);
        expect(what + next, c).to.not.match(/\{[a-z]+[|}]| {2}| [.,:](?!\w)|:$/i);
      }
  });

  it('puts the noun that goes with its number, in either language', () => {
    const said = (lang: 'ru' | 'en') => (count: number | string) => message('too-many-leave-scope', { count }, lang).what;
    expect([1, '3', 11, '60000'].map(said('ru'))).to.deep.equal([
      'Сразу 1 объект вышел бы из охвата.', 'Сразу 3 объекта вышли бы из охвата.', 'Сразу 11 объектов вышли бы из охвата.', 'Сразу 60\u00a0000 объектов вышли бы из охвата.',
    ]); // prettier-ignore
    expect([1, 2].map(said('en'))).to.deep.equal(['1 object would leave the scope at once.', '2 objects would leave the scope at once.']); // prettier-ignore
  });

  it('has three forms of every Russian noun, two of an English one', () => {
    const forms = (text: string): number[] => [...text.matchAll(/\{[a-z]+\|([^{}]+)\}/gi)].map(([, all = '']) => all.split('|').length);
    for (const c of codes)
      for (const [lang, many] of [['ru', 3], ['en', 2]] as const)
        expect(forms(CATALOGUE[c][lang].what + CATALOGUE[c][lang].next).filter((n) => n !== many), c).to.deep.equal([]);
  }); // prettier-ignore

  it('leaves no number of things without its noun in their number', () => {
    const bare = /\{(?:count|most|rows)\} (?!MB|МБ|kB|КБ)[a-zа-яё]{3,}/i;
    const texts = (c: Code): string[] => (['ru', 'en'] as const).flatMap((l) => [CATALOGUE[c][l].what, CATALOGUE[c][l].next]);
    expect(codes.filter((c) => texts(c).some((text) => bare.test(text)))).to.deep.equal([]);
  });

  it('names the program as its user calls it', () => {
    expect(message('plan-unknown', { plan: '7' }, 'en').next).to.equal('Make one: sidebook plan');
    expect(message('plan-unknown', { plan: '7', sidebook: 'npx sidebook' }, 'en').next).to.equal('Make one: npx sidebook plan');
  });

  it('keeps the blank before the ending of a file', () => {
    expect(message('labels-not-a-translations-file', { came: 'x' }, 'ru').next).to.include('выгрузили: .xlsx или .zip.');
    expect(message('role-wrong', { role: 'x', known: '' }, 'en').next).to.match(/^Ours are\. /);
  });

  it('ends without the colon of a detail it was not given', () => {
    const told = message('private-input', { field: 'name', problem: 'пусто, а нужно', value: '' }, 'ru').what;
    expect(told).to.equal('Не записано: name: пусто, а нужно');
  });

  it('of an unknown code is the internal one', () => {
    for (const unknown of ['nothing-known', '', 'toString', 'constructor'])
      expect(message(unknown, {}, 'en').what).to.equal(CATALOGUE.internal.en.what);
  });

  it('repeats the sentence of the host as it came', () => {
    const sentence = 'Не удалось записать: Счет № 5 : не проведен';
    expect(message('host-refused', { host: 'buh', sentence }, 'ru').what).to.contain(sentence);
  });
});
