/** What a fault of a 1C web service means: by the words of the mapping, then by what 1C itself says (hosts/1c.md 2.10, 5.1). */
import type { FaultKind } from '../../../mappings/soap.ts';
import type { HostId } from '../../model.ts';
import { HostError, type HostErrorKind } from '../host.ts';
import { CLOSED, INTERNAL, LOCK, sentenceOf } from '../onec-words.ts';
import type { SoapFault } from '../soap/index.ts';

const MEANS: Readonly<Record<FaultKind, readonly [HostErrorKind, string]>> = {
  stale: ['stale', 'stale'],
  gone: ['refused', 'object-gone'],
  exists: ['refused', 'key-exists'],
  locked: ['unavailable', 'lock-conflict'],
  closed: ['refused', 'period-closed'],
  'no-right': ['unauthorised', 'no-right'],
};

/** @param faults words of the mapping -> what they mean; the first that stands in the text counts */
export function faultError(fault: SoapFault, faults: Readonly<Record<string, FaultKind>>, host: HostId, at: Readonly<Record<string, string>>): HostError {
  const [kind, code] = meaning(fault.text, faults);
  return new HostError(kind, host, { code, status: fault.status, at, alone: true, sentence: sentence(fault.text) });
} // prettier-ignore

function meaning(text: string, faults: Readonly<Record<string, FaultKind>>): readonly [HostErrorKind, string] {
  const word = Object.keys(faults).find((w) => text.includes(w));
  const named = word === undefined ? undefined : faults[word];
  if (named !== undefined) return MEANS[named];
  if (LOCK.test(text)) return MEANS.locked;
  if (CLOSED.test(text)) return MEANS.closed;
  return ['refused', INTERNAL.test(text) ? 'host-internal' : 'host-refused'];
}

/** 1C says it twice, with "по причине:" between; the last one says most, and modules with their lines are for programmers. */
const sentence = (text: string): string => sentenceOf(text.split('по причине:').at(-1) ?? text) || sentenceOf(text);
