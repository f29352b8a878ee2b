import { t } from '../../../texts/texts.ts';
import styles from './ApprovalCard.module.css';
import { textParts } from './hidden-characters.ts';

/** A text to the letter, Markdown and all, with what cannot be seen in it made visible. */
export const ExactText = ({ text }: { readonly text: string }) => (
  <p className={styles['text']} dir="auto">
    {textParts(text).map((part, index) =>
      'text' in part ? (
        part.text
      ) : (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text
        <span key={index} className={styles['hidden']} title={t.settings.approvals.hidden(part.hidden)}>
          {part.hidden}
        </span>
      ),
    )}
  </p>
);
