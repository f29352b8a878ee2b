import { Paperclip } from 'lucide-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { useChat } from '../../app/context.ts';
import { t } from '../../texts/texts.ts';
import styles from './DropTarget.module.css';
import { fileProblem } from './file-rules.ts';
import { composerFiles } from './files.ts';

interface DropTargetProps {
  readonly chatID: string;
  readonly children: ReactNode;
}

/** The whole chat: files that are dropped anywhere on it are attached. */
export function DropTarget({ chatID, children }: DropTargetProps) {
  const chat = useChat(chatID);
  const [isOver, setOver] = useState(false);
  const isClosed = chat === undefined || chat.isReadOnly === true;
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files');
  const onDragOver = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = isClosed ? 'none' : 'copy';
    setOver(!isClosed);
  };
  const onDragLeave = ({ currentTarget, relatedTarget }: DragEvent) => {
    if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setOver(false);
  };
  const onDrop = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setOver(false);
    if (isClosed) return;
    const able = chat.capabilities ?? {};
    composerFiles.add(chatID, [...event.dataTransfer.files], (file) => fileProblem(file, able));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files are attached by a button as well
    <div className={styles['target']} onDragOver={onDragOver} onDragLeave={onDragLeave} onDrop={onDrop}>
      {children}
      {isOver && (
        <div className={styles['over']}>
          <p className={styles['words']}>
            <Paperclip aria-hidden="true" /> {t.composer.drop}
          </p>
        </div>
      )}
    </div>
  );
}
