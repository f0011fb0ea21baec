/** How many wait, of which kind, and the way to those already answered. */
import type { ComponentChildren } from 'preact';
import type { ProblemsView } from '../../connector/server/contract/problems.ts';
import { Button, Notice, Status, useT } from '../runtime/index.ts';
import { Select } from '../runtime/parts.ts';
import type { Page } from './pages.ts';
import type { Answers } from './use-answers.ts';

interface HeadProps {
  readonly title: string;
  readonly view: ProblemsView;
  readonly page: Page;
  readonly children: ComponentChildren;
}
export function Head({ title, view, page, children }: HeadProps) {
  const t = useT();
  const all = { value: '', label: t('problems.allKinds') };
  const kinds = view.kinds.map(({ kind, label, count }) => ({ value: kind, label: `${label} (${String(count)})` }));
  return (
    <header class="sb-list-top">
      <h2 tabIndex={-1} class="sb-list-title">{title}</h2>
      {children}
      {(view.kinds.length > 1 || page.kind !== '') && (
        <Select label={t('problems.kind')} hideLabel value={page.kind} options={[all, ...kinds]} onChange={page.setKind} />
      )}
    </header>
  ); // prettier-ignore
}

/** What became of the last answer or of taking it back. */
export function Said({ answers: { said, wrong } }: { readonly answers: Answers }) {
  return (
    <>
      {said !== '' && <p class="sb-said"><Status tone="ok" icon="ok">{said}</Status></p>}
      {wrong !== '' && <Notice icon="warn" tone="warn" title={wrong} />}
    </>
  ); // prettier-ignore
}

export function Pager({ view, page }: { readonly view: ProblemsView; readonly page: Page }) {
  const t = useT();
  if (view.next === null && page.isFirst) return null;
  return (
    <div class="sb-actions">
      {!page.isFirst && <Button kind="link" onClick={page.restart}>{t('problems.toStart')}</Button>}
      {view.next !== null && <Button kind="link" icon="down" busy={page.of.loading} onClick={page.more}>{t('problems.more')}</Button>}
    </div>
  ); // prettier-ignore
}
