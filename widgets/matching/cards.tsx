/** Two cards beside each other, what speaks for their being one and what against; what differs stands out. */
import type { MatchRow, Pair } from '../../connector/server/contract/matching.ts';
import { Button, Status, useSidebook, useT } from '../runtime/index.ts';

interface CardsProps {
  readonly row: MatchRow;
  readonly pair: Pair;
  readonly isOne: boolean;
  readonly busy: boolean;
  readonly onLink: () => void;
}
export function Cards({ row, pair, isOne, busy, onLink }: CardsProps) {
  const t = useT();
  return (
    <section class="sb-mt-pair">
      <Reasons pair={pair} />
      <Table row={row} pair={pair} />
      {pair.as === null && <p class="sb-note">{t('matching.takenThere')}</p>}
      {!isOne && row.may.answer && pair.as !== null && (
        <div class="sb-mt-answers" data-as={pair.as}>
          <Button writes kind="primary" busy={busy} onClick={onLink}>{t('matching.sameAs', { name: pair.name })}</Button>
        </div>
      )}
    </section>
  ); // prettier-ignore
}

function Reasons({ pair: { score, reasons } }: { readonly pair: Pair }) {
  const t = useT();
  return (
    <ul class="sb-mt-reasons">
      {score !== null && <li><b>{t('matching.percent', { n: score })}</b></li>}
      {reasons.map(({ text, against }) => (
        <li key={text}>
          <Status tone={against ? 'danger' : 'ok'} icon={against ? 'warn' : 'ok'}>{text}</Status>
        </li>
      ))}
    </ul>
  ); // prettier-ignore
}

/** Where it is narrow a field is named above its two values: neither breaks in the middle of a word. */
function Table({ row, pair }: Pick<CardsProps, 'row' | 'pair'>) {
  const { t, width } = useSidebook();
  const narrow = width === 'narrow';
  const here = t('matching.module');
  const [asked, other] = row.isInside
    ? [row.title, t('matching.alreadyHere', { host: row.title })]
    : [row.at ?? here, row.otherAt ?? here];
  if (pair.fields.length === 0) return <p class="sb-note">{t('matching.notSeen')}</p>;
  return (
    <table class={`sb-mt-cards ${narrow ? 'sb-mt-narrow' : ''}`}>
      <thead>
        <tr>
          {!narrow && <td />}
          <th scope="col">{asked}</th>
          <th scope="col">{other}</th>
        </tr>
      </thead>
      {pair.fields.map((field) => (
        <tbody key={field.field} class={field.equal ? 'sb-mt-equal' : ''}>
          {narrow && <tr><th scope="rowgroup" colSpan={2} class="sb-note">{field.label}</th></tr>}
          <tr>
            {!narrow && <th scope="row">{field.label}</th>}
            <td><Cell text={field.asked} equal={field.equal} /></td>
            <td><Cell text={field.other} equal={field.equal} /></td>
          </tr>
        </tbody>
      ))}
    </table>
  ); // prettier-ignore
}

function Cell({ text, equal }: { readonly text: string | null; readonly equal: boolean }) {
  const t = useT();
  if (text === null) return <span class="sb-tone-muted">{t('matching.empty')}</span>;
  return equal ? <span>{text}</span> : <b>{text}</b>;
}
