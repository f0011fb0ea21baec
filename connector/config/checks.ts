/** What one key cannot say alone: hosts and fields that must exist, one home for each fact. Works on half-right values too. */
import { z } from 'zod';
import type { ConfigText, Wrong } from './text.ts';
import type { ConfigProblemCode } from '../errors.ts';
import { fieldNames } from '../packs.ts';
import { isTaxId } from '../party.ts';
import { isPrivateName, isPrivateThere } from '../../mappings/private-words.ts';

const mapping = z.object({ fields: z.record(z.string(), z.unknown()).catch({}) }).catch({ fields: {} });
const follows = z.object({ home: z.string(), entities: z.array(z.string()).catch(['counterparty', 'partner', 'invoice']) });
const host = z
  .object({
    kind: z.string().catch(''),
    profile: z.string().catch(''),
    url: z.string().catch(''),
    company: z.string().catch(''),
    exchangePlan: z.string().catch(''),
    peerCode: z.string().catch(''),
    follows: follows.nullable().catch(null),
    clientId: z.string().catch(''),
    labels: z
      .object({ clientId: z.string().catch('') })
      .optional()
      .catch(undefined),
    mappings: z.record(z.string(), mapping).catch({}),
  })
  .catch({
    kind: '',
    profile: '',
    url: '',
    company: '',
    exchangePlan: '',
    peerCode: '',
    follows: null,
    clientId: '',
    mappings: {},
  });
const names = z
  .object({ hosts: z.record(z.string(), host).catch({}), issueIn: z.record(z.string(), z.string().catch('')).catch({}) })
  .catch({ hosts: {}, issueIn: {} });
type Names = z.infer<typeof names>;

export function checkTogether(text: ConfigText): Wrong[] {
  const read = names.parse(text.value);
  return [
    ...homes(text, read),
    ...followers(text, read),
    ...fields(text, read),
    ...administrators(text, read),
    ...twins(text, read),
  ];
}

/** An invoice is created where `issueIn` says, so that host must be there and may not be a mere follower. */
function homes(text: ConfigText, { hosts, issueIn }: Names): Wrong[] {
  return Object.entries(issueIn).flatMap(([organisation, name]) => {
    const path = ['issueIn', organisation];
    const there = hosts[name];
    if (organisation !== '*' && !isTaxId(organisation)) return [text.at(path, 'not-an-organisation')];
    if (name === '') return [];
    if (!there) return [text.at(path, 'unknown-host', { host: name })];
    return there.follows?.entities.includes('invoice') ? [text.at(path, 'home-follows', { host: name })] : [];
  });
}

function followers(text: ConfigText, { hosts }: Names): Wrong[] {
  return Object.entries(hosts).flatMap(([name, { follows: own }]) => {
    if (!own) return [];
    const path = ['hosts', name, 'follows', 'home'];
    const home = hosts[own.home];
    if (!home || own.home === name) return [text.at(path, 'unknown-host', { host: own.home })];
    const both = own.entities.some((e) => home.follows?.entities.includes(e));
    return both ? [text.at(path, 'home-follows', { host: own.home })] : [];
  });
}

/** The account of the sync has no right to labels, and shall get none. */
function administrators(text: ConfigText, { hosts }: Names): Wrong[] {
  return Object.entries(hosts).flatMap(([name, { clientId, labels }]) =>
    labels && clientId !== '' && labels.clientId.toLowerCase() === clientId.toLowerCase()
      ? [text.at(['hosts', name, 'labels', 'clientId'], 'labels-own-sign-in')]
      : [],
  );
}

/** Attached twice, every object of a base would be there twice. Companies and exchanges share an address and are bases of their own. */
function twins(text: ConfigText, { hosts }: Names): Wrong[] {
  const met = new Map<string, string>();
  return Object.entries(hosts).flatMap(([name, { kind, url, company, exchangePlan, peerCode }]) => {
    if (!URL.canParse(url)) return [];
    const base = JSON.stringify([kind, new URL(url).href.replace(/\/+$/, ''), company, exchangePlan, peerCode]);
    const first = met.get(base);
    if (first === undefined) met.set(base, name);
    return first === undefined ? [] : [text.at(['hosts', name, 'url'], 'same-base', { host: first })];
  });
}

const override = z.object({ host: z.string().catch('') }).catch({ host: '' });
const hostOf = (change: unknown): string => override.parse(change).host;

/** Kinds of hosts with a pack of their own, whatever the profile. */
const PACK_OF: Readonly<Record<string, string>> = {
  dataverse: 'dataverse',
  'business-central': 'business-central',
  organization: 'dynamics-ce',
};

/** A mistaken field name would change nothing, in silence; one of the private store would let out what must stay. */
function fields(text: ConfigText, { hosts }: Names): Wrong[] {
  return Object.entries(hosts).flatMap(([name, { kind, profile, mappings }]) =>
    Object.entries(mappings).flatMap(([entity, { fields: changed }]) => {
      const known = fieldNames(PACK_OF[kind] ?? `onec-${profile}`, entity);
      if (known === null) return [];
      const at = (f: string, word: ConfigProblemCode): Wrong =>
        text.at(['hosts', name, 'mappings', entity, 'fields', f], word, { field: f, entity });
      const unknown = Object.keys(changed).filter((f) => !known.includes(f));
      const leading = Object.entries(changed).filter(([f, c]) => known.includes(f) && isPrivateThere(hostOf(c)));
      return [
        ...unknown.map((f) => at(f, isPrivateName(f) ? 'private-field' : 'unknown-field')),
        ...leading.map(([f]) => at(f, 'private-field')),
      ];
    }),
  );
}
