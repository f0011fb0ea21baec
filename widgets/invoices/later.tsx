/** The form of a new invoice is read when it is asked for: whoever only looks does not wait for it. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Button, Failure, FailureNotice, Skeleton, useT } from '../runtime/index.ts';
import type { NewProps } from './new.tsx';

export function NewLater(props: NewProps) {
  const t = useT();
  const [form, setForm] = useState<{ readonly New: ComponentType<NewProps> } | null>(null);
  const [failed, setFailed] = useState(false);
  const load = (): void => {
    setFailed(false);
    import('./new.tsx').then(setForm, () => setFailed(true));
  };
  useEffect(load, []);
  if (form) return <form.New {...props} />;
  if (!failed)
    return (
      <div aria-busy="true">
        <Skeleton rows={6} />
      </div>
    );
  return (
    <>
      <FailureNotice failure={new Failure('network')} onRetry={load} />
      <Button onClick={() => props.onLeave(null)}>{t('runtime.cancel')}</Button>
    </>
  ); // prettier-ignore
}
