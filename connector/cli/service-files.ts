/** What a machine needs to start Sidebook by itself: a systemd unit, or a task of the Windows scheduler. Texts only. */
import type { Lang } from '../errors.ts';
import type { Words } from '../words/reworded.ts';

export interface Facts {
  /** Absolute paths. */
  readonly node: string;
  readonly door: string;
  readonly config: string;
  readonly folder: string;
  /** Folder of the store and its keys: all that is ever written. */
  readonly data: string;
  /** Under whose name it runs (systemd, whole machine). */
  readonly account: string;
  /** Of the environment, that the configuration takes passwords from. */
  readonly variables: readonly string[];
}

/** What people read in it. */
const WORDS = {
  about: { en: 'Sidebook: counterparties and invoices, both ways', ru: 'Sidebook: контрагенты и счета, в обе стороны' },
  passwords: {
    en: 'Passwords, one NAME=value a line; only root and the service may read it.',
    ru: 'Пароли, по одному ИМЯ=значение в строке; читать файл могут только root и служба.',
  },
} as const satisfies Readonly<Record<string, Words>>;

/** Of one argument of ExecStart: quotes, backslashes, "%" and "$" mean something to systemd. */
const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&').replace(/%/g, '%%').replace(/\$/g, () => '$$$$')}"`; // prettier-ignore
/** Of a whole value that takes no quotes. */
const plain = (text: string): string => text.replace(/%/g, '%%');

/** Not MemoryDenyWriteExecute: JavaScript is compiled while it runs. What needs rights a user has not is left out for --user. */
export function systemdUnit(f: Facts, forUser: boolean, lang: Lang): string {
  const environment = forUser ? '%h/.config/sidebook/environment' : '/etc/sidebook/environment';
  const closed = [
    'ProtectSystem=strict', `ReadWritePaths=${quoted(f.data)}`, 'ProtectHome=read-only', 'PrivateTmp=yes', 'PrivateDevices=yes', 'ProtectClock=yes', 'ProtectHostname=yes',
    'ProtectKernelTunables=yes', 'ProtectKernelModules=yes', 'ProtectKernelLogs=yes', 'ProtectControlGroups=yes',
    'CapabilityBoundingSet=CAP_NET_BIND_SERVICE', 'AmbientCapabilities=CAP_NET_BIND_SERVICE',
  ]; // prettier-ignore
  return [
    '[Unit]', `Description=${WORDS.about[lang]}`, 'Wants=network-online.target', 'After=network-online.target', '',
    '[Service]', 'Type=exec', `ExecStart=${[f.node, f.door, 'start', '--config', f.config].map(quoted).join(' ')}`, `WorkingDirectory=${plain(f.folder)}`,
    ...(forUser ? [] : [`User=${plain(f.account)}`]),
    `# ${WORDS.passwords[lang]}`, `EnvironmentFile=-${environment}`,
    'Restart=always', 'RestartSec=5', 'TimeoutStopSec=30', 'UMask=0077', '',
    'NoNewPrivileges=yes', 'LockPersonality=yes', 'RestrictRealtime=yes', 'RestrictSUIDSGID=yes', 'RestrictNamespaces=yes', 'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX', 'SystemCallArchitectures=native',
    ...(forUser ? [] : closed), '',
    '[Install]', `WantedBy=${forUser ? 'default.target' : 'multi-user.target'}`, '',
  ].join('\n'); // prettier-ignore
}

const xml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${String(c.charCodeAt(0))};`);
/** As programs of Windows take their arguments apart. */
const argument = (text: string): string => `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`;

/** At start-up, as LocalService, for ever, started again when it ends: no helper program is needed for that. */
export function windowsTask(f: Facts, lang: Lang): string {
  const settings = [
    '<MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>', '<DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>', '<StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>',
    '<StartWhenAvailable>true</StartWhenAvailable>', '<ExecutionTimeLimit>PT0S</ExecutionTimeLimit>', '<RestartOnFailure><Interval>PT1M</Interval><Count>999</Count></RestartOnFailure>',
  ]; // prettier-ignore
  return [
    '<?xml version="1.0" encoding="UTF-16"?>',
    '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">',
    `  <RegistrationInfo><Description>${WORDS.about[lang]}</Description></RegistrationInfo>`,
    '  <Triggers><BootTrigger><Enabled>true</Enabled></BootTrigger></Triggers>',
    '  <Principals><Principal id="Author"><UserId>S-1-5-19</UserId><RunLevel>LeastPrivilege</RunLevel></Principal></Principals>',
    `  <Settings>${settings.join('')}</Settings>`,
    '  <Actions Context="Author"><Exec>',
    `    <Command>${xml(f.node)}</Command>`,
    `    <Arguments>${xml([f.door, 'start', '--config', f.config].map(argument).join(' '))}</Arguments>`,
    `    <WorkingDirectory>${xml(f.folder)}</WorkingDirectory>`,
    '  </Exec></Actions>',
    '</Task>',
    '',
  ].join('\r\n');
}
