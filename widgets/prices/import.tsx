/** Rows pasted from Excel, or a file: whose they are, what came of them, what is wrong where - and only then taken over, to be taken back whole. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ImportApply, ImportAsked, ImportDone, ImportPreview } from '../../connector/server/contract/imports.ts';
import type { PricesView } from '../../connector/server/contract/prices.ts';
import { Button, FailureNotice, useAction, useDirty, useSidebook } from '../runtime/index.ts';
import { Combo, Dialog, Field } from '../runtime/parts.ts';
import { type Choice, Preview } from './import-preview.tsx';
import type { ImportLeft, ImportStart } from './part.ts';
import { pastedRows, readBase64 } from './paste.ts';
import type { WayBack } from './way-back.tsx';

export interface ImportProps {
  readonly start: ImportStart;
  readonly view: PricesView;
  readonly entity: string;
  readonly back: WayBack;
  /** With what was brought so far, so that closing can be undone. */
  readonly onClose: (left: ImportLeft | null) => void;
  readonly onDone: () => void;
}

type Source = ImportLeft['source'];
const FILE_BYTES = 8 * 1024 * 1024;
const NOTHING: Choice = { map: [], currency: null, vat: null, mark: null, decisions: {} };
type Known = PricesView['competitors'][number];

export function Import({ start, view, entity, back, onClose, onDone }: ImportProps) {
  const { t } = useSidebook();
  const { left } = start;
  const pasted = (text: string): Source => ({ name: t('prices.pastedName'), content: { is: 'rows', text } });
  const [source, setSource] = useState<Source | null>(left ? left.source : start.text === null ? null : pasted(start.text));
  const [rival, setRival] = useState<ImportLeft['rival']>(left ? left.rival : { id: null, name: '' });
  const [choice, setChoice] = useState<Choice>(left ? left.choice : NOTHING);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [tooBig, setTooBig] = useState(false);
  const looked = useAction<ImportPreview>();
  const applied = useAction<ImportDone>();
  const call = useRef(0);
  useDirty(source !== null);
  const asked = (from: Source): ImportAsked => ({
    entity,
    kind: start.kind,
    competitor: { id: rival.id, name: rival.name.trim() },
    file: from.name,
    content: from.content,
    ...choice,
  });
  const isAsked = source !== null && rival.name.trim() !== '';
  const look = (): void => {
    if (source === null || !isAsked) return;
    const mine = ++call.current;
    void looked
      .run({ method: 'POST', path: 'imports/preview', body: asked(source) })
      .then((answer) => (mine === call.current && answer ? setPreview(answer) : undefined));
  };
  useEffect(look, [source, choice, rival.id]);
  const choose = async (file: File | undefined): Promise<void> => {
    setTooBig(file !== undefined && file.size > FILE_BYTES);
    const base64 = file && file.size <= FILE_BYTES ? await readBase64(file) : null;
    if (file && base64 !== null) setSource({ name: file.name, content: { is: 'file', base64 } });
  };
  const isAgain = preview !== null && preview.before !== null;
  const apply = async (): Promise<void> => {
    if (source === null || preview === null) return;
    const body: ImportApply = { ...asked(source), taken: preview.taken, again: isAgain };
    const done = await applied.run({ method: 'POST', path: 'imports', body });
    if (done === undefined) return;
    back.offer(t('prices.imported', { n: done.prices + done.stock + done.lines }), { method: 'POST', path: `imports/${done.id}/undo`, body: { entity } }); // prettier-ignore
    onDone();
    onClose(null);
  };
  const paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData && pastedRows(event.clipboardData);
    if (text === null) return;
    event.preventDefault();
    event.stopPropagation();
    setSource(pasted(text));
  };
  const leave = (): void => onClose(source && { source, rival, choice });
  const ready = preview !== null && !preview.stopped && preview.taken > 0 && !looked.busy;
  return (
    <Dialog title={t(`prices.import.${start.kind}`)} onClose={leave}
      actions={
        <>
          <Button writes kind="primary" disabled={!ready} busy={applied.busy} onClick={() => void apply()}>
            {isAgain ? t('prices.applyAgain') : t('prices.apply', { n: preview ? preview.taken : 0 })}
          </Button>
          <Button onClick={leave}>{t('runtime.cancel')}</Button>
        </>
      }>
      <div class="sb-stack" onPaste={paste}>
        {looked.failure && <FailureNotice failure={looked.failure} onRetry={look} />}
        {applied.failure && <FailureNotice failure={applied.failure} onRetry={() => void apply()} />}
        <Combo<Known> label={t('prices.whose')} required value={rival.name} maxLength={300} ms={0} autoFocus onText={(name) => setRival({ id: null, name })}
          find={(text) => Promise.resolve(view.competitors.filter(({ name }) => name.toLowerCase().indexOf(text.toLowerCase()) >= 0))}
          keyOf={({ id }) => id} show={({ name }) => name} onChoose={({ id, name }) => setRival({ id, name })} />
        {source === null && <Take onText={(text) => setSource(pasted(text))} onFile={(file) => void choose(file)} tooBig={tooBig} />}
        {source !== null && <p class="sb-note">{source.name}</p>}
        {source !== null && <Button busy={looked.busy} disabled={!isAsked} onClick={look}>{t('prices.look')}</Button>}
        {preview && <Preview preview={preview} choice={choice} onChoice={setChoice} />}
      </div>
    </Dialog>
  ); // prettier-ignore
}

interface TakeProps {
  readonly onText: (text: string) => void;
  readonly onFile: (file: File | undefined) => void;
  readonly tooBig: boolean;
}
/** Ctrl+V anywhere in the dialog does the same as the field. */
function Take({ onText, onFile, tooBig }: TakeProps) {
  const { t } = useSidebook();
  const [typed, setTyped] = useState('');
  return (
    <>
      <Field label={t('prices.pasteHere')} value={typed} onInput={setTyped} onBlur={() => typed.trim() !== '' && onText(typed)} hint={t('prices.pasteHint')} />
      <label class="sb-rv-file">
        <span class="sb-note">{t('prices.orFile')}</span>
        <input class="sb-input" type="file" accept=".xlsx,.csv,.txt" onChange={(event) => onFile(event.currentTarget.files?.[0])} />
      </label>
      {tooBig && <p class="sb-error-text" role="alert">{t('prices.tooBig')}</p>}
    </>
  ); // prettier-ignore
}
