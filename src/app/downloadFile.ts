/** Offers a text as a file to save. */
export function downloadFile(
  name: string,
  text: string,
  type: 'text/csv' | 'application/jsonl' | 'image/svg+xml',
): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
