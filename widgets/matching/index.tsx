/** "Это одна и та же компания?" - what may be one and the same, with score and reasons; a person says, nothing is linked by itself. */
import { useState } from 'preact/hooks';
import type { MatchingAnswer, MatchingView } from '../../connector/server/contract/matching.ts';
import { defineWidget, States, useKept, useResource, useSidebook } from '../runtime/index.ts';
import { Answered } from './answered.tsx';
import { List } from './list.tsx';
import entries from '../runtime/entries.css';
import css from './matching.css';
import { useMatching } from './use-matching.ts';

const FEW = 20;
const MANY = 100;

function Matching() {
  const [answered, setAnswered] = useState(false);
  const toggle = (): void => setAnswered(!answered);
  return <Page key={String(answered)} answered={answered} onToggle={toggle} />;
}

interface PageProps {
  readonly answered: boolean;
  readonly onToggle: () => void;
}
function Page({ answered, onToggle }: PageProps) {
  const { entity } = useSidebook();
  const [limit, setLimit] = useState(FEW);
  const query = [`state=${answered ? 'answered' : 'open'}`, `limit=${String(limit)}`, ...(entity === null ? [] : [`entity=${encodeURIComponent(entity)}`])]; // prettier-ignore
  const of = useKept(useResource<MatchingAnswer>(`matching?${query.join('&')}`));
  const doing = useMatching(of.reload);
  const more = limit < MANY ? () => setLimit(MANY) : null;
  return (
    <States of={of} rows={9}>
      {(view: MatchingView) =>
        answered ? (
          <Answered view={view} doing={doing} onBack={onToggle} />
        ) : (
          <List view={view} doing={doing} more={more} loading={of.loading} onAnswered={onToggle} />
        )
      }
    </States>
  );
}

export default defineWidget({ name: 'matching', View: Matching, css: entries + css });
