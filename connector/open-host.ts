/** A configured host opened: one function a kind, which takes of the configuration what that kind needs. Nothing is asked of the host yet. */
import { dirname, join } from 'node:path';
import type { Config, HostConfig } from './config.ts';
import type {
  BcConfig,
  DataverseConfig,
  EnterpriseDataConfig,
  OnecConfig,
  OnecSoapConfig,
  OrganizationConfig,
} from './config/schema.ts';
import { makeFolder } from './folder.ts';
import { BcHost } from './hosts/bc/index.ts';
import { DataverseHost } from './hosts/dataverse/index.ts';
import { EnterpriseDataHost, SoapExchange, type MirrorDatabase } from './hosts/enterprisedata/index.ts';
import type { Gate } from './hosts/gate.ts';
import type { LiveHost, OnRequest, Traits } from './hosts/host.ts';
import { OnecHost } from './hosts/onec/index.ts';
import { OnecSoapHost } from './hosts/onec-soap/index.ts';
import { OrganizationHost } from './hosts/organization/index.ts';
import { signInOf } from './hosts/organization/sign-ins.ts';
import type { HostId, World } from './model.ts';
import { packOf, soapOf } from './pack-of.ts';
import { openDatabase } from './store/sqlite/driver.ts';

interface Opening {
  readonly traits?: Partial<Traits>;
  readonly gate?: Gate;
  readonly onRequest?: OnRequest;
}

export function openHost(config: Config, id: HostId, world: World, more: Opening = {}): LiveHost {
  const host = config.hosts[id];
  if (!host) throw new Error(`unknown host ${id}`);
  const common = { id, url: host.url, world, pageSize: host.pageSize, timeoutMs: host.timeoutSeconds * 1000, ...more };
  const secret = config.secrets.get(id) ?? '';
  switch (host.kind) {
    case 'onec':
      return openOnec(host, { ...common, password: secret });
    case 'onec-soap':
      return openOnecSoap(host, { ...common, password: secret });
    case 'dataverse':
      return openDataverse(host, { ...common, secret });
    case 'business-central':
      return openBc(host, { ...common, secret });
    case 'organization':
      return openOrganization(host, { ...common, password: secret });
    case 'enterprisedata':
      return openEnterpriseData(config, host, { ...common, password: secret });
  }
}

/** Below this address every request of a host stays: services of 1C have one of their own, and their WSDL beside it. */
export const baseOf = (host: HostConfig | undefined): string =>
  host?.kind === 'onec-soap' ? new URL('.', host.url).href : (host?.url ?? '');

type Common = Opening & { id: HostId; url: string; world: World; pageSize: number; timeoutMs: number };

function openOnec(host: OnecConfig, common: Common & { password: string }): LiveHost {
  const { exchangePlan: plan, user, allowedOnly, recentDays, timeZone = null } = host;
  return new OnecHost({
    ...common,
    user,
    allowedOnly,
    recentDays,
    timeZone,
    exchangePlan: plan ? { plan: plan.plan, node: plan.node ?? null, entities: plan.entities } : null,
  });
}

const MEMORY = ':memory:';

/** Where what the messages of a base told is kept, beside the store: they are told once. */
export const copyFileOf = ({ store: { file } }: Config, id: HostId): string =>
  file === MEMORY ? file : join(dirname(file), `${id}.enterprisedata.db`);

function openEnterpriseData(config: Config, host: EnterpriseDataConfig, common: Common & { password: string }): LiveHost {
  const { user, exchangePlan: plan, peerCode, soap: version, timeZone = null } = host;
  const authorization = `Basic ${Buffer.from(`${user}:${common.password}`, 'utf8').toString('base64')}`;
  const service = new SoapExchange({ ...common, plan, peerCode, version, headers: async () => ({ authorization }) });
  const copy = copyFileOf(config, common.id);
  const database = (): MirrorDatabase => {
    if (copy !== MEMORY) makeFolder(dirname(copy)); // with the store on a server nobody else makes it
    return openDatabase(copy);
  };
  return new EnterpriseDataHost({ ...common, ...host, plan, timeZone, service, database });
}

function openOnecSoap(host: OnecSoapConfig, common: Common & { password: string }): LiveHost {
  const { user, recentDays, soapVersion: version, timeZone = null } = host;
  const wsdl = host.wsdl ?? { url: `${host.url}?wsdl` };
  return new OnecSoapHost({ ...common, user, recentDays, version, timeZone, wsdl, soap: soapOf(packOf(host)) });
}

const openDataverse = ({ tenant, clientId, authority }: DataverseConfig, common: Common & { secret: string }): LiveHost =>
  new DataverseHost({ ...common, tenant, clientId, authority });

const openBc = (host: BcConfig, common: Common & { secret: string }): LiveHost => {
  const { tenant, clientId, authority, company, lineAccount = null, taxCodes, pricesIncludeTax } = host;
  return new BcHost({ ...common, tenant, clientId, authority, company, ways: { lineAccount, taxCodes, pricesIncludeTax } });
};

function openOrganization(host: OrganizationConfig, { password, ...common }: Common & { password: string }): LiveHost {
  const { signIn: way, user, authority = '', clientId = '', timeZone = null, url } = host;
  const signIn = signInOf({ way, host: common.id, user, password, authority, clientId, url, world: common.world, timeoutMs: common.timeoutMs }); // prettier-ignore
  return new OrganizationHost({ ...common, signIn, timeZone });
}
