/** What the price the keys stand on was seen on: the link opens beside, the file is saved, never shown in here. */
import { useState } from 'preact/hooks';
import type { RivalPrice } from '../../connector/server/contract/prices.ts';
import { asFailure, Button, type Failure, FailureNotice, Icon, useSidebook } from '../runtime/index.ts';
import { saveFile } from './save-file.ts';

interface EvidenceProps {
  readonly price: RivalPrice;
  readonly entity: string;
}

export function Evidence({ price: { id, evidence, file }, entity }: EvidenceProps) {
  const { t, api } = useSidebook();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  if (!evidence && !file) return null;
  const save = async (name: string): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      saveFile(name, await api.text(`prices/${id}/file?as=base64&entity=${encodeURIComponent(entity)}`));
    } catch (thrown) {
      setFailure(asFailure(thrown));
    }
    setBusy(false);
  };
  return (
    <>
      {failure && <FailureNotice failure={failure} onRetry={() => file && void save(file)} />}
      <p class="sb-note sb-rv-seen">
        {evidence && <span>{t('prices.seenOn')} {isLink(evidence) ? <Link to={evidence} /> : evidence}</span>}
        {file && <Button kind="link" icon="down" busy={busy} title={t('prices.saveFile', { name: file })} onClick={() => void save(file)}>{file}</Button>}
      </p>
    </>
  ); // prettier-ignore
}

/** Nothing but a page of the web is ever opened. */
const isLink = (text: string): boolean => /^https?:\/\/\S+$/i.test(text);

const Link = ({ to }: { readonly to: string }) => (
  <a class="sb-button sb-link" href={to} target="_blank" rel="noopener noreferrer" title={to}>
    <Icon name="open" />
    <span>{to.replace(/^https?:\/\/(www\.)?/i, '').slice(0, 60)}</span>
  </a>
);
