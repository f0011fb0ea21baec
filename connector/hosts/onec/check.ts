/** doctor for one infobase: reads a row of everything mapped, writes nothing, touches no feed (P1, hosts/1c.md 9). */
import type { Source } from '../../../mappings/mapping.ts';
import { HostError, type CheckFinding } from '../host.ts';
import type { OnecClient } from './client.ts';
import type { Objects } from './objects.ts';

export async function checkOnec(
  client: OnecClient,
  objects: Objects,
  sources: readonly Source[],
  plan: string | null,
): Promise<CheckFinding[]> {
  const findings: CheckFinding[] = [];
  const service = await asFinding(() => client.json({ method: 'GET', path: '?$format=json' }), { set: 'service' });
  findings.push(service ?? { code: 'reached', level: 'ok', detail: { url: client.url } });
  if (service) return findings;
  for (const source of sources) for (const set of source.collections) findings.push(await checkSet(objects, source, set));
  if (plan !== null)
    findings.push(
      (await asFinding(() => objects.list(plan, { $top: '2' }), { set: plan })) ?? {
        code: 'plan-found',
        level: 'ok',
        detail: { set: plan },
      },
    );
  findings.push({ code: client.sessions === 'works' ? 'session-works' : 'session-no-effect', level: 'ok', detail: {} });
  return findings;
}

async function checkSet(objects: Objects, source: Source, set: string): Promise<CheckFinding> {
  if (source.reader.startsWith('settlements')) return { code: 'set-read', level: 'ok', detail: { set } };
  const failed = await asFinding(() => objects.list(set, { $top: '1' }), { set });
  return failed ?? { code: 'set-read', level: 'ok', detail: { set } };
}

async function asFinding(work: () => Promise<unknown>, detail: Record<string, string>): Promise<CheckFinding | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { code: error.code, level: 'error', detail: { ...detail, ...error.at } };
  }
}
