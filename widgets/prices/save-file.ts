/** Offers bytes as a file, of a kind no browser opens by itself; engines without object URLs get them inside the link. */
const KIND = 'application/octet-stream';

export function saveFile(name: string, base64: string): void {
  const link = document.createElement('a');
  const object = typeof URL === 'function' && 'createObjectURL' in URL;
  link.href = object ? URL.createObjectURL(new Blob([bytesOf(base64)], { type: KIND })) : `data:${KIND};base64,${base64}`;
  link.download = name;
  document.body.appendChild(link);
  link.click();
  document.body.removeChild(link);
  if (object) setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
