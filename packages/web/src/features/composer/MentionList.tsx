import { t } from '../../texts/texts.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import styles from './MentionList.module.css';
import type { Person } from './mentions.ts';

interface MentionListProps {
  readonly listID: string;
  readonly people: readonly Person[];
  readonly current: number;
  optionID(index: number): string;
  pick(person: Person): void;
}

/** The focus stays in the text: arrow keys there go through this list. */
export function MentionList({ listID, people, current, optionID, pick }: MentionListProps) {
  if (people.length === 0) return null;
  return (
    <div id={listID} role="listbox" aria-label={t.composer.mention} className={styles['list']}>
      {people.map((person, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text field has the keys
        <div
          key={person.id}
          id={optionID(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === current}
          className={styles['option']}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => pick(person)}
        >
          <Avatar name={person.name} id={person.id} size="small" />
          <bdi>{person.name}</bdi>
          {person.id === '@room' && <span className={styles['all']}>{t.composer.everybody}</span>}
        </div>
      ))}
    </div>
  );
}
