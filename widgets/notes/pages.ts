/** Notes as asked for: words, topic, mine or the team's, how many. */
import { useState } from 'preact/hooks';
import type { NotesAnswer } from '../../connector/server/contract/notes.ts';
import { type Resource, useKept, useResource, useSidebook } from '../runtime/index.ts';

interface Asked {
  readonly whose: 'mine' | 'team';
  readonly search: string;
  readonly kind: string;
  readonly limit: number;
  readonly after: string;
}
const FEW = 10;
const MANY = 50;
const START: Asked = { whose: 'mine', search: '', kind: '', limit: FEW, after: '' };

export interface Listing {
  readonly of: Resource<NotesAnswer>;
  readonly asked: Asked;
  readonly isFiltered: boolean;
  readonly ask: (change: Partial<Asked>) => void;
  readonly clear: () => void;
  readonly more: () => void;
}

const pathOf = (entity: string | null, { whose, search, kind, limit, after }: Asked): string =>
  [
    `notes?limit=${String(limit)}`,
    entity === null ? `whose=${whose}` : `entity=${encodeURIComponent(entity)}`,
    search && `search=${encodeURIComponent(search)}`,
    kind && `kind=${kind}`,
    after && `after=${encodeURIComponent(after)}`,
  ]
    .filter(Boolean)
    .join('&');

export function useListing(): Listing {
  const { entity } = useSidebook();
  const [asked, setAsked] = useState<Asked>(START);
  const of = useKept(useResource<NotesAnswer>(pathOf(entity, asked)));
  const next = of.data !== null && of.data.state === 'ready' ? of.data.next : null;
  return {
    of,
    asked,
    isFiltered: asked.search !== '' || asked.kind !== '',
    ask: (change) => setAsked({ ...asked, limit: FEW, after: '', ...change }),
    clear: () => setAsked({ ...START, whose: asked.whose }),
    more: () => setAsked(asked.limit < MANY ? { ...asked, limit: MANY } : { ...asked, after: next ?? '' }),
  };
}
