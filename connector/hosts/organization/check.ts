/** doctor for one organisation: reads a row of everything mapped, writes nothing, touches no feed (hosts/dynamics.md 1.14). */
import type { Source } from '../../../mappings/mapping.ts';
import type { World } from '../../model.ts';
import { HostError, type CheckFinding, type Traits } from '../host.ts';
import type { OrganizationClient } from './client.ts';
import { fetchXml } from './fetch.ts';
import { logicalName, NS } from './names.ts';
import type { Objects } from './objects.ts';
import { pair } from './requests.ts';
import { listAt, textAt } from './xml.ts';

export interface Checked {
  readonly client: OrganizationClient;
  readonly objects: Objects;
  readonly sources: readonly Source[];
  readonly traits: Traits;
  readonly world: Pick<World, 'now'>;
}

export async function checkOrganization(c: Checked): Promise<CheckFinding[]> {
  const findings: CheckFinding[] = [];
  const failed = await asFinding(async () => findings.push(...(await reached(c))), { set: 'WhoAmI' });
  if (failed) return [failed];
  const sets = c.sources.flatMap((s) => [...s.collections, ...s.rows.map((of) => of.set)]);
  for (const set of sets) findings.push((await asFinding(() => first(c.client, set), { set })) ?? { code: 'set-read', level: 'ok', detail: { set } }); // prettier-ignore
  return findings;
}

async function reached({ client, objects, traits, world }: Checked): Promise<CheckFinding[]> {
  const began = world.now().getTime();
  const me = await client.execute({ name: 'WhoAmI', parameters: '', at: { set: 'WhoAmI' } });
  const ms = world.now().getTime() - began;
  const found: CheckFinding[] = [{ code: 'organization-reached', level: 'ok', detail: { url: client.url, release: await client.release() } }]; // prettier-ignore
  if (traits.conditional === 'no' || !(await client.isModern())) found.push({ code: 'version-window', level: 'warning', detail: { ms: String(2 * ms) } }); // prettier-ignore
  const mayRead = await mayReadRivals(client, objects, textAt(me.get('UserId') ?? null));
  return mayRead ? [...found, { code: 'rival-privilege', level: 'warning', detail: {} }] : found;
}

/** A user who may read what is kept of rivals can be made to leak it by a mistake. */
async function mayReadRivals(client: OrganizationClient, objects: Objects, user: string): Promise<boolean> {
  const columns = { set: 'privileges', id: 'privilegeid', properties: ['privilegeid'] };
  const named = { attribute: 'name', operator: 'eq', values: ['prvReadCompetitor'] } as const;
  const { entities } = await client.page(fetchXml(objects.question(columns, [named], 1)), 'privileges');
  const privilege = textAt(entities[0], 'Id').toLowerCase();
  if (privilege === '') return false;
  const parameters = pair('UserId', 'g:guid', NS.serialization, user);
  const found = await client.execute({ name: 'RetrieveUserPrivileges', parameters, at: { set: 'RetrieveUserPrivileges' } });
  return listAt(found.get('RolePrivileges') ?? null, 'RolePrivilege').some((r) => textAt(r, 'PrivilegeId').toLowerCase() === privilege); // prettier-ignore
}

const first = (client: OrganizationClient, set: string): Promise<unknown> =>
  client.page(fetchXml({ table: logicalName(set), columns: [], order: { by: `${logicalName(set)}id` }, size: 1 }), set);

async function asFinding(work: () => Promise<unknown>, detail: Record<string, string>): Promise<CheckFinding | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { code: error.code, level: 'error', detail: { ...detail, ...error.at } };
  }
}
