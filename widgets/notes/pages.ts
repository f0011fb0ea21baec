/** Notes as asked for: words, topic, mine or the team's, how many. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FindNotes, NoteKind, NotesAnswer } from '../../connector/server/contract/notes.ts';
import { asFailure, type Resource, useKept, useResource, useSidebook } from '../runtime/index.ts';

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
  /** Null: what is shown begins at the newest, with what is to be done above it. */
  readonly restart: (() => void) | null;
}

const pathOf = (entity: string | null, { whose, kind, limit, after }: Asked): string =>
  [
    `notes?limit=${String(limit)}`,
    entity === null ? `whose=${whose}` : `entity=${encodeURIComponent(entity)}`,
    kind && `kind=${kind}`,
    after && `after=${encodeURIComponent(after)}`,
  ]
    .filter(Boolean)
    .join('&');

const bodyOf = (entity: string | null, { whose, search, kind, limit, after }: Asked): FindNotes => ({
  search,
  limit,
  ...(entity === null ? { whose } : { entity }),
  ...(kind ? { kind: kind as NoteKind } : {}),
  ...(after ? { after } : {}),
});

const IDLE = { data: null, failure: null, loading: false } as const;

/** Words are sent as a body: in an address they would stand in the logs of everything on the way. */
function useFound(body: FindNotes | null): Resource<NotesAnswer> {
  const { api } = useSidebook();
  const [kept, setKept] = useState<Pick<Resource<NotesAnswer>, 'data' | 'failure' | 'loading'>>(IDLE);
  const call = useRef(0);
  const load = (): void => {
    const mine = ++call.current;
    const set = (now: typeof kept): void => (mine === call.current ? setKept(now) : undefined);
    if (body === null) return set(IDLE);
    set({ ...kept, loading: true });
    api.send<NotesAnswer>({ method: 'POST', path: 'notes/find', body }).then(
      (data) => set({ data, failure: null, loading: false }),
      (thrown: unknown) => set({ data: null, failure: asFailure(thrown), loading: false }),
    );
  };
  useEffect(load, [JSON.stringify(body)]);
  return { ...kept, reload: load, put: (data) => setKept({ data, failure: null, loading: false }) };
}

export function useListing(): Listing {
  const { entity } = useSidebook();
  const [asked, setAsked] = useState<Asked>(START);
  const isSearch = asked.search !== '';
  const listed = useResource<NotesAnswer>(pathOf(entity, isSearch ? START : asked));
  const found = useFound(isSearch ? bodyOf(entity, asked) : null);
  const of = useKept(isSearch ? found : listed);
  const next = of.data !== null && of.data.state === 'ready' ? of.data.next : null;
  return {
    of,
    asked,
    isFiltered: asked.search !== '' || asked.kind !== '',
    ask: (change) => setAsked({ ...asked, limit: FEW, after: '', ...change }),
    clear: () => setAsked({ ...START, whose: asked.whose }),
    restart: asked.after === '' ? null : () => setAsked({ ...asked, after: '' }),
    more: () => setAsked(asked.limit < MANY ? { ...asked, limit: MANY } : { ...asked, after: next ?? '' }),
  };
}
