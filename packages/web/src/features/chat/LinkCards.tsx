import type { LinkPreview } from '@partyline/protocol';
import { mediaAddress } from '../../format/media-address.ts';
import styles from './LinkCards.module.css';

/** What links in a message lead to, as the network told. */
export const LinkCards = ({ links }: { readonly links: readonly LinkPreview[] }) =>
  links.map((link) => <LinkCard key={link.url} link={link} />);

function LinkCard({ link: { url, title, summary, img } }: { readonly link: LinkPreview }) {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address === undefined || !/^https?:$/.test(address.protocol)) return null;
  const picture = mediaAddress(img, 'small');
  return (
    <a className={styles['card']} href={address.href} target="_blank" rel="noopener noreferrer nofollow">
      {picture !== undefined && <img className={styles['picture']} src={picture} alt="" loading="lazy" />}
      <span className={styles['words']}>
        <bdi className={styles['title']}>{title || address.hostname}</bdi>
        {summary !== undefined && <bdi className={styles['summary']}>{summary}</bdi>}
        <span className={styles['host']}>{address.hostname}</span>
      </span>
    </a>
  );
}
