/** "+4,2 %": above zero we are dearer. One place behind the comma says enough. */
export function signed(percent: string, { format }: { readonly format: { readonly number: (text: string) => string } }): string {
  const [whole = '0', places = ''] = percent.split('.');
  const text = format.number(places === '' ? whole : `${whole}.${places.slice(0, 1)}`);
  return `${percent.charAt(0) === '-' || /^[0.]+$/.test(percent) ? '' : '+'}${text}\u00a0%`;
}
