import { OnecError } from '../base/errors.ts';
import type { Options } from './options.ts';

/** How an answer is written (1c.md 2.2). Atom is the default. */
export type Format = { kind: 'atom' } | { kind: 'json'; metadata: 'none' | 'minimal' | 'full' };

export function formatOf(options: Pick<Options, 'format'>, accept: string): Format {
  const wanted = options.format ?? accept;
  if (options.format === 'json' || wanted.includes('application/json')) return { kind: 'json', metadata: levelOf(wanted) };
  if (options.format !== undefined && options.format !== 'atom' && !options.format.includes('atom')) {
    throw new OnecError(
      400,
      3,
      'Запрошенный тип представления не поддерживается',
      'Requested representation type is not supported',
    );
  }
  return { kind: 'atom' };
}

function levelOf(wanted: string): 'none' | 'minimal' | 'full' {
  if (wanted.includes('odata=nometadata')) return 'none';
  return wanted.includes('odata=fullmetadata') ? 'full' : 'minimal';
}

export function contentType(format: Format, atom: 'feed' | 'entry' | 'xml'): string {
  if (format.kind === 'json') {
    const level = format.metadata === 'none' ? 'nometadata' : `${format.metadata}metadata`;
    return `application/json;odata=${level};charset=utf-8`;
  }
  return atom === 'xml' ? 'application/xml;charset=utf-8' : `application/atom+xml;type=${atom};charset=utf-8`;
}
