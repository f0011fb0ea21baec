/** A message by e-mail. Addresses come from the configuration, checked there, and are passed as addresses, never as a text to be read. */
import type { Config } from '../../config.ts';
import { MAIL_PASSWORD } from '../../config/secrets.ts';
import { type Told, textOf } from './message.ts';
import { NotSent } from './webhook.ts';

const PATIENCE_MS = 15_000;
type Mail = NonNullable<Config['escalation']['mail']>;

export async function mailTold(config: Config, mail: Mail, told: Told): Promise<void> {
  const { createTransport } = await library();
  const transport = createTransport({
    host: mail.server, port: mail.port, secure: mail.tls === 'tls', requireTLS: mail.tls === 'starttls', ignoreTLS: mail.tls === 'off',
    ...(mail.user === undefined ? {} : { auth: { user: mail.user, pass: config.secrets.get(MAIL_PASSWORD) ?? '' } }),
    connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS, disableFileAccess: true, disableUrlAccess: true,
  }); // prettier-ignore
  try {
    await transport.sendMail({
      from: { name: 'Sidebook', address: mail.from }, to: mail.to.map((address) => ({ name: '', address })),
      subject: `Sidebook: ${told.what}`, text: textOf(told, config), messageId: `<${told.id}@sidebook>`, headers: { 'Auto-Submitted': 'auto-generated' },
    }); // prettier-ignore
  } catch (error) {
    throw new NotSent(whyOf(error), error);
  } finally {
    transport.close();
  }
}

/** Only who sends mail loads it. */
async function library(): Promise<typeof import('nodemailer')> {
  try {
    return await import('nodemailer');
  } catch (error) {
    throw new NotSent('nodemailer-not-installed', error);
  }
}

/** Words of the library and numbers of the server; never what was said to it. */
function whyOf(error: unknown): string {
  const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown };
  if (typeof responseCode === 'number') return `smtp-${String(responseCode)}`;
  return typeof code === 'string' && /^[A-Z]{3,20}$/.test(code) ? code.toLowerCase() : 'network';
}
