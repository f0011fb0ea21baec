/** Mapping files of the simulated hosts: books (1C-like), a lossy one, one with keys only, and a twin that copies the books. */
import { compileMapping } from '../../mappings/compile.ts';
import type { Mapping } from '../../mappings/mapping.ts';
import type { Entity } from '../../connector/model.ts';

type File = Record<string, unknown>;
export type Flavour = 'books' | 'lossy' | 'keys' | 'twin';

const head = (entity: Entity, collection: string): File => ({
  entity,
  host: 'simulated',
  collections: [collection],
  id: 'Id',
  version: null,
  create: entity !== 'organisation',
});
const text = (name: string, host: string, more: File = {}): File => ({ name, type: 'text', host, ...more });

const organisation = (): File => ({
  ...head('organisation', 'Org'),
  first: 'theirs',
  fields: [text('name', 'Name', { direction: 'from-host' }), text('taxId', 'Inn', { direction: 'from-host' })],
});

const PARTY: Readonly<Record<Flavour, File[]>> = {
  books: [
    text('name', 'Name'), text('legalName', 'Full'), text('taxId', 'Inn'), text('branchCode', 'Kpp'), text('country', 'Country'),
    text('phone', 'Phone'), text('comment', 'Note'), { name: 'deletionMark', type: 'flag', host: 'Mark', direction: 'from-host' },
  ],
  lossy: [
    text('name', 'Name', { max: 14, long: 'shorten', same: 'folded' }), text('taxId', 'Inn'), text('branchCode', 'Kpp'), text('phone', 'Phone'),
    text('comment', 'Note'), { name: 'active', type: 'flag', host: 'Active' },
  ],
  keys: [text('name', 'Name'), text('taxId', 'Inn'), text('branchCode', 'Kpp'), text('phone', 'Phone')],
  twin: [text('name', 'Name'), text('taxId', 'Inn'), text('branchCode', 'Kpp'), text('phone', 'Phone')],
}; // prettier-ignore

const party = (flavour: Flavour): File => ({
  ...head('counterparty', 'Party'),
  scope: flavour === 'lossy' ? { out: { fields: { country: ['RU'] } } } : {},
  fields: PARTY[flavour],
});

const decimal = (name: string, host: string): File => ({ name, type: 'money', host, scale: 2 });
const VAT = [
  ['none', 'none'],
  ['20', 'v20'],
];
const LINES: Readonly<Record<Flavour, File[]>> = {
  books: [text('text', 'Text'), text('unit', 'Unit'), decimal('quantity', 'Qty'), decimal('price', 'Price'), decimal('discount', 'Disc'), decimal('amount', 'Amount'), { name: 'vatRate', type: 'choice', host: 'Vat', values: VAT }, decimal('vatAmount', 'VatSum')],
  lossy: [text('text', 'Text'), decimal('quantity', 'Qty'), decimal('price', 'Price'), decimal('amount', 'Amount')],
  keys: [text('text', 'Text'), decimal('quantity', 'Qty'), decimal('price', 'Price'), decimal('amount', 'Amount')],
  twin: [text('text', 'Text'), decimal('quantity', 'Qty'), decimal('price', 'Price'), decimal('amount', 'Amount')],
}; // prettier-ignore

const invoice = (flavour: Flavour): File => ({
  ...head('invoice', 'Invoice'),
  fields: [
    { name: 'organisation', type: 'ref', host: 'Org', to: 'organisation', required: true },
    { name: 'counterparty', type: 'ref', host: 'Party', to: 'counterparty', required: true },
    { name: 'date', type: 'dateTime', host: 'Date', precision: flavour === 'lossy' ? 'day' : 'second' },
    text('number', 'Number', flavour === 'books' ? { direction: 'from-host' } : { keep: 'link' }),
    ...(flavour === 'books'
      ? [
          { name: 'posted', type: 'action', host: 'Posted', true: 'post', false: 'unpost' },
          { name: 'state', type: 'choice', host: 'Mark', values: [['issued', false], ['cancelled', true]], direction: 'from-host' }, // prettier-ignore
        ]
      : []),
    { name: 'dueDate', type: 'date', host: 'Due', empty: null },
    text('comment', 'Note'),
    { name: 'vatIncluded', type: 'flag', host: 'Incl' },
    { name: 'lines', type: 'lines', part: 'Rows', number: 'No', identity: ['text'], columns: LINES[flavour] },
    decimal('total', 'Total'),
  ],
});

export const FLAVOUR_FILES = { organisation, counterparty: party, invoice } as const;

const compiled = new Map<string, ReadonlyMap<Entity, Mapping>>();

export function simMappings(flavour: Flavour): ReadonlyMap<Entity, Mapping> {
  const known = compiled.get(flavour);
  if (known) return known;
  const made = new Map<Entity, Mapping>();
  for (const [entity, file] of Object.entries(FLAVOUR_FILES)) {
    const { mapping, findings } = compileMapping(file(flavour), null, { books: flavour === 'books' });
    if (!mapping) throw new Error(JSON.stringify(findings));
    made.set(entity as Entity, mapping);
  }
  compiled.set(flavour, made);
  return made;
}
