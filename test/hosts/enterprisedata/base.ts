/**
 * A 1C base with one node of the exchange plan "universal format": objects, registered changes, numbers of messages in both directions.
 * It takes what its reader would take: properties in their order, a number that is new, kinds it was set to receive.
 */
import { readMessage } from '../../../connector/hosts/enterprisedata/read.ts';
import { formatOf, type Format } from '../../../connector/hosts/enterprisedata/formats.ts';
import { parseHeader, type Header } from '../../../connector/hosts/enterprisedata/header.ts';
import { child, elements, textAt, type Tree } from '../../../connector/hosts/enterprisedata/tree.ts';
import { ordered, xmlOf } from '../../../connector/hosts/enterprisedata/write.ts';

export interface BaseOptions {
  /** Versions of the format it offers. */
  versions?: readonly string[];
  /** It gives a document without a number one, and sends it back to us. */
  numbers?: boolean;
  /** Kinds it does not take from us. */
  refuses?: readonly string[];
  /** It sends no references in key properties of anything but counterparties and invoices. */
  withoutReferences?: boolean;
  /** Both changed it: true = what we send is passed over, and theirs comes again. */
  keepsOwn?: boolean;
}

export const COUNTERPARTY = 'Справочник.Контрагенты';
export const INVOICE = 'Документ.СчетПокупателю';
const NAMESPACE = 'http://v8.1c.ru/edi/edi_stnd/EnterpriseData';

export class Base {
  readonly code = 'БП';
  readonly peer = 'СБ';
  readonly plan = 'СинхронизацияДанныхЧерезУниверсальныйФормат';
  readonly options: BaseOptions;
  readonly objects = new Map<string, Tree>();
  /** Kind and id -> the message it was sent in; null = not sent yet. */
  readonly registered = new Map<string, number | null>();
  sentNo = 0;
  receivedNo = 0;
  /** Objects taken from us, in order: what was applied, and how often. */
  readonly applied: string[] = [];
  /** Anything more a test wants in the next message. */
  extra: string[] = [];
  /** Values no message of ours may hold, and those that came all the same. */
  forbidden: readonly string[] = [];
  readonly leaks: string[] = [];
  #nextNumber = 1;

  constructor(options: BaseOptions = {}) {
    this.options = options;
  }

  get version(): string {
    return this.options.versions?.at(-1) ?? '1.17';
  }

  get format(): Format {
    return formatOf(this.version) ?? (() => { throw new Error(`no format ${this.version}`); })(); // prettier-ignore
  }

  /** A person saves an object over there. */
  put(tree: Tree): string {
    const id = textAt(tree, 'КлючевыеСвойства/Ссылка');
    const key = `${tree[0]}|${id}`;
    this.objects.set(key, ordered(this.format, tree));
    this.registered.set(key, null);
    return id;
  }

  /** A person deletes it for good; that is told until it is confirmed. A mark for deletion is told by no stock rule. */
  remove(kind: string, id: string): void {
    if (this.objects.delete(`${kind}|${id}`)) this.registered.set(`${kind}|${id}`, null);
  }

  get(kind: string, id: string): Tree | null {
    return this.objects.get(`${kind}|${id}`) ?? null;
  }

  list = (kind: string): Tree[] => [...this.objects].flatMap(([key, tree]) => (key.startsWith(`${kind}|`) ? [tree] : []));

  /** A person changes one text of it. */
  edit(kind: string, id: string, path: string, text: string): void {
    const tree = this.get(kind, id);
    if (!tree) throw new Error(`no ${kind} ${id}`);
    this.put(withText(tree, path.split('/'), text));
  }

  /** A number is used for every message that is prepared, whether anybody fetches it or not. */
  message(): string {
    this.sentNo += 1;
    const bodies: string[] = [];
    for (const [key] of this.registered) {
      this.registered.set(key, this.registered.get(key) ?? this.sentNo);
      bodies.push(xmlOf(this.objects.get(key) ?? deletionOf(key)));
    }
    return this.envelope(this.header(this.sentNo), [...bodies, ...this.extra.splice(0)].join(''));
  }

  envelope = (header: string, body: string): string =>
    `\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<Message xmlns:msg="http://www.1c.ru/SSL/Exchange/Message" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${header}<Body xmlns="${NAMESPACE}/${this.version}">${body}</Body></Message>`;

  header(messageNo: number): string {
    const versions = (this.options.versions ?? ['1.8', '1.17'])
      .map((v) => `<msg:AvailableVersion>${v}</msg:AvailableVersion>`)
      .join('');
    const kinds = [COUNTERPARTY, INVOICE, 'Справочник.Склады'].map((k) => `<msg:ObjectType><msg:Name>${k}</msg:Name><msg:Sending>*</msg:Sending>${this.options.refuses?.includes(k) ? '<msg:Receiving/>' : '<msg:Receiving>*</msg:Receiving>'}</msg:ObjectType>`).join(''); // prettier-ignore
    return `<msg:Header><msg:Format>${NAMESPACE}/${this.version}</msg:Format><msg:CreationDate>2026-09-06T10:36:59</msg:CreationDate><msg:Confirmation><msg:ExchangePlan>${this.plan}</msg:ExchangePlan><msg:To>${this.peer}</msg:To><msg:From>${this.code}</msg:From><msg:MessageNo>${String(messageNo)}</msg:MessageNo><msg:ReceivedNo>${String(this.receivedNo)}</msg:ReceivedNo></msg:Confirmation>${versions}<msg:AvailableObjectTypes>${kinds}</msg:AvailableObjectTypes><msg:Prefix>БП</msg:Prefix></msg:Header>`;
  }

  /** Loads a message of ours. @throws Error with a sentence of 1C */
  async load(xml: Uint8Array): Promise<void> {
    let header: Header | null = null;
    const objects: Tree[] = [];
    const text = Buffer.from(xml).toString('utf8');
    this.leaks.push(...this.forbidden.filter((value) => text.includes(value)));
    if (!(xml[0] === 0xef && xml[1] === 0xbb)) throw new Error('Ошибка разбора XML: нет метки порядка байтов');
    for await (const pieces of readMessage(once(xml)))
      for (const piece of pieces)
        if ('header' in piece) header = parseHeader(piece.header);
        else objects.push(piece.object);
    if (!header) throw new Error('Нет заголовка сообщения');
    if (header.messageNo <= this.receivedNo)
      throw new Error('Номер сообщения меньше или равен номеру ранее принятого сообщения.');
    for (const object of objects) this.#mustFit(object);
    this.#confirmed(header.receivedNo);
    for (const object of objects) this.#apply(object);
    this.receivedNo = header.messageNo;
  }

  /** Everything it knows, as text. */
  snapshot = (): string =>
    JSON.stringify({ objects: [...this.objects], registered: [...this.registered], sentNo: this.sentNo, receivedNo: this.receivedNo, next: this.#nextNumber }); // prettier-ignore

  restore(text: string): void {
    const kept = JSON.parse(text) as { objects: [string, Tree][]; registered: [string, number | null][]; sentNo: number; receivedNo: number; next: number }; // prettier-ignore
    for (const [key, tree] of kept.objects) this.objects.set(key, tree);
    for (const [key, sent] of kept.registered) this.registered.set(key, sent);
    [this.sentNo, this.receivedNo, this.#nextNumber] = [kept.sentNo, kept.receivedNo, kept.next];
  }

  /** XDTO reads a strict sequence. */
  #mustFit(object: Tree): void {
    if (this.options.refuses?.includes(object[0])) throw new Error(`Не поддерживается получение объектов ${object[0]}`);
    if (xmlOf(ordered(this.format, object)) !== xmlOf(object)) throw new Error(`Ошибка XDTO: порядок свойств ${object[0]}`);
  }

  #confirmed(upTo: number): void {
    for (const [key, sent] of this.registered) if (sent !== null && sent <= upTo) this.registered.delete(key);
  }

  #apply(object: Tree): void {
    const id = textAt(object, 'КлючевыеСвойства/Ссылка');
    const key = `${object[0]}|${id}`;
    if (this.options.keepsOwn && this.registered.has(key)) return;
    this.applied.push(key);
    const isNumbered = object[0] !== INVOICE || textAt(object, 'КлючевыеСвойства/Номер') !== '';
    if (isNumbered || this.options.numbers === false) this.objects.set(key, object);
    else this.put(withText(object, ['КлючевыеСвойства', 'Номер'], this.#freeNumber()));
  }

  /** The next nobody has: 1C gives no number twice. */
  #freeNumber(): string {
    const taken = new Set(this.list(INVOICE).map((t) => textAt(t, 'КлючевыеСвойства/Номер')));
    for (;;) {
      const number = `0000-${String(this.#nextNumber++).padStart(6, '0')}`;
      if (!taken.has(number)) return number;
    }
  }
}

/** What is told of an object that is no more: its reference. */
function deletionOf(key: string): Tree {
  const [kind = '', id = ''] = key.split('|');
  return ['УдалениеОбъекта', [['СсылкаНаОбъект', [[`${kind.split('.')[1] ?? ''}Ссылка`, id]]]]];
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The tree with another text at the end of these names. */
export function withText(tree: Tree, [name = '', ...more]: readonly string[], text: string): Tree {
  const inner = child(tree, name);
  const made: Tree = more.length === 0 ? [name, text] : withText(inner ?? [name, []], more, text);
  const others = elements(tree);
  return [tree[0], inner ? others.map((t) => (t === inner ? made : t)) : [...others, made]];
}
