/** "Удалено. Отменить" for ten seconds: instead of asking "Вы уверены?". */
import { useEffect } from 'preact/hooks';
import { useSidebook } from '../context.ts';
import { Button } from './simple.tsx';

export const UNDO_MS = 10_000;
export interface Undoable {
  readonly id: number;
  readonly text: string;
  readonly undo: () => void;
}

export function UndoToast({ offer, onOver }: { readonly offer: Undoable; readonly onOver: () => void }) {
  const { t } = useSidebook();
  useEffect(() => {
    const timer = setTimeout(onOver, UNDO_MS);
    return () => clearTimeout(timer);
  }, [offer.id]);
  const undo = (): void => {
    offer.undo();
    onOver();
  };
  return (
    <div class="sb-toast">
      <span>{offer.text}</span>
      <Button onClick={undo}>{t('runtime.undo')}</Button>
    </div>
  );
}
