/** Keys and nonces. 1C's engine has no randomUUID. */
export function randomKey(): string {
  const bytes = new Uint8Array(16);
  crypto.getRandomValues(bytes);
  let key = '';
  for (let i = 0; i < bytes.length; i++) key += ((bytes[i] ?? 0) + 256).toString(16).slice(1);
  return key;
}
