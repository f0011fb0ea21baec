/** What a price was seen on: a link or words, and a file. Both may stay empty; what is chosen is read at once and kept like what is typed. */
import { useState } from 'preact/hooks';
import { Button, useSidebook } from '../runtime/index.ts';
import { Field, useId } from '../runtime/parts.ts';
import type { EvidenceDraft } from './drafts.ts';
import { readBase64 } from './paste.ts';

/** As connector/private/evidence-kinds.ts has them: the server refuses the rest. */
const KINDS = '.pdf,.png,.jpg,.jpeg,.webp,.heic,.gif,.xlsx,.xls,.csv,.docx,.doc,.txt,.eml,.msg';
const MOST = 4 * 1024 * 1024;

interface EvidenceFieldsProps {
  readonly draft: EvidenceDraft;
  /** Name of the file that stays where no other one is chosen. */
  readonly stays?: string | null;
  readonly onChange: (part: Partial<EvidenceDraft>) => void;
}

export function EvidenceFields({ draft, stays = null, onChange }: EvidenceFieldsProps) {
  const { t } = useSidebook();
  const id = useId('file');
  const [wrong, setWrong] = useState<string | null>(null);
  const choose = async (file: File | undefined): Promise<void> => {
    const refusal = file && refusalOf(file);
    setWrong(refusal ? t(refusal) : null);
    const base64 = file && !refusal ? await readBase64(file) : null;
    if (file && base64 !== null) onChange({ file: { name: file.name, base64 } });
    else if (file && !refusal) setWrong(t('prices.fileUnread'));
  };
  return (
    <div class="sb-rv-evidence">
      <Field label={t('prices.evidence')} value={draft.evidence} maxLength={2000} hint={t('prices.evidenceHint')} onInput={(evidence) => onChange({ evidence })} />
      {draft.file === null ? (
        <div class={`sb-field ${wrong ? 'sb-wrong' : ''}`}>
          <label for={id}>{t(stays === null ? 'prices.file' : 'prices.fileOther', { name: stays ?? '' })}</label>
          <input id={id} class="sb-input" type="file" accept={KINDS} aria-invalid={wrong ? true : undefined} onChange={(event) => void choose(event.currentTarget.files?.[0])} />
          {wrong && <span class="sb-error-text" role="alert">{wrong}</span>}
        </div>
      ) : (
        <div class="sb-rv-pair">
          <span class="sb-cut" title={draft.file.name}>{t('prices.fileOf', { name: draft.file.name })}</span>
          <Button kind="link" icon="close" onClick={() => onChange({ file: null })}>{t('prices.fileDrop')}</Button>
        </div>
      )}
    </div>
  ); // prettier-ignore
}

const refusalOf = ({ name, size }: File): string | null => {
  if (size > MOST) return 'prices.fileTooBig';
  if (size === 0) return 'prices.fileEmpty';
  const kind = /\.[^.]*$/.exec(name.toLowerCase());
  return kind && KINDS.split(',').indexOf(kind[0]) >= 0 ? null : 'prices.fileKind';
};
