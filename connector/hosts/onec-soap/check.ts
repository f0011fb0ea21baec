/** doctor for a web service: reads the WSDL and one page of everything mapped, writes nothing, and says how wide the window is (A17). */
import { HostError, type CheckFinding } from '../host.ts';
import type { Kind, Objects } from './objects.ts';
import type { Service } from './service.ts';
import { takesVersion, type Writes } from './writes.ts';

interface Looking {
  readonly url: string;
  /** Milliseconds. */
  readonly now: () => number;
}

export async function checkService(service: Service, objects: Objects, writes: Writes, kinds: readonly Kind[], looking: Looking): Promise<CheckFinding[]> {
  const failed = await asFinding(() => service.client(), { set: 'WSDL' });
  const findings: CheckFinding[] = [failed ?? { code: 'reached', level: 'ok', detail: { url: looking.url } }];
  if (failed) return findings;
  for (const kind of kinds) findings.push(await checkKind(objects, kind, looking));
  return findings.concat(windows(kinds, writes, findings));
} // prettier-ignore

async function checkKind(objects: Objects, kind: Kind, looking: Looking): Promise<CheckFinding> {
  const set = kind.source.collections[0] ?? '';
  const started = looking.now();
  const failed = await asFinding(() => firstPage(objects, kind), { set });
  return failed ?? { code: 'set-read', level: 'ok', detail: { set, ms: String(looking.now() - started) } };
}

async function firstPage(objects: Objects, kind: Kind): Promise<void> {
  for await (const _page of objects.pages(kind, kind.soap.list, null, { content: false })) return;
}

/** Kinds that are written without the service checking the version: as measured, or as long as one answer took. */
function windows(kinds: readonly Kind[], { window }: Writes, read: readonly CheckFinding[]): CheckFinding[] {
  return kinds.filter(({ soap }) => soap.update && !takesVersion(soap)).map(({ source }) => {
    const set = source.collections[0] ?? '';
    const answered = read.find((f) => f.detail['set'] === set)?.detail['ms'] ?? '0';
    const ms = window.writes > 0 ? String(window.longest) : answered;
    return { code: 'write-window', level: 'warning', detail: { set, ms } };
  });
} // prettier-ignore

async function asFinding(work: () => Promise<unknown>, detail: Record<string, string>): Promise<CheckFinding | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { code: error.code, level: 'error', detail: { ...detail, ...error.at } };
  }
}
