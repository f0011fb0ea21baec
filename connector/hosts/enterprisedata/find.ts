/** Looking something up in the copy: by an index where there is one, then property by property. */
import type { Where } from '../host.ts';
import type { Kept, Mirror } from './mirror.ts';
import type { Properties } from './objects.ts';

const [TAX, DATE] = ['КлючевыеСвойства/ИНН', 'КлючевыеСвойства/Дата'] as const;
const NAMES = ['КлючевыеСвойства/Номер', 'КлючевыеСвойства/Наименование'] as const;
const PAGE = 1000;

interface Range {
  readonly from: string;
  readonly to: string;
}
const isRange = (value: unknown): value is Range =>
  typeof value === 'object' && value !== null && 'from' in value && 'to' in value;

export class Finder {
  readonly #mirror: Mirror;

  constructor(mirror: Mirror) {
    this.#mirror = mirror;
  }

  /** Everything of the kind that may fit; `fits` decides. */
  *candidates(kind: string, where: Where): Iterable<Kept> {
    const [tax, date] = [where[TAX], where[DATE]];
    const name = NAMES.map((n) => where[n]).find((v) => typeof v === 'string' && v !== '');
    if (isRange(date)) yield* this.#mirror.between(kind, date.from, date.to);
    else if (typeof date === 'string') yield* this.#mirror.byTax(kind, date);
    else if (typeof tax === 'string' && tax !== '') yield* this.#mirror.byTax(kind, tax);
    else if (typeof name === 'string') yield* this.#mirror.byName(kind, name);
    else yield* this.#all(kind);
  }

  *#all(kind: string): Iterable<Kept> {
    for (let seq = 0; ;) {
      const page = this.#mirror.ofKind(kind, seq, PAGE);
      yield* page;
      const last = page.at(-1);
      if (!last) return;
      seq = last.seq;
    }
  }

  fits = (object: Properties, where: Where): boolean =>
    Object.entries(where).every(([name, wanted]) => {
      const value = object[name];
      if (isRange(wanted)) return typeof value === 'string' && value >= wanted.from && value <= wanted.to;
      return value === wanted || (isNothing(value) && isNothing(wanted));
    });
}

const isNothing = (value: unknown): boolean => value === null || value === undefined || value === '' || value === '00000000-0000-0000-0000-000000000000'; // prettier-ignore
