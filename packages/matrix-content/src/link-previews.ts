/** What links lead to, as bridges tell it: `com.beeper.linkpreviews` (MSC4095, whose fields are those of Open Graph). */

import type { IncomingLink } from '@partyline/connector';
import { type Fields, fields, integer, list, text } from './fields.ts';

export const readLinkPreviews = (content: Fields): IncomingLink[] =>
  list(content['com.beeper.linkpreviews']).map(fields).flatMap(readLinkPreview);

function readLinkPreview(preview: Fields): IncomingLink[] {
  const matched = text(preview['matched_url']);
  const url = text(preview['og:url']) ?? matched;
  if (url === undefined) return [];
  const summary = text(preview['og:description']);
  // An encrypted one has no URL here.
  const image = text(preview['og:image']);
  const width = integer(preview['og:image:width']);
  const height = integer(preview['og:image:height']);
  return [
    {
      url,
      title: text(preview['og:title']) ?? text(preview['og:site_name']) ?? '',
      ...(summary !== undefined && { summary }),
      ...(matched !== undefined && matched !== url && { originalURL: matched }),
      ...(image?.startsWith('mxc://') && { imgRef: image }),
      ...(width !== undefined && height !== undefined && { imgSize: { width, height } }),
    },
  ];
}
