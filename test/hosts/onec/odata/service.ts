import { escapeXml } from './atom.ts';
import type { Answer, Call } from './call.ts';
import { contentType } from './format.ts';
import { isPublished } from './scope.ts';

/** The service document: the list of published sets (1c.md 2.1). */
export function serviceDocument(call: Call): Answer {
  const { world, request } = call;
  const names = world.schema
    .all()
    .filter((set) => isPublished(world, set.definition.name))
    .map((set) => set.name);
  const headers = { 'Content-Type': contentType(request.format, 'xml'), DataServiceVersion: '3.0' };
  if (request.format.kind === 'json') {
    const value = names.map((name) => ({ name, url: name }));
    return { status: 200, headers, body: JSON.stringify({ 'odata.metadata': `${request.place.root}$metadata`, value }) };
  }
  return {
    status: 200,
    headers: { ...headers, 'Content-Type': 'application/atomsvc+xml;charset=utf-8' },
    body: atomService(request.place.root, names),
  };
}

function atomService(root: string, names: readonly string[]): string {
  const collections = names.map((name) => `<collection href="${name}"><atom:title>${name}</atom:title></collection>`).join('');
  const open = `<service xmlns="http://www.w3.org/2007/app" xmlns:atom="http://www.w3.org/2005/Atom" xml:base="${escapeXml(root)}">`;
  return `<?xml version="1.0" encoding="UTF-8"?>${open}<workspace><atom:title>Default</atom:title>${collections}</workspace></service>`;
}
