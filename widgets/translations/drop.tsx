/** A file dropped or chosen, as the text the API takes; engines that drop nothing have the button. */
import { useState } from 'preact/hooks';
import { useId, useSidebook } from '../runtime/index.ts';
import { readBase64 } from './file.ts';

const MOST_BYTES = 20 * 1024 * 1024;

interface DropProps {
  readonly busy: boolean;
  readonly onFile: (name: string, base64: string) => void;
}

export function Drop({ busy, onFile }: DropProps) {
  const { t } = useSidebook();
  const id = useId('labels');
  const [isOver, setIsOver] = useState(false);
  const [wrong, setWrong] = useState<'tooBig' | 'unread' | null>(null);
  const choose = async (file: File | null | undefined): Promise<void> => {
    if (!file || busy) return;
    if (file.size > MOST_BYTES) return setWrong('tooBig');
    const base64 = await readBase64(file);
    setWrong(base64 === null ? 'unread' : null);
    if (base64 !== null) onFile(file.name, base64);
  };
  const over = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    void choose(event.dataTransfer && event.dataTransfer.files[0]);
  };
  return (
    <div class={`sb-tr-drop ${isOver ? 'sb-tr-over' : ''}`} onDragOver={over} onDragLeave={() => setIsOver(false)} onDrop={drop}>
      <label for={id}>{t('translations.drop')}</label>
      <input id={id} class="sb-input" type="file" accept=".zip,.xml,.xlsx,.xlf" disabled={busy} aria-describedby={`${id}-h`}
        onChange={(event) => void choose(event.currentTarget.files && event.currentTarget.files[0])} />
      <p class="sb-note" id={`${id}-h`}>{t('translations.dropHint')}</p>
      {wrong && <p class="sb-error-text" role="alert">{t(`translations.${wrong}`)}</p>}
    </div>
  ); // prettier-ignore
}
