/** The way back from what was done, held by the panel: it works, and says so when it does not, also where the form it came from is gone. */
import { type ApiRequest, FailureNotice, useAction, useSidebook } from '../runtime/index.ts';

export interface WayBack {
  /** For ten seconds; nothing but the request is done. */
  readonly offer: (said: string, request: ApiRequest) => void;
  readonly failed: Action;
  readonly again: () => void;
}
type Action = ReturnType<typeof useAction<unknown>>['failure'];

export function useWayBack(reload: () => void): WayBack {
  const { offerUndo } = useSidebook();
  const action = useAction<unknown>();
  return {
    offer: (said, request) => offerUndo(said, () => void action.run(request).then(reload)),
    failed: action.failure,
    again: () => void action.again().then(reload),
  };
}

export function NotTakenBack({ back: { failed, again } }: { readonly back: WayBack }) {
  const { t } = useSidebook();
  return (
    failed && (
      <section aria-label={t('prices.notTakenBack')}>
        <p>
          <b>{t('prices.notTakenBack')}</b>
        </p>
        <FailureNotice failure={failed} onRetry={again} />
      </section>
    )
  );
}
