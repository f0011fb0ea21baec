/** Codes of the Dynamics platform, in hex as its Web API writes them (hosts/dynamics.md 1.13); its Organization Service says the same as signed numbers. */
import type { HostErrorKind } from './host.ts';

/** How to react, and the text of the catalogue. */
export type Reaction = readonly [HostErrorKind, string];

const CODES: Readonly<Record<string, Reaction>> = {
  '0x80040217': ['refused', 'object-gone'],
  '0x80060891': ['refused', 'object-gone'],
  '0x80060882': ['stale', 'stale'],
  '0x80040237': ['refused', 'key-exists'],
  '0x80060892': ['refused', 'key-exists'],
  '0x80040333': ['refused', 'duplicate-rule'],
  '0x80040220': ['unauthorised', 'privilege-missing'],
  '0x80040231': ['unauthorised', 'privilege-missing'],
  '0x80048405': ['unauthorised', 'privilege-missing'],
  '0x80072560': ['unauthorised', 'user-not-member'],
  '0x80072491': ['not-published', 'tracking-off'],
  '0x80044352': ['cursor-lost', 'cursor-lost'],
  '0x80044331': ['refused', 'text-too-long-there'],
  '0x80041103': ['bad-response', 'property-vanished'],
  '0x80060888': ['bad-response', 'property-vanished'],
  '0x80048408': ['refused', 'state-impossible'],
  '0x80043b1d': ['refused', 'invoice-closed-there'],
  '0x80100000': ['refused', 'invoice-closed-there'],
  '0x80100001': ['refused', 'invoice-closed-there'],
  '0x80048cfb': ['refused', 'currency-there'],
  '0x80048cf6': ['refused', 'currency-there'],
  '0x80048ced': ['refused', 'currency-there'],
  '0x80048cfc': ['refused', 'currency-there'],
  '0x80072322': ['unavailable', 'too-many-requests'],
  '0x80072321': ['unavailable', 'too-many-requests'],
  '0x80072326': ['unavailable', 'too-many-requests'],
  '0x80044151': ['unavailable', 'lock-conflict'],
  '0x80040216': ['unavailable', 'host-exception'],
  '0x80048061': ['refused', 'labels-there-zip'],
  '0x80044249': ['refused', 'labels-there-schema'],
  '0x80044248': ['refused', 'labels-there-organization'],
  '0x80048047': ['refused', 'labels-there-solution'],
  '0x80044195': ['refused', 'labels-there-language'],
  '0x80044199': ['refused', 'labels-there-language'],
  '0x80048026': ['refused', 'labels-there-language'],
  '0x80044247': ['refused', 'labels-there-faults'],
  '0x80044246': ['refused', 'labels-there-faults'],
  '0x80060752': ['refused', 'labels-there-faults'],
};

/** What a code of the platform means, in hex as the Web API writes it; undefined = not one we know. */
export const reactionTo = (code: string): Reaction | undefined => CODES[code];

/** Of one set or one object, however the host is otherwise. */
export const ALONE: ReadonlySet<string> = new Set(['lock-conflict', 'host-exception', 'privilege-missing']);
