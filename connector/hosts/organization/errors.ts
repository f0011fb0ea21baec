/**
 * What a fault of the service means: the codes of the Web API as signed numbers (hosts/dynamics.md 1.13, 3). A fault without its detail is
 * a crash over there, and whether a write was carried out is then not known.
 */
import type { HostId } from '../../model.ts';
import { sentenceOf } from '../answers.ts';
import { ALONE, reactionTo, type Reaction } from '../dynamics-codes.ts';
import { HostError } from '../host.ts';
import type { SoapFault } from '../soap/index.ts';
import { at, pairsAt, textAt } from './xml.ts';

export interface AskedFor {
  readonly host: HostId;
  readonly write: boolean;
  /** For messages: the set, the object. Never a value. */
  readonly at: Readonly<Record<string, string>>;
}

/** What only this door says. */
const OWN: Readonly<Record<string, Reaction>> = {
  '0x80041102': ['not-published', 'table-absent'],
  '0x80041101': ['bad-response', 'not-understood'],
  '0x80041129': ['bad-response', 'not-understood'],
  '0x80040800': ['not-published', 'message-absent'],
  '0x80040204': ['unauthorised', 'user-not-member'],
};

/** The version of an object cannot be checked there: of its table nobody switched it on. */
export const NO_VERSION_CHECK = 'version-check-off';
const CHECK_OFF = '0x8006088d';

export function faultError(fault: SoapFault, asked: AskedFor): HostError {
  const detail = at(fault.detail, 'OrganizationServiceFault');
  const code = hexOf(textAt(detail, 'ErrorCode'));
  const [kind, text] = code === CHECK_OFF ? (['refused', NO_VERSION_CHECK] as const) : meaning(code, detail !== undefined);
  const wait = waitOf(detail);
  return new HostError(kind, asked.host, {
    code: text,
    status: fault.status,
    at: { ...asked.at, ...(code === '' ? {} : { number: code }) },
    outcome: asked.write && (code === '' || code === TIMED_OUT || code === UNEXPECTED) ? 'unknown' : 'not-sent',
    ...(ALONE.has(text) || kind === 'refused' ? { alone: true } : {}),
    ...(wait === null ? {} : { retryAfterMs: wait }),
    sentence: sentenceOf(textAt(detail, 'Message') || fault.text),
  });
}

const TIMED_OUT = '0x80044151';
const UNEXPECTED = '0x80040216';

function meaning(code: string, hasDetail: boolean): Reaction {
  const known = OWN[code] ?? reactionTo(code);
  if (known) return known;
  return hasDetail ? ['refused', 'host-refused'] : ['unavailable', 'host-exception'];
}

/** -2147220969 -> 0x80040217 */
const hexOf = (signed: string): string =>
  /^-?\d+$/.test(signed) ? `0x${(Number(signed) >>> 0).toString(16).padStart(8, '0')}` : '';

/** The limiter says for how long, as a time span: PT1M5S, or 00:01:05. */
function waitOf(detail: ReturnType<typeof at>): number | null {
  const said = textAt(pairsAt(detail, 'ErrorDetails').get('Retry-After') ?? null);
  const [, h = '0', m = '0', s = '0'] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(said) ?? /^(\d+):(\d+):([\d.]+)$/.exec(said) ?? []; // prettier-ignore
  return said === '' ? null : Math.min(600_000, (Number(h) * 3600 + Number(m) * 60 + Number(s)) * 1000);
}
