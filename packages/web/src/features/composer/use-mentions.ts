import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from 'react';
import { t } from '../../texts/texts.ts';
import type { Room } from '../chat/room.ts';
import { matchingPeople, type Person, typedName } from './mentions.ts';
import { insertText } from './text-marks.ts';

/** The names that fit what is typed behind an `@`, in a group. */
export function useMentions(
  { isGroup, members, refreshMembers }: Room,
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
) {
  const id = useId();
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  const [closedAt, setClosedAt] = useState<number>();
  const typed = isGroup ? typedName(text, caret) : undefined;
  // Closed and chosen is for the name that is being typed, not for the next one that begins in the same place.
  if (typed === undefined && (closedAt !== undefined || chosen !== 0)) {
    setClosedAt(undefined);
    setChosen(0);
  }
  const isOpen = typed !== undefined && typed.from !== closedAt;
  useEffect(() => {
    if (isOpen) refreshMembers();
  }, [isOpen, refreshMembers]);
  const people = isOpen ? matchingPeople(peopleOf(members), typed.name) : [];
  const current = Math.min(chosen, people.length - 1);
  const pick = (person: Person | undefined) => {
    if (field.current === null || typed === undefined || person === undefined) return;
    field.current.setSelectionRange(typed.from, caret);
    insertText(field.current, `@${person.name} `);
    setChosen(0);
  };
  const optionID = (index: number) => `${id}-${index}`;
  return {
    listID: id,
    people,
    current,
    optionID,
    pick,
    onSelect: () => setCaret(field.current?.selectionStart ?? 0),
    attributes:
      people.length > 0
        ? {
            'aria-autocomplete': 'list' as const,
            'aria-controls': id,
            'aria-activedescendant': optionID(current),
          }
        : {},
    /** @returns whether the key was for the list */
    onKey({ key, shiftKey }: KeyboardEvent): boolean {
      if (people.length === 0) return false;
      if (key === 'ArrowDown') setChosen((current + 1) % people.length);
      else if (key === 'ArrowUp') setChosen((current + people.length - 1) % people.length);
      else if ((key === 'Enter' && !shiftKey) || key === 'Tab') pick(people[current]);
      else if (key === 'Escape') setClosedAt(typed?.from);
      else return false;
      return true;
    },
  };
}

/** Who can be spoken of: everybody but oneself, and all at once. */
export function peopleOf(members: Room['members']): readonly Person[] {
  const others = members.filter(({ isSelf }) => isSelf !== true);
  const people = others.map(({ id, fullName, username }) => ({ id, name: fullName ?? username ?? id }));
  return [...people, { id: '@room', name: t.composer.room }];
}
