/** Which other item one wants to know of: beside the tabs, and at the key "/" in every table. */
import { Button, useSidebook } from '../runtime/index.ts';
import { Field } from '../runtime/parts.ts';
import type { Find } from './find.ts';

export function SearchButton({ find }: { readonly find: Find }) {
  const { t } = useSidebook();
  return (
    <Button icon="search" expanded={find.isOpen} onClick={find.isOpen ? find.leave : find.open} title={t('prices.search')}>
      <span class="sb-hidden">{t('prices.search')}</span>
    </Button>
  );
}

export function Search({ find }: { readonly find: Find }) {
  const { t } = useSidebook();
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' && event.key !== 'Esc') return;
    find.leave();
    event.stopPropagation();
  };
  if (!find.isOpen) return null;
  return (
    <div class="sb-rv-search">
      <Field
        label={t('prices.search')}
        inputMode="search"
        autoFocus
        value={find.typed}
        onInput={find.type}
        onKeyDown={keys}
        maxLength={200}
      />
      <Button onClick={find.leave}>{t('prices.reset')}</Button>
    </div>
  );
}
