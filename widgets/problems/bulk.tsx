/** One side for all that ask the same: looked at first, then applied, then taken back if it was wrong. */
import { useState } from 'preact/hooks';
import type { BulkAnswer, ProblemRow } from '../../connector/server/contract/problems.ts';
import { Button, FailureNotice, useAction, useSidebook } from '../runtime/index.ts';
import { Dialog } from '../runtime/parts.ts';
import { choiceOf, fieldOf, type Side } from './entries.ts';
import type { EntryProps } from './entry-props.ts';

interface BulkProps extends EntryProps {
  readonly rows: readonly ProblemRow[];
}
interface Offer {
  readonly row: ProblemRow;
  readonly side: Exclude<Side, 'value'>;
}

/** For each conflict of this entry that others have as well: the side chosen here, else the host's. */
function offersOf({ rows, choices, view }: BulkProps): Offer[] {
  if (!view.may.bulk) return [];
  return rows.filter(({ kind }) => kind === 'conflict').reduce<Offer[]>((offers, row) => {
    const chosen = choiceOf(row, choices);
    const side = chosen ? chosen.side : 'theirs';
    return side === 'value' || row.alike < 2 ? offers : [...offers, { row, side }];
  }, []);
} // prettier-ignore

export function Bulk(props: BulkProps) {
  const { t, format, entity, offerUndo } = useSidebook();
  const [asked, setAsked] = useState<Offer | null>(null);
  const look = useAction<BulkAnswer>();
  const [preview, setPreview] = useState<BulkAnswer | null>(null);
  // Many records at once are not the business of one record's form.
  if (entity !== null) return null;
  const sideOf = ({ row, side }: Offer): string => (side === 'theirs' ? row.title : t('problems.ours'));
  const open = async (offer: Offer): Promise<void> => {
    setAsked(offer);
    const found = await look.run({ method: 'POST', path: 'problems/bulk', body: bodyOf(offer, true) });
    if (found) setPreview(found);
  };
  const close = (): void => {
    setAsked(null);
    setPreview(null);
  };
  const applied = ({ answered, moved }: BulkAnswer): void => {
    close();
    const text = [t('problems.answered', { what: answered.length }), moved.length > 0 && t('problems.movedSome', { n: moved.length })].filter(Boolean).join('. '); // prettier-ignore
    props.answers.taken(answered, text);
    if (answered.length > 0) offerUndo(text, () => void props.answers.undo(answered));
  };
  return (
    <>
      {offersOf(props).map((offer) => (
        <Button writes key={offer.row.id} busy={look.busy} onClick={() => void open(offer)}>
          {t('problems.forAll', { field: fieldOf(offer.row), side: sideOf(offer), n: format.number(offer.row.alike) })}
        </Button>
      ))}
      {asked && look.failure && <FailureNotice failure={look.failure} onRetry={() => void open(asked)} />}
      {asked && preview && <Preview offer={asked} side={sideOf(asked)} preview={preview} onClose={close} onApplied={applied} />}
    </>
  ); // prettier-ignore
}

const bodyOf = ({ row, side }: Offer, preview: boolean): { host: string; unit: string; choose: 'ours' | 'theirs'; preview: boolean } =>
  ({ host: row.host, unit: row.unit ?? '', choose: side, preview }); // prettier-ignore

/** More are scrolled, which needs a tab stop. */
const SEEN = 6;
interface PreviewProps {
  readonly offer: Offer;
  readonly side: string;
  readonly preview: BulkAnswer;
  readonly onClose: () => void;
  readonly onApplied: (answer: BulkAnswer) => void;
}
/** Who, and what becomes of what. */
function Preview({ offer, side, preview, onClose, onApplied }: PreviewProps) {
  const { t, format } = useSidebook();
  const apply = useAction<BulkAnswer>();
  const ids = preview.rows.map(({ id }) => id);
  const run = async (): Promise<void> => {
    const done = await apply.run({ method: 'POST', path: 'problems/bulk', body: { ...bodyOf(offer, false), ids } });
    if (done) onApplied(done);
  };
  const empty = t('problems.empty');
  return (
    <Dialog title={t('problems.previewTitle', { field: fieldOf(offer.row), side })} onClose={onClose}
      actions={
        <>
          <Button writes kind="primary" busy={apply.busy} disabled={ids.length === 0} onClick={() => void run()}>{t('problems.applyAll', { n: ids.length })}</Button>
          <Button onClick={onClose}>{t('runtime.cancel')}</Button>
        </>
      }>
      {apply.failure && <FailureNotice failure={apply.failure} onRetry={() => void run()} />}
      {ids.length > 0 && ids.length < offer.row.alike && <p class="sb-note">{t('problems.firstOnes', { n: ids.length, of: format.number(offer.row.alike) })}</p>}
      <ul class="sb-pr-preview" tabIndex={preview.rows.length > SEEN ? 0 : undefined} aria-label={t('problems.who')}>
        {preview.rows.map(({ id, subject, before, after }) => (
          <li key={id}>
            {subject}
            <span class="sb-pr-change"><s>{before ?? empty}</s> → <b>{after ?? empty}</b></span>
          </li>
        ))}
      </ul>
    </Dialog>
  ); // prettier-ignore
}
