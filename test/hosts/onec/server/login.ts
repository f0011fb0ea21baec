/** HTTP Basic with an infobase user; login and password are UTF-8 (1c.md 2.11). */
export function checkLogin(header: string | undefined, user: string, password: string): boolean {
  const encoded = /^Basic (.+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return false;
  const wanted = Buffer.from(`${user}:${password}`, 'utf8');
  return Buffer.from(encoded, 'base64').equals(wanted);
}
