/** Three sorts of host for the planner: books that say everything, one that shortens and shouts, one that knows little. */
import type { Fields } from '../../connector/model.ts';
import type { Random } from '../random.ts';
import { attach, mapping, type HostModel } from './planner-world.ts';

const text = (name: string, host: string, more: object = {}) => ({ name, type: 'text', host, ...more });
const number = (name: string, host: string) => ({ name, type: 'money', host, scale: 2 });
const party = (fields: object[]) => ({ entity: 'counterparty', host: 'x', collections: ['X'], fields });
const bill = (columns: object[], more: object[] = []) => ({
  entity: 'invoice', host: 'x', collections: ['X'],
  fields: [text('comment', 'Note'), number('total', 'Total'), { name: 'lines', type: 'lines', part: 'Rows', identity: ['text'], columns }, ...more],
}); // prettier-ignore

const FILES = {
  counterparty: {
    books: party([text('name', 'Name'), text('taxId', 'Inn'), text('branchCode', 'Kpp'), text('phone', 'Phone'), text('comment', 'Note')]),
    loud: party([text('name', 'Name', { max: 4, long: 'shorten', same: 'folded' }), text('taxId', 'Inn'), text('phone', 'Phone')]),
    small: party([text('name', 'Name'), text('phone', 'Phone'), text('comment', 'Note', { max: 3, long: 'shorten' })]),
  },
  invoice: {
    books: bill([text('text', 'Text'), number('quantity', 'Qty'), number('price', 'Price'), number('amount', 'Sum')], [{ name: 'posted', type: 'flag', host: 'Posted', direction: 'from-host' }]),
    loud: bill([text('text', 'Text', { same: 'folded' }), number('amount', 'Sum')]),
    small: bill([text('text', 'Text'), number('quantity', 'Qty')]),
  },
} as const; // prettier-ignore
export type Kind = keyof typeof FILES;
export type Sort = keyof (typeof FILES)['invoice'];

const shout = (object: Readonly<Record<string, unknown>>) => ({
  ...object,
  ...(typeof object['Name'] === 'string' ? { Name: object['Name'].toUpperCase() } : {}),
});
const compiled = new Map<string, HostModel['mapping']>();

export function host(kind: Kind, sort: Sort, record: Fields): HostModel {
  const key = `${kind} ${sort}`;
  const known = compiled.get(key) ?? mapping(FILES[kind][sort], sort === 'books');
  compiled.set(key, known);
  const habit = sort === 'loud' ? shout : (o: HostModel['object']) => o;
  return attach({ name: sort, mapping: known, books: sort === 'books', habit }, record, { Posted: false });
}

const line = (text: string, n: string) => ({
  product: `product-${n}`, text, quantity: n, unit: null, price: n, discount: '0', amount: n, vatRate: '20', vatAmount: '0',
}); // prettier-ignore
export const RECORD: Readonly<Record<Kind, Fields>> = {
  counterparty: {
    name: 'имя',
    taxId: '1',
    branchCode: '2',
    phone: '3',
    comment: 'к',
    owner: 'person-1',
    legalName: 'Полное имя',
  },
  invoice: { comment: 'к', total: '6', lines: [line('а', '1'), line('б', '2'), line('в', '3')], posted: false },
};

/** Short words, so that every host can show them whole; each is used for one edit only. */
export const token = (n: number): string => `${String.fromCharCode(97 + (n % 26))}${n}`;

/** One edit by a person in the module. */
export function editOurs(kind: Kind, record: Fields, random: Random, word: string): Fields {
  if (kind === 'counterparty') return { ...record, [random.pick(['name', 'taxId', 'branchCode', 'phone', 'comment'])]: word };
  if (random.chance(0.4)) return { ...record, comment: word };
  return { ...record, lines: editRows(record['lines'] as readonly object[], 'text', word, random) as Fields[string] };
}

/** One edit by a person at the host: a property, or a row changed, added or removed. */
export function editTheirs(kind: Kind, h: HostModel, random: Random, word: string): void {
  const names = h.mapping.needs
    .filter((n) => n.part === null && n.property !== 'Total' && n.property !== 'Posted')
    .map((n) => n.property);
  const inRows = kind === 'invoice' && random.chance(0.6);
  const change = inRows
    ? { Rows: editRows(h.object['Rows'] as readonly object[], 'Text', word, random) }
    : { [random.pick(names)]: word };
  h.object = h.habit({ ...h.object, ...change });
}

function editRows(rows: readonly object[], name: string, word: string, random: Random): readonly object[] {
  const at = random.int(rows.length);
  return rows.map((row, i) => (i === at ? { ...row, [name]: word } : row));
}
