import { File as FileIcon, RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { sizeText } from '../../format/file-size.ts';
import { mediaAddress } from '../../format/media-address.ts';
import { t } from '../../texts/texts.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './FileTray.module.css';
import { type ComposerFile, composerFiles } from './files.ts';

interface FileTrayProps {
  readonly chatID: string;
  readonly files: readonly ComposerFile[];
}

/** The files that go with the next message: how they look, how far they are, what is wrong with them. */
export const FileTray = ({ chatID, files }: FileTrayProps) => (
  <ul className={styles['tray']} aria-label={t.composer.files}>
    {files.map((file) => (
      <Entry key={file.id} chatID={chatID} file={file} />
    ))}
  </ul>
);

function Entry({ chatID, file }: { readonly chatID: string; readonly file: ComposerFile }) {
  const { id, name, size, state, percent, preview, problem, canRetry = false } = file;
  const address = preview?.startsWith('blob:') === true ? preview : mediaAddress(preview);
  // Its name says that it is a picture; its bytes may not.
  const [isBroken, setBroken] = useState(false);
  return (
    <li className={styles['entry']} data-state={state}>
      {address === undefined || isBroken ? (
        <FileIcon className={styles['icon']} aria-hidden="true" />
      ) : (
        <img className={styles['picture']} src={address} alt="" onError={() => setBroken(true)} />
      )}
      <span className={styles['about']}>
        <bdi className={styles['name']}>{name}</bdi>
        {problem === undefined ? (
          <span className={styles['size']}>{size !== undefined && sizeText(size)}</span>
        ) : (
          <span className={styles['problem']} role="alert">
            {problem}
          </span>
        )}
        {state === 'uploading' && (
          <progress
            className={styles['progress']}
            max={100}
            value={percent}
            aria-label={t.composer.uploading(name, percent)}
          />
        )}
      </span>
      {canRetry && (
        <IconButton label={t.app.retry} onClick={() => composerFiles.retry(chatID, id)}>
          <RotateCcw />
        </IconButton>
      )}
      <IconButton label={t.composer.removeFile(name)} onClick={() => composerFiles.remove(chatID, id)}>
        <X />
      </IconButton>
    </li>
  );
}
