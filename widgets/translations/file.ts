/** Files in and out as base64: the API speaks JSON alone. */

/** Null: it cannot be read. */
export function readBase64(file: Blob): Promise<string | null> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => {
      const url = typeof reader.result === 'string' ? reader.result : '';
      const comma = url.indexOf(',');
      resolve(comma < 0 ? '' : url.slice(comma + 1)); // an empty file is "data:" alone in some engines
    };
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(file);
  });
}

/** Offers bytes as a file; engines without object URLs get them inside the link. */
export function saveBase64(name: string, base64: string): void {
  const object = typeof URL === 'function' && 'createObjectURL' in URL;
  const href = object ? URL.createObjectURL(blobOf(base64)) : `data:application/octet-stream;base64,${base64}`;
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  document.body.appendChild(link);
  link.click();
  document.body.removeChild(link);
  if (object) setTimeout(() => URL.revokeObjectURL(href), 1_000);
}

function blobOf(base64: string): Blob {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return new Blob([bytes], { type: 'application/octet-stream' });
}
