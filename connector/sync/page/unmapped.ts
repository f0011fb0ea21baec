/** Values of an object that its mapping has no word for: a question for each (M4). */
import type { Mapping, Shown } from '../../../mappings/mapping.ts';
import type { Writer } from '../../store/store.ts';
import type { RunContext } from '../context.ts';
import { openProblem, type LinkLike } from '../problems.ts';

export function unmappedProblems(run: RunContext, mapping: Mapping, link: LinkLike, { unmapped }: Shown): readonly ((t: Writer) => void)[] {
  if (unmapped.length > 0) run.counts.asked += 1;
  return unmapped.map(({ field, value }) =>
    openProblem(run, link, { kind: 'unmapped-value', unit: unitOf(mapping, field), detail: { code: 'unmapped-value', field, value } }),
  );
} // prettier-ignore

const unitOf = ({ units }: Mapping, field: string): string =>
  units.find((u) => u.fields.includes(field.split('.')[0] ?? field))?.unit ?? field;
