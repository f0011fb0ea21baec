/** The list of problems as asked for: what kind, open or answered, how many. */
import { useRef, useState } from 'preact/hooks';
import type { ProblemsView } from '../../connector/server/contract/problems.ts';
import type { NotLinked } from '../../connector/server/contract/shared.ts';
import { type Resource, useKept, useResource, useSidebook } from '../runtime/index.ts';

export type ProblemsAnswer = ProblemsView | NotLinked;
export interface Page {
  readonly of: Resource<ProblemsAnswer>;
  readonly kind: string;
  readonly setKind: (kind: string) => void;
  /** Twenty at first, then a hundred at a time. */
  readonly more: () => void;
  readonly isFirst: boolean;
  readonly restart: () => void;
  /** When the list was read last. */
  readonly checkedAt: string;
}

const FEW = 20;
const MANY = 100;
interface Asked {
  readonly kind: string;
  readonly limit: number;
  readonly after: number;
}
const START: Asked = { kind: '', limit: FEW, after: 0 };

const pathOf = (entity: string | null, state: string, { kind, limit, after }: Asked): string =>
  [`problems?state=${state}&limit=${String(limit)}`, entity !== null && `entity=${encodeURIComponent(entity)}`, kind && `kind=${kind}`, after > 0 && `after=${String(after)}`]
    .filter(Boolean)
    .join('&'); // prettier-ignore

export function usePage(state: 'open' | 'answered'): Page {
  const { entity, now } = useSidebook();
  const [asked, setAsked] = useState<Asked>(START);
  const of = useKept(useResource<ProblemsAnswer>(pathOf(entity, state, asked)));
  const checked = useRef('');
  if (checked.current === '' || of.loading) checked.current = new Date(now()).toISOString();
  const next = of.data !== null && of.data.state === 'ready' ? of.data.next : null;
  return {
    of,
    kind: asked.kind,
    setKind: (kind) => setAsked({ ...START, kind }),
    more: () => setAsked(asked.limit < MANY ? { ...asked, limit: MANY } : { ...asked, after: next ?? 0 }),
    isFirst: asked.after === 0,
    restart: () => setAsked({ ...asked, after: 0 }),
    checkedAt: checked.current,
  };
}
