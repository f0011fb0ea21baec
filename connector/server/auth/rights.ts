/** The one table role -> rights, and whether a token covers what is asked for. Every API call goes through here. */
import { ApiError } from '../api-error.ts';
import type { Role } from '../../roles.ts';
import type { Widget } from '../contract/embed.ts';
import type { Principal } from '../principal.ts';

export type Right =
  | 'counterparty.read' | 'invoices.read' | 'products.read' | 'problems.read' | 'sync.read' | 'plan.read'
  | 'invoices.create' | 'invoices.issue' | 'invoices.edit' | 'invoices.propose' | 'invoices.retry'
  | 'problems.answer' | 'problems.bulk' | 'proposals.decide' | 'links.make'
  | 'sync.retry' | 'plan.make' | 'plan.accept'
  | 'rivals.read' | 'rivals.write' | 'notes.read' | 'notes.write'
  | 'translations.manage'; // prettier-ignore

const READ: readonly Right[] = ['counterparty.read', 'invoices.read'];
const SALES: readonly Right[] = [...READ, 'products.read', 'problems.read', 'invoices.create', 'invoices.issue', 'invoices.edit', 'invoices.propose']; // prettier-ignore
const ANSWER: readonly Right[] = ['problems.read', 'problems.answer', 'problems.bulk', 'links.make', 'invoices.retry'];
const SYNC: readonly Right[] = ['sync.read', 'sync.retry', 'plan.read', 'plan.make', 'plan.accept'];
/** What never leaves (private/rights.ts): not for whoever audits, and for accountants only where it was granted. */
const PRIVATE: readonly Right[] = ['rivals.read', 'rivals.write', 'notes.read', 'notes.write'];
const ALL: readonly Right[] = [...new Set([...SALES, ...ANSWER, ...SYNC, 'proposals.decide' as const])];

const RIGHTS: Readonly<Record<Role, ReadonlySet<Right>>> = {
  operator: new Set([...READ, 'rivals.read', 'notes.read']),
  sales: new Set([...SALES, ...PRIVATE]),
  lead: new Set([...SALES, ...PRIVATE, ...ANSWER]),
  accountant: new Set([...READ, 'products.read', 'invoices.edit', ...ANSWER, 'proposals.decide', ...SYNC]),
  admin: new Set([...ALL, ...PRIVATE, 'translations.manage']),
  auditor: new Set(ALL.filter((right) => right.endsWith('.read'))),
};

/** What a role must be allowed for its token to name the widget at all. */
const WIDGET_RIGHT: Readonly<Record<Widget, Right>> = {
  counterparty: 'counterparty.read',
  invoices: 'invoices.read',
  problems: 'problems.read',
  matching: 'problems.read',
  sync: 'sync.read',
  prices: 'rivals.read',
  notes: 'notes.read',
  translations: 'translations.manage',
};

export const hasRight = (roles: Iterable<Role>, right: Right): boolean => [...roles].some((role) => RIGHTS[role].has(right));
export const maySee = (who: Holder, widget: Widget): boolean => holds(who, WIDGET_RIGHT[widget]);

type Holder = Pick<Principal, 'roles' | 'granted'>;
/** Rights of the roles, and what was granted to one person: an accountant then reads what never leaves. */
const holds = ({ roles, granted }: Holder, right: Right): boolean =>
  hasRight(roles, right) || (granted && (right === 'rivals.read' || right === 'notes.read') && roles.has('accountant'));

export interface Asked {
  /** The widgets that make this call; the token must name one of them. */
  readonly widget: Widget | readonly Widget[];
  /** The object by any of its names; null = no single object, which only the scope "*" covers. */
  readonly entity: string | readonly string[] | null;
}

/** Role, widget and scope at once. */
export const allow = (principal: Principal, right: Right, { widget, entity }: Asked): boolean =>
  holds(principal, right) && names(principal, widget) && covers(principal, entity);

const names = ({ widgets }: Principal, asked: Widget | readonly Widget[]): boolean =>
  [asked].flat().some((widget) => widgets.has(widget));

const covers = ({ scope }: Principal, entity: Asked['entity']): boolean =>
  scope === '*' || (entity !== null && [entity].flat().some((name) => scope.has(name)));

/** Refuses with the same words whether or not there is such an object. */
export function demand(principal: Principal, right: Right, asked: Asked): void {
  if (!allow(principal, right, asked)) throw new ApiError(403, 'not-allowed');
}
