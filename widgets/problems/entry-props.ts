import type { ProblemsView } from '../../connector/server/contract/problems.ts';
import type { Choices, Entry } from './entries.ts';
import type { Answers } from './use-answers.ts';

export interface EntryProps {
  readonly entry: Entry;
  readonly isOpen: boolean;
  /** The one heading Tab reaches. */
  readonly isStop: boolean;
  readonly view: ProblemsView;
  readonly answers: Answers;
  readonly choices: Choices;
  readonly onChoices: (change: (now: Choices) => Choices) => void;
  readonly onToggle: () => void;
  /** To another problem. */
  readonly onGoTo: (id: number) => void;
}
