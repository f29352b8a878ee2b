import type { Message } from '@partyline/protocol';
import { t } from '../../texts/texts.ts';
import styles from './Reactions.module.css';
import { useRoom } from './room.ts';

/** Who reacted to a message with what. A click joins in, or takes the own one back. */
export function Reactions({ message }: { readonly message: Message }) {
  const { selfID, people, able, react } = useRoom();
  const { reactions = [] } = message;
  if (reactions.length === 0) return null;
  const canReact = (able.reaction ?? 0) > 0;
  return (
    <div className={styles['all']}>
      {[...Map.groupBy(reactions, ({ reactionKey }) => reactionKey)].map(([key, ofKey]) => {
        const isOwn = ofKey.some(({ participantID }) => participantID === selfID);
        const who = ofKey.map(({ participantID }) =>
          participantID === selfID ? t.chat.own : (people.get(participantID) ?? participantID),
        );
        const label = t.chat.reaction(key, who);
        return (
          <button
            key={key}
            type="button"
            className={styles['one']}
            aria-pressed={isOwn}
            aria-label={label}
            title={label}
            disabled={!canReact}
            onClick={() => react(message, key)}
          >
            <bdi className={styles['key']}>{key}</bdi>
            {ofKey.length > 1 && <span>{ofKey.length}</span>}
          </button>
        );
      })}
    </div>
  );
}
