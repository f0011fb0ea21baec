/** A file dropped or chosen, or two at once, as the text the API takes; engines that drop nothing have the button. */
import { useState } from 'preact/hooks';
import { useSidebook } from '../runtime/index.ts';
import { useId } from '../runtime/parts.ts';
import { readBase64 } from './file.ts';

const MOST_BYTES = 20 * 1024 * 1024;

interface DropProps {
  readonly busy: boolean;
  /** One, or two copies that are to be merged. */
  readonly onFiles: (files: readonly Chosen[]) => void;
}

export interface Chosen {
  readonly file: string;
  readonly base64: string;
}

export function Drop({ busy, onFiles }: DropProps) {
  const { t } = useSidebook();
  const id = useId('labels');
  const [isOver, setIsOver] = useState(false);
  const [wrong, setWrong] = useState<'tooBig' | 'tooMany' | 'unread' | null>(null);
  const choose = async (list: FileList | null | undefined): Promise<void> => {
    const files = list ? Array.from(list) : [];
    if (files.length === 0 || busy) return;
    if (files.length > 2) return setWrong('tooMany');
    if (files.some(({ size }) => size > MOST_BYTES)) return setWrong('tooBig');
    const read: Chosen[] = [];
    for (const file of files) {
      const base64 = await readBase64(file);
      if (base64 === null) return setWrong('unread');
      read.push({ file: file.name, base64 });
    }
    setWrong(null);
    onFiles(read);
  };
  const over = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    void choose(event.dataTransfer && event.dataTransfer.files);
  };
  return (
    <div class={`sb-tr-drop ${isOver ? 'sb-tr-over' : ''}`} onDragOver={over} onDragLeave={() => setIsOver(false)} onDrop={drop}>
      <label for={id}>{t('translations.drop')}</label>
      <input id={id} class="sb-input" type="file" multiple accept=".zip,.xml,.xlsx,.xlf" disabled={busy} aria-describedby={`${id}-h`}
        onChange={(event) => void choose(event.currentTarget.files)} />
      <p class="sb-note" id={`${id}-h`}>{t('translations.dropHint')}</p>
      {wrong && <p class="sb-error-text" role="alert">{t(`translations.${wrong}`)}</p>}
    </div>
  ); // prettier-ignore
}
