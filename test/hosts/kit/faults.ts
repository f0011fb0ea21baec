import type { Random } from './random.ts';

/**
 * Faults a fake host can be told to make. Each name holds one rule, several rules, or a plain number:
 * for `delay` and `slowFirst` milliseconds, for the others a probability (below 1) or how many requests to hit (1 and more).
 */
export const faultNames = [
  'delay', // answer later by `ms`
  'slowFirst', // only the first request since the start (or since this fault was set) waits `ms`
  'hang', // never answer
  'dropBefore', // cut the connection before doing anything
  'dropAfter', // do the work, then cut the connection: the answer is lost
  'cutBody', // send headers and half of the body, then cut
  'truncatedJson', // 200 with half a body and a Content-Length that fits it
  'html200', // an HTML page with status 200
  'html500', // an HTML page with status 500
  'status', // a web server's page with `status`, and `retryAfter` seconds if given
  'lockConflict', // the host's transient "record is locked" answer
  'exclusive', // the whole base is closed: every request gets an HTML 5xx
  'appException', // the application server's own JSON exception
] as const;
export type FaultName = (typeof faultNames)[number];

export interface FaultRule {
  /** Hit this many requests, then stop. Absent: no limit. */
  next?: number;
  /** Let this many fitting requests through first. */
  after?: number;
  /** Hit with this probability, decided by the fake's seed. */
  probability?: number;
  method?: string;
  /** A piece of the decoded path. */
  path?: string;
  /** A piece of the body: operations of a web service have one address. */
  body?: string;
  ms?: number;
  status?: number;
  retryAfter?: number;
  /** So many seconds more with every hit: who goes on asking waits longer. */
  grows?: number;
}
export type Faults = Partial<Record<FaultName, FaultRule | readonly FaultRule[] | number>>;

export interface Hit {
  name: FaultName;
  rule: FaultRule;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

/** Decides which faults hit one request, and counts them down. Rules live in `faults`, so tests change them at any time. */
export function hitFaults(faults: Faults, request: Asked, random: Random): Hit[] {
  const hits: Hit[] = [];
  for (const name of faultNames) {
    const rule = rulesOf(faults, name).find((r) => fits(r, request) && isDue(r, random));
    if (!rule) continue;
    hits.push({ name, rule: { ...rule } });
    if (rule.grows !== undefined) rule.retryAfter = (rule.retryAfter ?? 1) + rule.grows;
  }
  return hits;
}

function rulesOf(faults: Faults, name: FaultName): FaultRule[] {
  const given = faults[name];
  if (given === undefined) return [];
  const rules =
    typeof given === 'number' ? [fromNumber(name, given)] : Array.isArray(given) ? (given as FaultRule[]) : [given as FaultRule];
  faults[name] = rules; // counting down happens in the rule itself
  return rules;
}

function fromNumber(name: FaultName, value: number): FaultRule {
  if (name === 'delay') return { ms: value };
  if (name === 'slowFirst') return { ms: value, next: 1 };
  return value < 1 ? { probability: value } : { next: value };
}

function fits(rule: FaultRule, request: Asked): boolean {
  if (rule.method !== undefined && rule.method !== request.method) return false;
  if (rule.body !== undefined && request.body?.includes(rule.body) !== true) return false;
  return rule.path === undefined || request.path.includes(rule.path);
}

function isDue(rule: FaultRule, random: Random): boolean {
  if (rule.next !== undefined && rule.next <= 0) return false;
  if (rule.after !== undefined && rule.after > 0) {
    rule.after--;
    return false;
  }
  if (rule.probability !== undefined && !random.chance(rule.probability)) return false;
  if (rule.next !== undefined) rule.next--;
  return true;
}

/** `name=value` of a command line: a number, or a rule as JSON. */
export function parseFault(text: string): Faults {
  const at = text.indexOf('=');
  const name = faultNames.find((known) => known === text.slice(0, at));
  if (name === undefined) throw new Error(`unknown fault in "${text}"; known: ${faultNames.join(', ')}`);
  return { [name]: JSON.parse(text.slice(at + 1)) as FaultRule | number };
}
