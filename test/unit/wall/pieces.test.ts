import { expect } from 'chai';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fold } from '../../../connector/wall/fold.ts';
import { keyFile, wallKey } from '../../../connector/wall/key.ts';
import { Gathered } from '../../../connector/wall/gathered.ts';
import { Keyed } from '../../../connector/wall/keyed.ts';
import { fingerprintsOf, STEP, STRETCH } from '../../../connector/wall/learn.ts';
import { Pieces } from '../../../connector/wall/pieces.ts';
import { seeded, type Random } from '../../random.ts';

const keyed = new Keyed(Buffer.alloc(32, 7));
const count = (text: string): number => fingerprintsOf([text], 'text', keyed).length;

function pieces(...texts: readonly string[]): Pieces {
  return new Pieces(Gathered.of(fingerprintsOf(texts, 'text', keyed)));
}
const isMet = (known: Pieces, text: string): boolean => known.in(fold(text), keyed).length > 0;

const LETTERS = [...'абвгдежзиклмнопрстуфхцчшщыэюя'];
const word = (random: Random, length: number): string => Array.from({ length }, () => random.pick(LETTERS)).join('');

describe('fingerprints', () => {
  it('are made of texts of twelve letters and more', () => {
    expect([count('коротко'), count('одиннадцать'), count('двенадцатьий'), count('ООО «Лотос»')]).to.deep.equal([0, 0, 1, 0]);
  });

  it('are never made of numbers and dates', () => {
    for (const text of ['1 234 567 890,50', '2026-02-24T12:00:00', '40702810900000012345', '12 500,00 руб. × 300 шт', '0193b2c4-7d10-7000-8a00-1234567890ab'])
      expect(count(text), text).to.equal(0);
  }); // prettier-ignore

  it('find every copy of so many characters in a row, wherever it stands', () => {
    const random = seeded(11);
    for (let i = 0; i < 300; i++) {
      const text = word(random, 12 + random.int(200));
      const known = pieces(text);
      const length = Math.min(text.length, STRETCH + STEP - 1 + random.int(20));
      const from = random.int(text.length - length + 1);
      expect(isMet(known, `Звонил ${text.slice(from, from + length)}, ждёт`), `${text} ${String(from)}`).to.equal(true);
      expect(isMet(known, word(random, 400))).to.equal(false);
    }
  });

  it('let the same few words be used', () => {
    const known = pieces('Просит выставить счёт до пятницы, у Лотоса дешевле');
    expect(isMet(known, 'Просит выставить счёт до среды')).to.equal(false);
    expect(isMet(known, 'просит выставить счёт до пятницы')).to.equal(true);
  });

  it('know a short text as a whole', () => {
    const known = pieces('отсрочка тридцать дней');
    expect(isMet(known, 'Им нужна отсрочка: тридцать дней!')).to.equal(true);
    expect(isMet(known, 'отсрочка тридцать')).to.equal(false);
  });

  it('say nothing under another key', () => {
    const text = 'отдают со скидкой семь процентов';
    const other = new Keyed(Buffer.alloc(32, 8));
    expect(pieces(text).in(fold(text), other)).to.deep.equal([]);
    expect(other.id).not.to.equal(keyed.id);
    expect(other.sample('1')).not.to.equal(keyed.sample('1'));
  });

  it('that come later are known beside those sorted before', () => {
    const known = pieces('обещали поставить до конца марта');
    for (const f of fingerprintsOf(['возят сами из Твери'], 'name', keyed)) known.add(f);
    expect(known.in(fold('возят сами из Твери'), keyed).map((h) => h.kind)).to.include('name');
    expect(isMet(known, 'обещали поставить до конца марта')).to.equal(true);
  });
});

describe('the key of the wall', () => {
  let folder = '';
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sidebook-key-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made on first use, beside the store, for its own user alone', () => {
    const file = join(folder, 'deep', 'sidebook.db');
    const key = wallKey(file);
    expect(key.length).to.equal(32);
    if (process.platform !== 'win32') expect(statSync(keyFile(file)).mode & 0o777).to.equal(0o600);
    expect(Buffer.from(wallKey(file)).equals(key)).to.equal(true);
    expect(existsSync(`${keyFile(file)}.${String(process.pid)}`)).to.equal(false);
  });

  it('that another process made meanwhile is the key of both', () => {
    const file = join(folder, 'sidebook.db');
    let first: Uint8Array | null = null;
    const late = wallKey(file, (n) => {
      first ??= wallKey(file, () => Buffer.alloc(32, 1));
      return Buffer.alloc(n, 2);
    });
    expect(Buffer.from(late).equals(Buffer.alloc(32, 1))).to.equal(true);
    expect(readFileSync(keyFile(file), 'utf8')).not.to.contain('AgIC');
  });

  it('of a store in memory is its own', () => {
    expect(Buffer.from(wallKey(':memory:')).equals(wallKey(':memory:'))).to.equal(false);
  });
});
