/**
 * The shape of a mapping file. One JSON Schema for editors comes from it (schema.json), every problem is reported at once.
 */
import { z } from 'zod';
import { FIELDS } from '../connector/fields.ts';
import { soapFile } from './soap.ts';

// No code is made from text, and a process starts a tenth sooner: it reads few and small things.
z.config({ jitless: true });

const label = z.object({ ru: z.string(), en: z.string() }).strict().describe('How the form of the host shows the field');
const direction = z.enum(['both', 'from-host', 'to-host', 'create-only']).describe('Which way the field travels');

const common = {
  name: z.string().describe('Canonical field (docs/reference/mapping-format.md)'),
  direction: direction.default('both'),
  policy: z
    .enum(['ask', 'ours', 'theirs'])
    .default('ask')
    .describe('Who wins when both sides changed it; "newer" does not exist'),
  keep: z.literal('link').optional().describe("This host's own value stays on the link, it is never ours"),
  required: z.boolean().default(false).describe('A reference without which the object waits'),
  optional: z.boolean().default(false).describe('The field is left out, aloud, where the host does not have it'),
  whenEmpty: z.string().optional().describe('Written on create when ours is empty'),
  computed: z.literal(true).optional().describe('The host works it out by itself: compared, never sent'),
  label: label.optional(),
};
const host = z.string().describe('Property of the host; "A | B" takes the first that its metadata has');
const scale = z.number().int().min(0).max(10).describe('Digits after the point');
const part = z.string().describe('Tabular part');

const text = z
  .object({
    ...common,
    type: z.literal('text'),
    host,
    max: z.number().int().positive().optional().describe('Characters the host holds'),
    long: z.enum(['reject', 'shorten']).default('reject').describe('A longer text is refused aloud, or cut'),
    same: z.enum(['exact', 'folded']).default('exact').describe('When two texts are equal'),
  })
  .strict();
const decimal = z
  .object({
    ...common,
    type: z.enum(['money', 'decimal']),
    host,
    scale: scale.default(2),
    wire: z.enum(['number', 'text']).default('number').describe('How the host wants it sent'),
    empty: z
      .literal('0')
      .nullable()
      .optional()
      .describe('What an empty one over there means; null: nothing, and none of ours is sent as empty'),
    minus: z.string().optional().describe('Property that is taken off it on reading; such a sum is never sent'),
  })
  .strict();
const date = z
  .object({
    ...common,
    type: z.enum(['date', 'dateTime']),
    host,
    precision: z.enum(['day', 'second']).default('second').describe('What the host keeps of a moment'),
    empty: z.string().nullable().optional().describe('How an empty date is sent'),
    wire: z
      .enum(['local', 'utc', 'day'])
      .default('local')
      .describe('local: no zone. utc: the same wall clock with a Z behind it. day: the day alone'),
  })
  .strict();
const flag = z
  .object({
    ...common,
    type: z.literal('flag'),
    host,
    empty: z.literal(false).optional().describe('What one that nobody set means over there'),
  })
  .strict();
const hostValue = z.union([z.string(), z.boolean(), z.number(), z.null()]);
export const choiceValues = z
  .array(z.tuple([z.union([z.string(), z.boolean(), z.null()]), z.union([hostValue, z.array(hostValue)])]))
  .min(1);
const choice = z
  .object({
    ...common,
    type: z.literal('choice'),
    host: z.union([host, z.array(z.string()).min(1)]).describe('Property, or several that make the value together'),
    values: choiceValues.describe('Rows [our word, value of the host]'),
    empty: z.null().optional().describe('null: that none is chosen is sent as null, not as an empty text'),
  })
  .strict();
const ref = z
  .object({
    ...common,
    type: z.literal('ref'),
    host,
    to: z.string().describe('Entity it refers to'),
    typeValue: z.string().optional().describe('Type name of a composite reference'),
    self: z.boolean().default(false).describe('A reference to the object itself means none'),
    loose: z.boolean().default(false).describe('A target that is not linked holds nothing up'),
    through: z.string().optional().describe('The reference leads to a part of the object: its set'),
    bind: z
      .object({ as: z.string().describe('Its name on writing'), set: z.string().describe('Set it leads to') })
      .strict()
      .optional()
      .describe('Written as "name@odata.bind": "/set(id)", read as another property'),
    brings: z
      .object({ as: z.string(), set: z.string(), table: z.string().describe('Small table: target -> what is written with it') })
      .strict()
      .optional()
      .describe('A second reference that the host wants with this one'),
    without: z.string().optional().describe('Flag that is true where there is no reference'),
    writeIn: z
      .string()
      .optional()
      .describe('In a line: where the target is not there, its name is written into this column instead of waiting for it'),
  })
  .strict();
const lookup = z
  .object({ ...common, type: z.literal('lookup'), host, table: z.string().describe('Name of the small table') })
  .strict();
const lookupFlag = z
  .object({ ...common, type: z.literal('lookupFlag'), host, table: z.string().describe('Name of the small table') })
  .strict();
const action = z
  .object({
    ...common,
    type: z.literal('action'),
    host,
    true: z.enum(['post', 'cancel', 'pay', 'lock']).describe('Action that makes it true'),
    false: z.enum(['unpost', 'reopen', 'unlock']).optional().describe('Action that takes it back'),
  })
  .strict();
const partyKind = z
  .object({
    ...common,
    type: z.literal('partyKind'),
    host,
    company: z.string().describe('Value of the host for a company'),
    person: z.string().describe('Value of the host for a person'),
    soleTrader: z.string().optional().describe('Flag that makes a person a sole trader'),
    country: z
      .object({ host: z.string(), table: z.string(), home: z.string() })
      .strict()
      .describe('Another country than home = foreign'),
  })
  .strict();
const taxNumber = z
  .object({
    ...common,
    name: z.string().default('taxId'),
    type: z.literal('taxNumber'),
    host: host.describe('One property for "ИНН/КПП", ИНН alone, or the number of another country'),
    foreign: z.boolean().default(false).describe('The kind has a field for numbers of other countries: foreignTaxNo'),
    max: z.number().int().positive().default(20).describe('Characters the host holds'),
  })
  .strict();
const rate = z
  .object({
    ...common,
    type: z.literal('rate'),
    host,
    per: z.string().describe('Property of the multiplicity'),
    scale: scale.default(4),
  })
  .strict();
const vatTotal = z.object({ ...common, type: z.literal('vatTotal'), part, column: z.string().describe('Column of it') }).strict();
const splitVat = z
  .object({
    ...common,
    type: z.literal('splitVat'),
    host: host.describe('Tax the host adds to its totals'),
    included: z.string().describe('Property for a tax that the price holds already'),
    scale: scale.default(2),
  })
  .strict();
const lastDate = z.object({ ...common, type: z.literal('lastDate'), part, column: z.string().describe('Column of it') }).strict();
const contacts = z
  .object({
    ...common,
    name: z.string().default('contacts'),
    type: z.literal('contacts'),
    part,
    table: z.string().describe('Small table of the kinds of contact'),
    columns: z.object({ type: z.string(), kind: z.string(), text: z.string(), number: z.string() }).strict(),
    rows: z.array(
      z
        .object({
          name: z.string(),
          type: z.string(),
          kind: z.string(),
          max: z.number().int(),
          repeats: z.array(z.string()).optional(),
          empties: z.array(z.string()).optional(),
          direction: direction.optional(),
          policy: z.enum(['ask', 'ours', 'theirs']).optional(),
          label: label.optional(),
        })
        .strict(),
    ),
  })
  .strict();
const column = z.discriminatedUnion('type', [text, decimal, flag, choice, ref, lookup, splitVat]);
const lines = z
  .object({
    ...common,
    type: z.literal('lines'),
    part,
    number: z.string().optional().describe('Column of the line number'),
    identity: z.array(z.string()).default(['product', 'text']).describe('Columns by which a line is recognised'),
    columns: z.array(column).min(1).describe('One entry a column, of the types above'),
    writable: z.boolean().default(true).describe('May the part be sent'),
    objects: z
      .object({
        set: z.string().describe('Set they live in'),
        id: z.string().describe('Property that identifies a row'),
        version: z.string().describe('Property that changes with every change'),
        head: z.string().describe('Property of a row that names its object'),
        bind: z.string().describe('The same on writing'),
        order: z.string().describe('Property that orders the rows'),
        constants: z.record(z.string(), hostValue).default({}).describe('Written with a new row'),
      })
      .strict()
      .optional()
      .describe('The rows are objects of the host by themselves'),
  })
  .strict();

export const fieldFile = z.discriminatedUnion('type', [
  text,
  decimal,
  date,
  flag,
  choice,
  ref,
  lookup,
  lookupFlag,
  action,
  partyKind,
  taxNumber,
  rate,
  vatTotal,
  lastDate,
  contacts,
  lines,
]);
export type FieldFile = z.infer<typeof fieldFile>;

const words = z.array(z.string()).min(1);
export const scopeFile = z
  .object({
    fields: z.record(z.string(), words).default({}).describe('Canonical field -> the values that pass'),
    host: z.record(z.string(), z.array(hostValue)).default({}).describe('Host property -> the values that pass (inward only)'),
    from: z.iso.date().optional().describe('Only documents of this date and later'),
    table: z.string().optional().describe('Only objects whose id stands in this lookup table'),
    folder: words.optional().describe('Only objects in these folders of the catalogue, or below them'),
  })
  .strict();
export type ScopeFile = z.infer<typeof scopeFile>;

export const lookupFile = z
  .object({
    set: z.string().describe('Set it is read from'),
    key: z.string().default('Ref_Key').describe('Property looked up by'),
    value: z.string().describe('Property, or "A | B"'),
    filter: z.string().optional().describe('OData filter, where not all rows are wanted'),
    values: z.record(z.string(), z.string()).optional().describe('Translates the value read into our word; others are not taken'),
    optional: z.boolean().default(false).describe('The set may be unpublished'),
  })
  .strict();
export type LookupFile = z.infer<typeof lookupFile>;

export const joinFile = z
  .object({
    set: z.string().describe('Set they stand in'),
    on: z.string().optional().describe('A register beside the object: its property that holds our id'),
    via: z.string().optional().describe('A reference of ours: the object it leads to'),
    part: z.string().optional().describe('The reference stands in the rows of this part'),
    type: z.string().optional().describe('Type name, where the reference is composite'),
    take: z.record(z.string(), z.string()).describe('Property there -> property name here'),
    differ: z
      .tuple([z.string(), z.string()])
      .optional()
      .describe('Two properties beside the reference: where they are equal it is not followed, and the first is read as empty'),
    optional: z.boolean().default(false).describe('The reference, or the set, may be missing: what it brings is left out'),
  })
  .strict()
  .refine((j) => (j.on === undefined) !== (j.via === undefined), 'either "on" or "via"');
export type JoinFile = z.infer<typeof joinFile>;

export const mappingFile = z
  .object({
    $schema: z.string().optional().describe('For editors: ../schema.json'),
    entity: z.enum(Object.keys(FIELDS) as [keyof typeof FIELDS, ...(keyof typeof FIELDS)[]]).describe('Our kind of record'),
    host: z.string().describe('Kind of host'),
    collections: z.array(z.string()).min(1).describe('The first is where objects are created'),
    forms: z
      .array(z.string())
      .default([])
      .describe("What the host's own forms call it, where not as the collections: a panel in such a form is opened by it"),
    reader: z
      .enum(['set', 'register', 'settlements', 'settlements-ut', 'closed-periods'])
      .default('set')
      .describe('How the adapter reads it'),
    id: z.string().default('Ref_Key').describe('Property that identifies an object'),
    version: z.string().nullable().default('DataVersion').describe('Property that changes with every change; null = none'),
    only: z.record(z.string(), hostValue).default({}).describe('Objects of the set that are not this entity are passed over'),
    mark: z.string().optional().describe("Property of the books' deletion mark"),
    date: z.string().optional().describe('Property that dates a document; recent ones are swept more often'),
    create: z.boolean().default(false).describe('May objects be created in the host'),
    first: z.enum(['theirs', 'ask']).default('ask').describe('When both sides are filled, never agreed and different'),
    onMark: z.enum(['ask', 'deactivate', 'ignore']).default('ask').describe('What a deletion mark over there leads to'),
    scope: z
      .object({ in: scopeFile.optional(), out: scopeFile.optional() })
      .strict()
      .default({})
      .describe('What is taken over (in) and what may be sent (out)'),
    lookups: z.record(z.string(), lookupFile).default({}).describe('Name -> a small table of the host, read at connection'),
    unproven: z
      .array(z.string())
      .default([])
      .describe('Names ("Set", "Set.Property", "Set.Part.Property") that no base seen so far shows; "mappings check" tells them'),
    alsoReads: z.array(z.string()).default([]).describe('Sets the adapter needs besides, to publish and to check'),
    joins: z.array(joinFile).default([]).describe('Facts of an object that stand elsewhere'),
    crossCheck: z
      .object({ host: z.string(), values: z.record(z.string(), z.enum(['unpaid', 'part', 'paid'])) })
      .strict()
      .optional()
      .describe('A payment state the host keeps by itself: only compared in reconcile'),
    merged: z.string().optional().describe('Property that names the object this one was merged into, if it was'),
    marker: z.string().optional().describe('A host property that may carry our id (none: nothing technical is written)'),
    hostDecides: z.array(z.string()).default([]).describe('Fields, or lines.column, the host may fill or round on the way in'),
    constants: z.record(z.string(), hostValue).default({}).describe('Written on create'),
    copies: z
      .record(z.string(), z.string())
      .default({})
      .describe('Host property written on create with the value of another one'),
    soap: soapFile.optional().describe('Operations of a web service, where the host is one'),
    fields: z.array(fieldFile).min(1).describe('One entry a field; the types are below'),
  })
  .strict();
export type MappingFile = z.infer<typeof mappingFile>;
