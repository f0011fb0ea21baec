/** Which item of the base a line means: looked for by name, article or code, and chosen. */
import { useRef, useState } from 'preact/hooks';
import type { AnswerOption, ItemsAnswer, ProblemRow } from '../../connector/server/contract/problems.ts';
import { asFailure, useSidebook } from '../runtime/index.ts';
import { Combo } from '../runtime/parts.ts';

export const isPicked = ({ choose, as }: AnswerOption): boolean => choose === 'same' && as === null;

type Item = ItemsAnswer['rows'][number];
interface PickItemProps {
  readonly row: ProblemRow;
  readonly option: AnswerOption;
  readonly busy: boolean;
  readonly onPick: (id: string) => void;
}
export function PickItem({ row, option, busy, onPick }: PickItemProps) {
  const { api, t } = useSidebook();
  const [text, setText] = useState('');
  /** Why nothing is offered: unlike the item of a new line, no free text will do here. */
  const [why, setWhy] = useState('');
  const asked = useRef('');
  const typed = (now: string): void => {
    asked.current = now.trim();
    setText(now);
    setWhy('');
  };
  // In the body: what somebody types stands in no address and no log.
  const find = async (search: string): Promise<readonly Item[]> => {
    const say = (said: string): void => void (asked.current === search && setWhy(said));
    try {
      const { rows } = await api.send<ItemsAnswer>({
        method: 'POST',
        path: `problems/${String(row.id)}/items`,
        body: { search },
      });
      say(rows.length > 0 ? '' : t('problems.noItem'));
      return rows;
    } catch (thrown) {
      const { problem, kind } = asFailure(thrown);
      say(problem ? `${problem.title} ${problem.next}` : t(`runtime.next.${kind}`));
      return [];
    }
  };
  const choose = ({ id, name }: Item): void => {
    typed(name);
    if (!busy) onPick(id);
  };
  return (
    <Combo label={option.label} value={text} error={why} maxLength={200} onText={typed} find={find} onChoose={choose}
      keyOf={({ id }) => id} show={({ name, sku, code }) => [<span key="name">{name}</span>, <span key="sku" class="sb-note">{sku ?? code ?? ''}</span>]} />
  ); // prettier-ignore
}
