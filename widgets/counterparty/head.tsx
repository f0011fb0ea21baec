/** Who it is, what to mind, whose it is and whether the hosts agree. */
import type { CounterpartyView } from '../../connector/server/contract/counterparty.ts';
import type { Badge } from '../../connector/server/contract/shared.ts';
import { CopyButton, Icon, type IconName, Status, type Tone, useSidebook, useT } from '../runtime/index.ts';

type Shown = { readonly view: CounterpartyView };

function Life({ view }: Shown) {
  const t = useT();
  if (view.deletionMark) return <Status tone="danger" icon="error">{t('counterparty.deleted')}</Status>; // prettier-ignore
  if (view.active === false) return <Status tone="warn" icon="warn">{t('counterparty.inactive')}</Status>; // prettier-ignore
  if (view.stage === 'prospect') return <Status tone="muted" icon="info">{t('counterparty.prospect')}</Status>; // prettier-ignore
  return <Status tone="ok" icon="ok">{t('counterparty.active')}</Status>; // prettier-ignore
}

export function Head({ view }: Shown) {
  const t = useT();
  const ids = [
    view.taxId && `${t('counterparty.taxId')}\u00a0${view.taxId}`,
    view.branchCode && `${t('counterparty.branchCode')}\u00a0${view.branchCode}`,
  ].filter((one): one is string => Boolean(one));
  const all = [
    view.legalName ?? view.name,
    ...ids,
    view.registrationNo && `${t('counterparty.registrationNo')} ${view.registrationNo}`,
  ];
  return (
    <header class="sb-cp-head">
      <div class="sb-cp-name">
        <h2 title={view.legalName ?? view.name}>{view.name}</h2>
        <Life view={view} />
      </div>
      <div class="sb-cp-ids">
        <span class="sb-cp-id">
          {ids.map((id) => (
            <span key={id} class="sb-num">
              {id}
            </span>
          ))}
        </span>
        <CopyButton text={all.filter(Boolean).join('\n')} what={t('counterparty.copy')} />
      </div>
    </header>
  );
}

/** One line: debtor first, then preferences. */
export function Warnings({ view }: Shown) {
  const texts = view.warnings.filter(({ kind }) => kind === 'debtor' || kind === 'preference').map(({ text }) => text);
  if (texts.length === 0) return null;
  return (
    <p class="sb-cp-warning sb-tone-warn">
      <Icon name="warn" />
      <span>{texts.join('; ')}</span>
    </p>
  );
}

const BADGES: Readonly<Record<Badge['state'], { readonly tone: Tone; readonly icon: IconName }>> = {
  'in-step': { tone: 'ok', icon: 'ok' },
  waiting: { tone: 'accent', icon: 'waiting' },
  problem: { tone: 'warn', icon: 'warn' },
  'not-there': { tone: 'muted', icon: 'none' },
  'read-only': { tone: 'muted', icon: 'lock' },
  gone: { tone: 'danger', icon: 'error' },
};

export function Standing({ view }: Shown) {
  const { t, format } = useSidebook();
  return (
    <p class="sb-cp-standing">
      <span>{view.owner === null ? t('counterparty.nobody') : t('counterparty.owner', { name: view.owner })}</span>
      {view.badges.map((badge) => (
        <Status
          key={badge.host}
          {...BADGES[badge.state]}
          title={badge.at === null ? badge.text : `${badge.text} ${format.exact(badge.at)}`}
        >
          {badge.title}: {badge.text}
        </Status>
      ))}
    </p>
  );
}
