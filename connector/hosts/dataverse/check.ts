/** doctor for one organisation: reads a row of everything mapped, writes nothing, touches no feed (hosts/dynamics.md 1.14). */
import type { Source } from '../../../mappings/mapping.ts';
import { HostError, type CheckFinding } from '../host.ts';
import { query } from '../odata-url.ts';
import type { DataverseClient } from './client.ts';
import type { Objects } from './objects.ts';
import { textOf } from '../dynamics-rows.ts';

export async function checkDataverse(
  client: DataverseClient,
  objects: Objects,
  sources: readonly Source[],
): Promise<CheckFinding[]> {
  const findings: CheckFinding[] = [];
  const failed = await asFinding(async () => findings.push(...(await whoAmI(client, objects))), { set: 'WhoAmI' });
  if (failed) return [failed];
  const sets = sources.flatMap((s) => [...s.collections, ...s.rows.map((of) => of.set)]);
  for (const set of sets) findings.push((await asFinding(() => first(client, set), { set })) ?? { code: 'set-read', level: 'ok', detail: { set } }); // prettier-ignore
  for (const set of trackedSets(sources)) findings.push(await tracking(client, set));
  return findings;
}

/** Reached, and as whom; a user who may read what is kept of rivals can be made to leak it by a mistake. */
async function whoAmI(client: DataverseClient, objects: Objects): Promise<CheckFinding[]> {
  const me = await client.json({ method: 'GET', path: 'WhoAmI' }, { set: 'WhoAmI' });
  const reached: CheckFinding = { code: 'reached', level: 'ok', detail: { url: client.url } };
  const [privilege] = await objects.list('privileges', { $select: 'privilegeid', $filter: "name eq 'prvReadCompetitor'" });
  if (!privilege) return [reached];
  const path = `systemusers(${textOf(me['UserId'])})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges`;
  const { RolePrivileges: rights } = await client.json({ method: 'GET', path }, { set: 'RetrieveUserPrivileges' });
  const may = Array.isArray(rights) && rights.some((r: unknown) => JSON.stringify(r).includes(textOf(privilege['privilegeid'])));
  return may ? [reached, { code: 'rival-privilege', level: 'warning', detail: {} }] : [reached];
}

const first = (client: DataverseClient, set: string): Promise<unknown> =>
  client.json({ method: 'GET', path: set + query({ $top: '1' }) }, { set });

const trackedSets = (sources: readonly Source[]): string[] =>
  sources.flatMap((s) => (s.entity === 'counterparty' || s.entity === 'invoice' ? [...s.collections, ...s.rows.map((of) => of.set)] : [])); // prettier-ignore

async function tracking(client: DataverseClient, set: string): Promise<CheckFinding> {
  const path = `EntityDefinitions${query({ $select: 'LogicalName,ChangeTrackingEnabled', $filter: `EntitySetName eq '${set}'` })}`;
  const { value } = await client.json({ method: 'GET', path }, { set });
  const on = Array.isArray(value) && value.some((v: { ChangeTrackingEnabled?: unknown }) => v.ChangeTrackingEnabled === true);
  return on ? { code: 'tracking-on', level: 'ok', detail: { set } } : { code: 'tracking-off', level: 'error', detail: { set } };
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
