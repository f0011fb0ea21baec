/** Which item of the base a line means: looked for by name, article or code, and chosen. */
import { useState } from 'preact/hooks';
import type { AnswerOption, ItemsAnswer, ProblemRow } from '../../connector/server/contract/problems.ts';
import { useSidebook } from '../runtime/index.ts';
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
  const { api } = useSidebook();
  const [text, setText] = useState('');
  // In the body: what somebody types stands in no address and no log.
  const find = (search: string): Promise<readonly Item[]> =>
    api
      .send<ItemsAnswer>({ method: 'POST', path: `problems/${String(row.id)}/items`, body: { search } })
      .then(({ rows }) => rows);
  const choose = ({ id, name }: Item): void => {
    setText(name);
    if (!busy) onPick(id);
  };
  return (
    <Combo label={option.label} value={text} error={null} maxLength={200} onText={setText} find={find} onChoose={choose}
      keyOf={({ id }) => id} show={({ name, sku, code }) => [<span key="name">{name}</span>, <span key="sku" class="sb-note">{sku ?? code ?? ''}</span>]} />
  ); // prettier-ignore
}
