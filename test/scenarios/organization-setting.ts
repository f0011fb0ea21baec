/** The stage of Dynamics with its other door: a server on the premises, over its Organization Service. */
import { startFakeOrganization, type FakeOrganization } from '../hosts/organization/fake.ts';
import { crmStage, stageOf, type CrmFake, type CrmSetting, type CrmWishes, type Door } from './dataverse-setting.ts';

const SERVICE: Door<FakeOrganization> = {
  start: (options, wishes) => startFakeOrganization({ ...options, ...wishes.organization }),
  lines: ({ url, user, doors, authority, clientId }) => ({
    kind: 'organization', url, signIn: doors.kind, user, password: { env: 'SECRET' }, ...(doors.kind === 'adfs' ? { authority, clientId } : {}),
  }), // prettier-ignore
};

export type OrganizationSetting = CrmSetting<FakeOrganization>;
export const organizationStage = (): ((wishes?: CrmWishes) => Promise<OrganizationSetting>) => stageOf(SERVICE);

/** Both doors, for what must hold behind either. */
export const DOORS: Readonly<Record<string, () => (wishes?: CrmWishes) => Promise<CrmSetting<CrmFake>>>> = {
  Dynamics: crmStage,
  'Dynamics on the premises': organizationStage,
};
