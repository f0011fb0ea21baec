/** The answers that fit, the usual one first, each with what will happen. */
import type { AnswerOption, ProblemRow } from '../../connector/server/contract/problems.ts';
import { Button } from '../runtime/index.ts';
import { isPicked, PickItem } from './item.tsx';
import type { Answers } from './use-answers.ts';

interface AnswerButtonsProps {
  readonly row: ProblemRow;
  readonly may: boolean;
  readonly answers: Answers;
}
export function AnswerButtons({ row, may, answers }: AnswerButtonsProps) {
  const mark = answers.marks[row.id];
  const busy = mark !== undefined && mark.state === 'saving';
  const give = ({ choose, as }: AnswerOption): void =>
    void answers.give([{ row, body: as === null ? { choose } : { choose, as } }]);
  const usual = row.answers.filter((one) => one.usual);
  const ordered = [...usual, ...row.answers.filter((one) => !one.usual)];
  if (!may) return null;
  return (
    <ul class="sb-pr-answers">
      {ordered.map((option) => (
        <li key={`${option.choose} ${option.as ?? ''}`}>
          {isPicked(option) && <PickItem row={row} option={option} busy={busy} onPick={(as) => give({ ...option, as })} />}
          {!isPicked(option) && (
            <Button writes kind={option.usual ? 'primary' : 'plain'} busy={busy} onClick={() => give(option)}>
              {option.label}
            </Button>
          )}
          <span class="sb-note">{option.effect}</span>
        </li>
      ))}
    </ul>
  );
}
