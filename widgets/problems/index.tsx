/** "Что расходится и что будет, если выберу?" - what waits for a person, one entry open at a time, answered by the keyboard. */
import { useState } from 'preact/hooks';
import type { ProblemsView } from '../../connector/server/contract/problems.ts';
import { defineWidget, States } from '../runtime/index.ts';
import { Answered } from './answered.tsx';
import type { Choices } from './entries.ts';
import { List } from './list.tsx';
import { type Page, usePage } from './pages.ts';
import entries from '../runtime/entries.css';
import css from './problems.css';
import { useAnswers } from './use-answers.ts';

function Problems() {
  const [answered, setAnswered] = useState(false);
  const toggle = (): void => setAnswered(!answered);
  return answered ? <AnsweredOnes onBack={toggle} /> : <OpenOnes onAnswered={toggle} />;
}

function OpenOnes({ onAnswered }: { readonly onAnswered: () => void }) {
  const page = usePage('open');
  const answers = useAnswers(page.of.reload);
  const [choices, setChoices] = useState<Choices>({});
  return (
    <States of={page.of} rows={9}>
      {(view: ProblemsView) => (
        <List view={view} page={page} answers={answers} choices={choices} onChoices={setChoices} onAnswered={onAnswered} />
      )}
    </States>
  );
}

function AnsweredOnes({ onBack }: { readonly onBack: () => void }) {
  const page: Page = usePage('answered');
  const answers = useAnswers(page.of.reload);
  return (
    <States of={page.of} rows={9}>
      {(view: ProblemsView) => <Answered view={view} page={page} answers={answers} onBack={onBack} />}
    </States>
  );
}

export default defineWidget({ name: 'problems', View: Problems, css: entries + css });
