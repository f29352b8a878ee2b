import type { AuditEntry } from '@partyline/protocol';
import { momentText } from '../../../format/dates.ts';
import { t } from '../../../texts/texts.ts';
import { ChatName } from '../parts/ChatName.tsx';
import styles from './AuditTable.module.css';
import { operationText, outcomeOf, resultText } from './audit-words.ts';

/** On a phone each entry is a block of lines. */
export function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const texts = t.settings.audit;
  return (
    <table className={styles['table']}>
      <caption className="visually-hidden">{texts.title}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.when}</th>
          <th scope="col">{texts.who}</th>
          <th scope="col">{texts.what}</th>
          <th scope="col">{texts.about}</th>
          <th scope="col">{texts.result}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => {
          const { id, at, tokenName, operation, target } = entry;
          const { chatID } = target;
          return (
            <tr key={id}>
              <td className={styles['when']}>
                <time dateTime={at}>{momentText(at)}</time>
              </td>
              <td className={styles['who']}>
                <bdi>{tokenName}</bdi>
              </td>
              <td title={operation}>{operationText(operation)}</td>
              <td className={styles['about']}>{chatID === undefined ? null : <ChatName chatID={chatID} />}</td>
              <td className={styles['result']} data-outcome={outcomeOf(entry)}>
                {resultText(entry)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
