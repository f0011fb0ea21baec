/** Looking for something said before: words and topic. */
import { useEffect, useState } from 'preact/hooks';
import { Button, useT } from '../runtime/index.ts';
import { Field, Select } from '../runtime/parts.ts';
import { KINDS } from './draft.ts';
import type { Listing } from './pages.ts';

const TYPING_MS = 300;

export function Filter({ listing: { asked, ask, clear, isFiltered } }: { readonly listing: Listing }) {
  const t = useT();
  const [typed, setTyped] = useState(asked.search);
  useEffect(() => {
    if (typed.trim() === asked.search) return undefined;
    const timer = setTimeout(() => ask({ search: typed.trim() }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const reset = (): void => {
    setTyped('');
    clear();
  };
  const keys = (event: KeyboardEvent): void => {
    if ((event.key !== 'Escape' && event.key !== 'Esc') || !(typed || isFiltered)) return;
    event.stopPropagation();
    reset();
  };
  const kinds = [{ value: '', label: t('notes.allKinds') }, ...KINDS.map((kind) => ({ value: kind, label: t(`notes.kind.${kind}`) }))]; // prettier-ignore
  return (
    <div class="sb-nt-filter sb-nt-row" role="search">
      <Field label={t('notes.words')} value={typed} onInput={setTyped} onKeyDown={keys} inputMode="search" maxLength={200} />
      <Select label={t('notes.kind')} value={asked.kind} options={kinds} onChange={(kind) => ask({ kind })} />
      {isFiltered && <Button onClick={reset}>{t('notes.clear')}</Button>}
    </div>
  );
}
