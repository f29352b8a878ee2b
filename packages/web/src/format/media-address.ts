/** Where a picture or file of a message is shown from: the server alone, never anywhere else, or a sender could see who looks. */

/**
 * @param url as the API gives it: mxc, localmxc, file or data; others are not shown
 * @returns undefined for what is not shown
 */
export function mediaAddress(url: string | null | undefined, size: 'whole' | 'small' = 'whole'): string | undefined {
  if (url === null || url === undefined) return undefined;
  if (/^data:image\/(?:png|jpeg|gif|webp|avif);/i.test(url)) return url;
  if (/^(?:mxc|localmxc):\/\//.test(url)) return served(size === 'small' ? `${url}?thumbnail` : url);
  return url.startsWith('file://') ? served(url) : undefined;
}

const served = (url: string) => `/v1/assets/serve?${new URLSearchParams({ url })}`;
