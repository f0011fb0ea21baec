/** Who asks, as the token says it. Every API call checks role, scope and widget against this, on the server. */
import type { Response } from 'express';
import type { Lang } from '../errors.ts';
import type { Role } from '../roles.ts';
import type { Widget } from './contract/embed.ts';
import type { Owners } from './owners.ts';

export interface Principal {
  /** The client (embedding host) the token was made for. */
  readonly client: string;
  /** `{client}:{user id in the host}`; stands in the journal as who did it. */
  readonly actor: string;
  readonly name: string;
  readonly roles: ReadonlySet<Role>;
  /** Their group here; null = none. */
  readonly team: string | null;
  /** An accountant who may read what never leaves. */
  readonly granted: boolean;
  /** Whose counterparties they see. */
  readonly owners: Owners;
  /** Objects the token covers; '*' only for clients that may. */
  readonly scope: '*' | ReadonlySet<string>;
  readonly widgets: ReadonlySet<Widget>;
  /** Of messages: what the token asked for, else English. */
  readonly lang: Lang;
  readonly locale: string;
  readonly timeZone: string;
}

/** Set by the authentication middleware, read by every handler. */
export const principalOf = (res: Response<unknown, { principal?: Principal }>): Principal => {
  const { principal } = res.locals;
  if (!principal) throw new Error('no principal: the route is not behind authentication');
  return principal;
};
