/** Hands the person a file that was made in the page. */
export function saveFile(name: string, type: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has the content by now or keeps the blob itself.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
