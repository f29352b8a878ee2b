import type { Attachment } from '@partyline/protocol';
import { Download, File as FileIcon } from 'lucide-react';
import { sizeText } from '../../../format/file-size.ts';
import { mediaAddress } from '../../../format/media-address.ts';
import { kindText } from '../../../format/message-kind.ts';
import { t } from '../../../texts/texts.ts';
import styles from './Attachments.module.css';

/** A file by its name, to be downloaded. */
export function FileCard({ attachment }: { readonly attachment: Attachment }) {
  const { fileName = kindText(attachment), fileSize, srcURL } = attachment;
  const address = mediaAddress(srcURL);
  const words = (
    <>
      <FileIcon className={styles['icon']} aria-hidden="true" />
      <span className={styles['about']}>
        <bdi className={styles['name']}>{fileName}</bdi>
        <span className={styles['size']}>
          {fileSize === undefined ? kindText(attachment) : sizeText(fileSize)}
          {address === undefined && ` · ${t.chat.media.unavailable}`}
        </span>
      </span>
    </>
  );
  if (address === undefined) return <div className={styles['file']}>{words}</div>;
  return (
    <a className={styles['file']} href={address} download={fileName}>
      <span className="visually-hidden">{t.chat.media.downloadShort}</span>
      {words}
      <Download className={styles['get']} aria-hidden="true" />
    </a>
  );
}
