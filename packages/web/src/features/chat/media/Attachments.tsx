import type { Attachment } from '@partyline/protocol';
import { useState } from 'react';
import { mediaAddress } from '../../../format/media-address.ts';
import { kindText } from '../../../format/message-kind.ts';
import { t } from '../../../texts/texts.ts';
import { useRoom } from '../room.ts';
import styles from './Attachments.module.css';
import { boxOf } from './box.ts';
import { FileCard } from './FileCard.tsx';

interface AttachmentsProps {
  readonly attachments: readonly Attachment[];
  readonly messageID: string;
}

/** The files of a message, each as what it is. They take their room before they are loaded. */
export const Attachments = ({ attachments, messageID }: AttachmentsProps) => (
  <div className={styles['all']}>
    {attachments.map((attachment, index) => (
      <One key={attachment.id ?? index} attachment={attachment} messageID={messageID} index={index} />
    ))}
  </div>
);

interface OneProps {
  readonly attachment: Attachment;
  readonly messageID: string;
  readonly index: number;
}

function One({ attachment, messageID, index }: OneProps) {
  const address = mediaAddress(attachment.srcURL);
  const [isBroken, setBroken] = useState(false);
  if (address === undefined || isBroken) return <FileCard attachment={attachment} />;
  if (attachment.type === 'img')
    return <Picture attachment={attachment} messageID={messageID} index={index} onBroken={() => setBroken(true)} />;
  if (attachment.type === 'video') return <Video attachment={attachment} address={address} />;
  if (attachment.type === 'audio') return <Sound attachment={attachment} address={address} />;
  return <FileCard attachment={attachment} />;
}

function Picture({ attachment, messageID, index, onBroken }: OneProps & { onBroken(): void }) {
  const { show } = useRoom();
  const { isSticker = false, fileName = kindText(attachment), srcURL } = attachment;
  const [isLoaded, setLoaded] = useState(false);
  const picture = (
    <img
      src={pictureAddress(attachment)}
      alt={fileName}
      loading="lazy"
      decoding="async"
      data-loaded={isLoaded}
      onLoad={() => setLoaded(true)}
      onError={onBroken}
    />
  );
  if (isSticker) return <div className={styles['sticker']}>{picture}</div>;
  return (
    <button
      type="button"
      className={styles['picture']}
      style={boxOf(attachment.size)}
      aria-label={t.chat.media.open(fileName)}
      onClick={() => show({ messageID, index, srcURL: srcURL ?? '' })}
    >
      {picture}
    </button>
  );
}

/** The small copy is enough for a small box, unless the whole is small itself or moves. */
const wholeBytes = 300_000;

function pictureAddress({ srcURL, posterImg, fileSize = 0, isGif, isSticker }: Attachment): string | undefined {
  const isSmall = fileSize > 0 && fileSize <= wholeBytes;
  const poster = isGif === true || isSticker === true || isSmall ? undefined : mediaAddress(posterImg);
  return poster ?? mediaAddress(srcURL);
}

function Video({ attachment, address }: { readonly attachment: Attachment; readonly address: string }) {
  const poster = mediaAddress(attachment.posterImg);
  return (
    <video
      className={styles['video']}
      style={boxOf(attachment.size)}
      src={address}
      controls
      preload="metadata"
      playsInline
      aria-label={attachment.fileName ?? t.chat.media.video}
      {...(poster !== undefined && { poster })}
    />
  );
}

function Sound({ attachment, address }: { readonly attachment: Attachment; readonly address: string }) {
  const { isVoiceNote, fileName, transcription } = attachment;
  const label = isVoiceNote === true ? t.chat.media.voice : (fileName ?? t.chat.media.audio);
  return (
    <figure className={styles['sound']}>
      <figcaption className={styles['label']}>
        <bdi>{label}</bdi>
      </figcaption>
      {/* biome-ignore lint/a11y/useMediaCaption: people send sounds without captions */}
      <audio src={address} controls preload="metadata" aria-label={label} />
      {transcription !== undefined && (
        <p className={styles['transcription']} dir="auto">
          <span className="visually-hidden">{t.chat.media.transcription}: </span>
          {transcription.transcription}
        </p>
      )}
    </figure>
  );
}
