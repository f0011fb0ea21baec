/** How a web service is asked for one kind of record: names of operations, what is sent with them, where the answer holds what. */
import { z } from 'zod';

const send = z
  .record(z.string(), z.string())
  .default({})
  .describe(
    'Argument, or an element inside one ("Ключи/Ид") -> what is sent: a text as it is, or $after (last key of the page before), $skip, $count, $since (date), $ids, $id, $version, $object (the whole object), $where.PROPERTY, $from.PROPERTY, $to.PROPERTY',
  );
const operation = z.string().min(1).describe('Name of the operation, as the WSDL spells it');
const rows = z.string().describe('Path of elements to the objects of the answer, e.g. "return/Строка"');

const listing = z
  .object({
    operation,
    send,
    rows,
    total: z.string().optional().describe('Path to how many there are; without it nothing is ever taken for deleted'),
    end: z.string().optional().describe('Path to a flag that says that this page is the last'),
  })
  .strict();
const reading = z.object({ operation, send, rows }).strict();
const doing = z.object({ operation, send, rows: rows.optional() }).strict();

export const FAULTS = ['stale', 'gone', 'exists', 'locked', 'closed', 'no-right'] as const;

export const soapFile = z
  .object({
    list: listing.describe('Everything, page by page'),
    versions: listing.optional().describe('The same with keys and versions alone'),
    recent: listing.optional().describe('Documents from $since on, with content or with keys and versions alone'),
    read: reading.optional().describe('Objects by key ($id, or $ids for many); without it the list is searched'),
    find: reading.optional().describe('Objects by what they are told by; without it the list is searched'),
    create: reading.optional().describe('Makes one and answers with it'),
    update: reading
      .optional()
      .describe('Writes one and answers with it; with $version the service refuses another one by itself'),
    post: doing.optional(),
    unpost: doing.optional(),
    faults: z.record(z.string(), z.enum(FAULTS)).default({}).describe('A word in the text of a fault -> what it means'),
  })
  .strict();
export type SoapFile = z.infer<typeof soapFile>;
export type SoapOperation = z.infer<typeof doing>;
export type SoapListing = z.infer<typeof listing>;
export type FaultKind = (typeof FAULTS)[number];

/** Every operation a kind is asked by. */
export const operationsIn = (file: SoapFile): readonly SoapOperation[] =>
  [file.list, file.versions, file.recent, file.read, file.find, file.create, file.update, file.post, file.unpost].flatMap((o) => o ?? []); // prettier-ignore

/** Under this name an operation stands among the sets of a service, its arguments among their properties. */
export const operationSet = (operation: string): string => `ws:${operation}`;
