/**
 * Which numbers say that two objects are the same party, document or reference (model.md 7).
 * A strong key links; a weak key only asks. Keys are compared as text, hashed to 63 bits in the store and checked again.
 */
import type { Entity, Fields, Value } from './model.ts';
import { nameBlock } from './names.ts';
import { isPlaceholder, isRegistrationNo, isTaxId } from './party.ts';

export interface Key {
  readonly name: 'tax' | 'registration' | 'foreign' | 'code' | 'number' | 'second' | 'inn' | 'name';
  readonly strong: boolean;
  /** Two objects of one host with it are duplicates. Many documents may share a second, so that key only links. */
  readonly exclusive: boolean;
  readonly text: string;
}

const key = (name: Key['name'], strong: boolean, ...parts: readonly string[]): Key => ({
  name,
  strong,
  exclusive: strong && name !== 'second',
  text: `${name}|${parts.join('|')}`,
});
const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

/** Which keys are asked for: the weak ones are made of names and cost several times as much. */
export type Which = 'all' | 'strong' | 'weak';

/** Match keys of a record, best first. A marked one is no identity: nothing is linked to it by itself. */
export function keysOf(entity: Entity, fields: Fields, which: Which = 'all'): readonly Key[] {
  return fields['deletionMark'] === true ? [] : allKeys(entity, fields, which);
}

/**
 * Match keys of a host's object. A marked one keeps its keys, but they only ask: accountants mark duplicates, so it is
 * neither linked nor called a duplicate by itself, and nothing is created beside it unasked.
 */
export function objectKeys(entity: Entity, fields: Fields, which: Which = 'all'): readonly Key[] {
  const keys = allKeys(entity, fields, which);
  return fields['deletionMark'] === true ? keys.map((k) => ({ ...k, exclusive: false })) : keys;
}

function allKeys(entity: Entity, fields: Fields, which: Which): readonly Key[] {
  const strong = which === 'weak' ? [] : strongKeys(entity, fields);
  return which === 'strong' ? strong : [...strong, ...weakKeys(entity, fields)];
}

function strongKeys(entity: Entity, fields: Fields): Key[] {
  switch (entity) {
    case 'counterparty':
      return counterpartyKeys(fields);
    case 'invoice':
      return invoiceKeys(fields);
    case 'organisation':
      return isTaxId(text(fields['taxId'])) ? [key('tax', true, text(fields['taxId']), text(fields['branchCode']))] : [];
    case 'currency':
    case 'unit':
      return text(fields['code']) ? [key('code', true, text(fields['code']))] : [];
    case 'bankAccount':
      return text(fields['number']) && text(fields['organisation'])
        ? [key('code', true, text(fields['organisation']), text(fields['number']))]
        : [];
    case 'closedPeriod':
      return text(fields['organisation']) ? [key('code', true, text(fields['organisation']))] : [];
    case 'partner': // by name alone
    case 'contract':
    case 'product':
    case 'price':
    case 'person':
    case 'payment':
    case 'balance':
      return []; // host facts: never the same thing on two hosts by themselves
  }
}

function weakKeys(entity: Entity, fields: Fields): Key[] {
  if (entity === 'partner') return nameKeys(fields);
  if (entity !== 'counterparty') return [];
  const taxId = text(fields['taxId']);
  return [...(isTaxId(taxId) ? [key('inn', false, taxId)] : []), ...nameKeys(fields)];
}

/** A name of nothing but a legal form is like every other such name: no key. */
function nameKeys(fields: Fields): Key[] {
  const block = nameBlock(text(fields['name']));
  return block ? [key('name', false, block)] : [];
}

function counterpartyKeys(fields: Fields): Key[] {
  const [taxId, branchCode] = [text(fields['taxId']), text(fields['branchCode'])];
  const keys: Key[] = [];
  const branch = taxId.length === 10 ? branchCode : '';
  if (isTaxId(taxId) && !isPlaceholder(branch)) keys.push(key('tax', true, taxId, branch));
  if (!branchCode && isRegistrationNo(text(fields['registrationNo'])))
    keys.push(key('registration', true, text(fields['registrationNo'])));
  const country = text(fields['country']);
  if (country && country !== 'RU' && text(fields['foreignTaxNo']))
    keys.push(key('foreign', true, country, text(fields['foreignTaxNo'])));
  return keys;
}

/** (organisation, number, year) once numbered; (organisation, counterparty, second) always. The total is no key. */
function invoiceKeys(fields: Fields): Key[] {
  const [organisation, counterparty, number, date] = ['organisation', 'counterparty', 'number', 'date'].map((f) =>
    text(fields[f]),
  ) as [string, string, string, string];
  const keys: Key[] = [];
  if (organisation && number && date) keys.push(key('number', true, organisation, number, date.slice(0, 4)));
  if (organisation && counterparty && date) keys.push(key('second', true, organisation, counterparty, date));
  return keys;
}

/**
 * What the key tables hold instead of the text: 15 bits of neighbourhood over 48 bits of hash (two 32-bit walks with MurmurHash3's
 * mixing). A collision costs one comparison of texts and links nothing. The neighbourhood keeps documents made one after another
 * together in the index: a first load then appends to it instead of rewriting all of it with every page.
 */
export function keyHash(entity: Entity, keyText: string): bigint {
  const hashes = HASHES.get(entity) ?? new Map<string, bigint>();
  const known = hashes.get(keyText);
  if (known !== undefined) return known;
  const hash = hashOf(entity, keyText);
  if (hashes.size >= HASHES_AT_MOST) hashes.clear();
  HASHES.set(entity, hashes.set(keyText, hash));
  return hash;
}

/** A page asks for the same keys three times: who has them, who else carries them, and when they are stored. */
const HASHES = new Map<Entity, Map<string, bigint>>();
const HASHES_AT_MOST = 5000;
const BITS = new DataView(new ArrayBuffer(8));

function hashOf(entity: Entity, keyText: string): bigint {
  const all = `${entity}|${keyText}`;
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < all.length; i++) {
    const c = all.charCodeAt(i);
    a = Math.imul(a ^ c, 0x85ebca6b);
    b = Math.imul(b ^ c, 0xc2b2ae35);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  const near = entity === 'invoice' ? neighbourhood(keyText) : 0;
  BITS.setUint32(0, near * 0x10000 + (b & 0xffff));
  BITS.setUint32(4, a >>> 0);
  return BITS.getBigUint64(0);
}

/** Of an invoice: the day of its second, or its number by the hundred. 15 bits; the two kinds of key in halves of their own. */
function neighbourhood(keyText: string): number {
  if (keyText.startsWith('second')) return Math.floor(Date.parse(keyText.slice(-19, -9)) / 86_400_000) & 0x3fff;
  const digits = /(\d{1,9})\D*\|\d{4}$/.exec(keyText)?.[1] ?? '0';
  return 0x4000 | (Math.floor(Number(digits) / 100) & 0x3fff);
}
