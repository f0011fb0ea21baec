/** The header of a message: who to whom, its number, what it confirms, what both sides can speak (hosts/1c.md 5.3). */
import { BadMessage } from './bad-message.ts';
import { MESSAGE_NAMESPACE, NAMESPACE, VERSIONS, type Format } from './formats.ts';
import { child, elements, nameOf, textAt, textOf, type Tree } from './tree.ts';
import { xmlOf } from './write.ts';

export interface Header {
  /** Version of the body; null = there is no body to speak of, as in a first message. */
  readonly version: string | null;
  readonly plan: string;
  readonly to: string;
  readonly from: string;
  readonly messageNo: number;
  /** The highest number of ours they have taken. */
  readonly receivedNo: number;
  readonly versions: readonly string[];
  /** Kind of object -> does the other side send it, does it take it; null where it says nothing. */
  readonly kinds: readonly Kind[] | null;
}

export interface Kind {
  readonly name: string;
  readonly sends: boolean;
  readonly takes: boolean;
}

/** Throws BadMessage: without numbers nobody can tell what was sent already. */
export function parseHeader(tree: Tree): Header {
  const said = (path: string): string => textAt(tree, path).trim();
  const format = said('Format');
  if (format !== NAMESPACE && !format.startsWith(`${NAMESPACE}/`))
    throw new BadMessage('ed-format-foreign', { came: format.slice(0, 120) });
  return {
    version: format === NAMESPACE ? null : format.slice(NAMESPACE.length + 1),
    plan: said('Confirmation/ExchangePlan'),
    to: said('Confirmation/To'),
    from: said('Confirmation/From'),
    messageNo: numberOf(said('Confirmation/MessageNo'), 'MessageNo'),
    receivedNo: numberOf(said('Confirmation/ReceivedNo'), 'ReceivedNo'),
    versions: elements(tree).filter((t) => nameOf(t) === 'AvailableVersion').map((t) => textOf(t).trim()), // prettier-ignore
    kinds: kindsOf(child(tree, 'AvailableObjectTypes')),
  };
}

function numberOf(text: string, name: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new BadMessage('ed-header-broken', { property: name });
  return Number(text);
}

const kindsOf = (types: Tree | undefined): Kind[] | null =>
  types === undefined
    ? null
    : elements(types).map((t) => ({
        name: textAt(t, 'Name').trim(),
        sends: textAt(t, 'Sending').trim() !== '',
        takes: textAt(t, 'Receiving').trim() !== '',
      }));

export interface Outgoing {
  readonly format: Format;
  readonly plan: string;
  readonly to: string;
  readonly from: string;
  readonly prefix: string;
  readonly messageNo: number;
  readonly receivedNo: number;
  /** YYYY-MM-DDThh:mm:ss */
  readonly createdAt: string;
  /** Kinds we send and take. */
  readonly kinds: readonly string[];
}

const leaf = (name: string, content: string): Tree => [name, content];

/** A whole message: header, then objects in the order given (already checked). With the mark 1C expects at the start of the file. */
export function messageXml(o: Outgoing, objects: readonly Tree[]): string {
  const body = objects.map((tree) => xmlOf(tree)).join('');
  const header = xmlOf(['Header', headerOf(o)], 'msg:');
  return `\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<Message xmlns:msg="${MESSAGE_NAMESPACE}" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${header}<Body xmlns="${o.format.namespace}">${body}</Body></Message>`;
}

const headerOf = (o: Outgoing): Tree[] => [
  leaf('Format', o.format.namespace),
  leaf('CreationDate', o.createdAt),
  ['Confirmation', [leaf('ExchangePlan', o.plan), leaf('To', o.to), leaf('From', o.from), leaf('MessageNo', String(o.messageNo)), leaf('ReceivedNo', String(o.receivedNo))]], // prettier-ignore
  ...[...VERSIONS].reverse().map((v) => leaf('AvailableVersion', v)),
  [
    'AvailableObjectTypes',
    o.kinds.map((kind): Tree => ['ObjectType', [leaf('Name', kind), leaf('Sending', '*'), leaf('Receiving', '*')]]),
  ],
  leaf('Prefix', o.prefix),
];
