/** The operations of the service as a table for whoever types them into Designer: names, arguments, types, what may be empty. */
import { fieldOf } from './xml.ts';
import { SIGNATURES } from './contract.ts';

const typed = (text: string): string => {
  const { name, type, more } = fieldOf(text);
  return `${name}: ${type.replace('t:', '').replace('xs:', '')}${more === 'nil' ? '?' : ''}`;
};

export const operationsTable = (): string =>
  Object.entries(SIGNATURES).map(([name, [takes, gives]]) => `| \`${name}\` | ${takes.map(typed).join(', ')} | ${gives.map(typed).join(', ').replace('return: ', '')} |`).join('\n'); // prettier-ignore
