/** The plan as a page to print and sign. */
import { useState } from 'preact/hooks';
import { asFailure, Button, type Failure, FailureNotice, useSidebook } from '../runtime/index.ts';

/** Offers a text as a file; engines without object URLs get it inside the link. */
function save(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  const object = typeof URL === 'function' && 'createObjectURL' in URL;
  const href = object ? URL.createObjectURL(new Blob([text], { type })) : `data:${type},${encodeURIComponent(text)}`;
  link.href = href;
  link.download = name;
  document.body.appendChild(link);
  link.click();
  document.body.removeChild(link);
  if (object) setTimeout(() => URL.revokeObjectURL(href), 1_000);
}

export function FileButton({ id }: { readonly id: string }) {
  const { t, api } = useSidebook();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = (): void => {
    setBusy(true);
    setFailure(null);
    api
      .text(`plans/${encodeURIComponent(id)}.html`)
      .then((text) => save(`plan-${id}.html`, 'text/html;charset=utf-8', text))
      .catch((thrown: unknown) => setFailure(asFailure(thrown)))
      .then(() => setBusy(false), () => undefined); // prettier-ignore
  };
  return (
    <>
      <Button busy={busy} onClick={run}>{t('sync.file')}</Button>
      {failure && <FailureNotice failure={failure} onRetry={run} />}
    </>
  ); // prettier-ignore
}
