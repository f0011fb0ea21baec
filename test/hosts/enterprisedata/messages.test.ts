import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipped } from '../../../connector/hosts/enterprisedata/archive.ts';
import { BadMessage } from '../../../connector/hosts/enterprisedata/bad-message.ts';
import { formatOf, VERSIONS, type Format } from '../../../connector/hosts/enterprisedata/formats.ts';
import { messageXml, parseHeader } from '../../../connector/hosts/enterprisedata/header.ts';
import type { Known } from '../../../connector/hosts/enterprisedata/lines.ts';
import { changed as made } from '../../../connector/hosts/enterprisedata/objects.ts';
import { readMessage, type Piece } from '../../../connector/hosts/enterprisedata/read.ts';
import { textAt, type Tree } from '../../../connector/hosts/enterprisedata/tree.ts';
import { ordered, xmlOf } from '../../../connector/hosts/enterprisedata/write.ts';
import { zipped } from '../../../connector/zipped.ts';
import { Base } from './base.ts';
import { counterparty, invoice, PRODUCT } from './objects.ts';

const party = { id: '11111111-0000-4000-8000-000000000001', name: 'Лютик & «Ко» <ООО>', inn: '7701000010', kpp: '770101001', phone: '+7 495 1' }; // prettier-ignore
const bill = { id: '22222222-0000-4000-8000-000000000001', number: '0000-000001', date: '2026-02-24T09:00:00', party };
const format = formatOf('1.17') as Format;

async function* chunks(bytes: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string | Uint8Array, size?: number): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for await (const more of readMessage(chunks(typeof text === 'string' ? Buffer.from(text) : text, size))) pieces.push(...more);
  return pieces;
}

const refusal = async (work: () => unknown): Promise<string> => (await refusing(work)).code;

async function refusing(work: () => unknown): Promise<BadMessage> {
  try {
    await work();
  } catch (error) {
    if (error instanceof BadMessage) return error;
    throw error;
  }
  throw new Error('it was taken');
}

const message = (body: string): string => new Base().envelope(new Base().header(1), body);

describe('EnterpriseData messages', () => {
  it('come back as they were written, whatever pieces they arrive in', async () => {
    const objects = [counterparty(party), invoice(bill)].map((t) => ordered(format, t));
    const xml = messageXml({ format, plan: 'П', to: 'БП', from: 'СБ', prefix: 'СБ', messageNo: 7, receivedNo: 3, createdAt: '2026-09-06T10:36:59', kinds: ['Справочник.Контрагенты'] }, objects); // prettier-ignore
    const [first, ...rest] = await read(xml, 5);
    const header = first && 'header' in first ? parseHeader(first.header) : null;
    expect(header).to.include({ version: '1.17', from: 'СБ', to: 'БП', messageNo: 7, receivedNo: 3 });
    expect(rest).to.deep.equal(objects.map((object) => ({ object })));
    expect(xml.startsWith('\uFEFF')).to.equal(true);
  });

  it('keep nil, empty, extensions of others and characters beyond the first plane', async () => {
    const tree: Tree = ['Чужое', [['а', null], ['б', ''], ['{urn:расширение}В', [['{urn:расширение}г', '𝛑 "х" \r\n']]]]]; // prettier-ignore
    const pieces = await read(message(xmlOf(tree)));
    expect(pieces.at(-1)).to.deep.equal({ object: tree });
    const [, nil] = await read(message('<а xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="1"/>'));
    expect(nil).to.deep.equal({ object: ['а', null] });
  });

  it('put properties in the order of the format, however they were set', () => {
    const [name, inner] = counterparty(party);
    const mixed: Tree = [name, [...(inner as Tree[])].reverse()];
    expect(ordered(format, mixed)).to.deep.equal(ordered(format, counterparty(party)));
  });

  const wrong: [string, string, (t: Tree) => Tree][] = [
    ['a name that is missing', 'ed-property-missing', (t) => without(t, 'Наименование')],
    ['an ИНН of 13 digits', 'ed-value-wrong', (t) => changed(t, 'ИНН', '7701000010123')],
    ['a legal form nobody listed', 'ed-value-wrong', (t) => changed(t, 'ЮридическоеФизическоеЛицо', 'ИП')],
    ['a flag in words', 'ed-value-wrong', (t) => changed(t, 'ИндивидуальныйПредприниматель', 'да')],
    ['a property of another version', 'ed-property-unknown', (t) => changed(t, 'Новое', 'x')],
    ['a kind the format does not have', 'ed-type-unknown', () => ['Документ.СчетПоставщика', []]],
  ];
  for (const [title, code, make] of wrong)
    it(`refuse to write ${title}`, async () => {
      expect(await refusal(() => ordered(format, make(counterparty(party))))).to.equal(code);
    });

  /** Everything 1C ever told: one article, the unit it stands in where that is known. */
  const told = (unit: boolean): Known => ({ key: (kind, of) => (of === PRODUCT && kind === 'Справочник.Номенклатура' ? [kind, [['КлючевыеСвойства', [['Ссылка', PRODUCT]]]]] : null), rates: new Map(), unit: () => (unit ? '[]' : undefined) }); // prettier-ignore
  const row = { Раздел: 'Товары', НомерСтроки: '1', Номенклатура: PRODUCT, Содержание: '', Количество: '1', Цена: '1', Сумма: '1', СтавкаНДС: 'НДС20', СуммаНДС: '0' }; // prettier-ignore
  const bad: [string, string, string, object, Known][] = [
    ['a line of goods with a text of its own', 'ed-goods-text', '', { Строки: [{ ...row, Содержание: 'сборка' }] }, told(true)],
    ['a line with an article 1C never told', 'ed-reference-unknown', 'Справочник.Номенклатура', { Строки: [{ ...row, Номенклатура: bill.id }] }, told(true)],
    ['a line of goods whose unit 1C never told', 'ed-reference-unknown', 'Справочник.ЕдиницыИзмерения', { Строки: [row] }, told(false)],
    ['a counterparty 1C never told', 'ed-reference-unknown', 'Справочник.Контрагенты', { Контрагент: bill.id }, told(true)],
  ]; // prettier-ignore
  for (const [title, code, kind, body, known] of bad)
    it(`refuse to make ${title}`, async () => {
      const refused = await refusing(() => made(format, 'Документ.СчетПокупателю', null, { ...body }, known));
      expect([refused.code, refused.at['kind'] ?? '']).to.deep.equal([code, kind]);
    });

  it('refuse amounts with more digits than the format holds', async () => {
    const tree = ([name, inner]: Tree, sum: string): Tree => [name, (inner as Tree[]).map((t) => (t[0] === 'Сумма' ? ['Сумма', sum] : t))]; // prettier-ignore
    expect(textAt(ordered(format, tree(invoice(bill), '9999999999999.99')), 'Сумма')).to.equal('9999999999999.99');
    for (const sum of ['99999999999999.99', '1.005', '1e3', '1,5'])
      expect(await refusal(() => ordered(format, tree(invoice(bill), sum)))).to.equal('ed-value-wrong');
  });

  it('refuse characters no XML can hold', async () => {
    expect(await refusal(() => xmlOf(['a', 'x\u0001']))).to.equal('ed-value-wrong');
    expect(await refusal(() => xmlOf(['a', '\ud835']))).to.equal('ed-value-wrong');
  });
});

const without = (t: Tree, name: string): Tree => inKey(t, (inner) => inner.filter(([n]) => n !== name));
const changed = (t: Tree, name: string, text: string): Tree => inKey(t, (inner) => [...inner.filter(([n]) => n !== name), [name, text]]); // prettier-ignore
const inKey = ([name, inner]: Tree, of: (inner: readonly Tree[]) => Tree[]): Tree => [name, (inner as Tree[]).map((t) => (t[0] === 'КлючевыеСвойства' ? [t[0], of(t[1] as Tree[])] : t))]; // prettier-ignore

describe('EnterpriseData messages that are none', () => {
  const bad: [string, string, () => string | Uint8Array][] = [
    ['a document type', 'ed-doctype', () => message('').replace('<Message', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Message')],
    ['20,000 nested elements', 'ed-too-deep', () => message('<a>'.repeat(20_000))],
    ['half a million empty elements in one object', 'ed-object-too-big', () => message(`<a>${'<b/>'.repeat(550_000)}</a>`)],
    ['another encoding in its declaration', 'ed-encoding', () => message('').replace('UTF-8', 'windows-1251')],
    ['bytes of another encoding', 'ed-encoding', () => Buffer.from(message('<П>тест</П>').replace(/[а-яё]/gi, 'ё'), 'latin1')],
    ['UTF-16', 'ed-encoding', () => Buffer.from(message(''), 'utf16le')],
    ['an end in the middle', 'ed-xml-broken', () => message('<a>x</a>').slice(0, -30)],
    ['an entity nobody declared', 'ed-xml-broken', () => message('<a>&lol;</a>')],
    ['a page', 'ed-no-message', () => '<html><body>Вход</body></html>'],
    ['a body without a header', 'ed-no-message', () => message('').replace(/<msg:Header>.*<\/msg:Header>/, '')],
    ['a header without numbers', 'ed-header-broken', () => message('').replace(/<msg:MessageNo>\d+/, '<msg:MessageNo>')],
    ['another format', 'ed-format-foreign', () => message('').replace(/EnterpriseData\/1\.17<\/msg/, 'CommerceML/2</msg').replace('edi_stnd/CommerceML', 'x/CommerceML')],
  ]; // prettier-ignore
  for (const [title, code, make] of bad)
    it(`are refused by name: ${title}`, async () => {
      const came = await refusal(async () => {
        for (const p of await read(make(), 4096)) if ('header' in p) parseHeader(p.header);
      });
      expect(came).to.equal(code);
    });
});

describe('archives of messages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sidebook-test-'));
  const file = join(folder, 'a.zip');
  after(() => rmSync(folder, { recursive: true }));
  const unpack = async (bytes: Uint8Array): Promise<string> => {
    writeFileSync(file, bytes);
    let text = '';
    for await (const chunk of unzipped(file)) text += Buffer.from(chunk).toString();
    return text;
  };
  const archive = (xml: string | Buffer): Promise<Buffer> => zipped([['data.xml', [Buffer.from(xml)]]]);

  it('give their first entry', async () => {
    expect(
      await unpack(
        await zipped([
          ['data.xml', [Buffer.from('раз')]],
          ['other.xml', [Buffer.from('два')]],
        ]),
      ),
    ).to.equal('раз');
  });

  it('are refused when cut off, damaged, empty or a bomb', async () => {
    const whole = await archive('x'.repeat(1000));
    const damaged = Buffer.from(await archive(message('')));
    damaged.writeUInt32LE(1, damaged.indexOf('PK\x01\x02') + 16);
    expect(await refusal(() => unpack(whole.subarray(0, whole.length - 30)))).to.equal('ed-zip-broken');
    expect(await refusal(() => unpack(damaged))).to.equal('ed-zip-broken');
    expect(await refusal(async () => unpack(await zipped([])))).to.equal('ed-zip-broken');
    expect(await refusal(async () => unpack(await archive(Buffer.alloc(8 * 1024 * 1024, 32))))).to.equal('ed-zip-bomb');
  });
});

const CORPUS = new URL('../../../../shared/corpus/1c/enterprisedata/', import.meta.url);

// Tests of facts that not every copy of the project has; without them nothing is registered.
if (existsSync(CORPUS))
  describe('the tables of the format', () => {
    for (const version of VERSIONS)
      it(`say of ${version} what its package says: names, order, what must be there`, () => {
        const text = readFileSync(new URL(`EnterpriseData-${version}-subset.xdto.xml`, CORPUS), 'utf8');
        const known = formatOf(version) as Format;
        const types = [...text.matchAll(/\n\t<objectType name="([^"]+)"([\s\S]*?)\n\t<\/objectType>/g)];
        const ours = types.filter(([, name = '']) => known.properties(name));
        expect(ours.length).to.be.greaterThan(15);
        for (const [, name = '', inner = ''] of ours) {
          const properties = [...inner.matchAll(/\n\t\t<property [^>]*?name="([^"]+)"([^>]*)>/g)].map(([, n, more = '']) => `${n ?? ''}${more.includes('lowerBound="0"') ? '?' : ''}`); // prettier-ignore
          expect(
            known.properties(name)?.map((p) => `${p.name}${p.optional ? '?' : ''}`),
            name,
          ).to.deep.equal(properties);
        }
      });

    it('read the recorded first message of a real base', async () => {
      const [first] = await read(readFileSync(new URL('handshake-message.xml', CORPUS)));
      const header = first && 'header' in first ? parseHeader(first.header) : null;
      expect(header).to.deep.include({
        version: null,
        from: 'НФ',
        to: 'ДЗ',
        messageNo: 0,
        receivedNo: 0,
        versions: ['1.22', '1.10'],
      });
      expect(header?.kinds?.[1]).to.deep.equal({ name: 'Документ.АвансовыйОтчет', sends: true, takes: false });
    });
  });
