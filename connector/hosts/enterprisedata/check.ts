/** doctor for one base: is the service there, may we, which format, what was kept that nobody maps. Asks, and takes no message. */
import { HostError, type CheckFinding } from '../host.ts';
import type { Mirror } from './mirror.ts';
import type { ExchangeService } from './service.ts';
import { refusedBy } from './service.ts';

const OURS = '1.0.1.1';

export async function checkExchange(host: string, service: ExchangeService, mirror: Mirror): Promise<CheckFinding[]> {
  const findings: CheckFinding[] = [];
  const failed = await asFinding(async () => {
    const why = await service.test();
    if (why !== null) throw refusedBy(host, why, 'TestConnection');
    findings.push({ code: 'ed-connected', level: 'ok', detail: {} });
  });
  if (failed) return [failed];
  return [...findings, await serviceVersion(service), ...told(mirror)];
}

async function serviceVersion(service: ExchangeService): Promise<CheckFinding> {
  try {
    const versions = await service.versions();
    const known = versions.includes(OURS);
    return { code: known ? 'ed-service-version' : 'ed-service-old', level: known ? 'ok' : 'error', detail: { version: OURS, came: versions.join(', ') } }; // prettier-ignore
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { code: 'ed-versions-unpublished', level: 'warning', detail: {} }; // the exchange itself answers, and that is enough
  }
}

/** What the copy knows. */
function told(mirror: Mirror): CheckFinding[] {
  const [gap, old, window] = [mirror.word('gap'), mirror.word('old'), mirror.number('window')];
  const version = mirror.word('version');
  return [
    { code: version === '' ? 'ed-nothing-yet' : 'ed-format', level: 'ok', detail: { version, number: mirror.word('received') } },
    ...(window === 0 ? [] : [{ code: 'ed-window', level: 'ok', detail: { seconds: String(Math.ceil(window / 1000)) } } as const]),
    ...[...mirror.unknowns()].map(([kind, count]) => ({ code: 'ed-kind-unknown', level: 'warning', detail: { kind, count: String(count) } }) as const), // prettier-ignore
    ...(gap === '' ? [] : [{ code: 'ed-message-gap', level: 'warning', detail: { numbers: gap } } as const]),
    ...(old === '' ? [] : [{ code: 'ed-own-copy-old', level: 'warning', detail: { numbers: old } } as const]),
  ];
}

async function asFinding(work: () => Promise<unknown>): Promise<CheckFinding | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { code: error.code, level: 'error', detail: { ...error.at } };
  }
}
