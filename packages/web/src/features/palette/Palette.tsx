import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../texts/texts.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Keys } from '../../ui/Keys.tsx';
import type { Command, CommandGroup } from './command.ts';
import { useCommands } from './commands.tsx';
import styles from './Palette.module.css';

interface PaletteProps {
  readonly isOpen: boolean;
  onClose(): void;
}

/** Anything, by a few letters. */
export default function Palette({ isOpen, onClose }: PaletteProps) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles['backdrop']} />
        <Dialog.Popup className={styles['popup']} aria-label={t.palette.title}>
          <Field onDone={onClose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** It begins empty each time it opens. */
function Field({ onDone }: { onDone(): void }) {
  const [query, setQuery] = useState('');
  const groups = useCommands(query.trim());
  const run = (command: Command) => {
    // First: what runs may open something of its own, or set the focus.
    onDone();
    command.run();
  };
  return (
    <Autocomplete.Root
      inline
      open
      items={groups}
      filter={null}
      autoHighlight="always"
      keepHighlight
      value={query}
      onValueChange={(value, { reason }) => reason !== 'item-press' && setQuery(value)}
      itemToStringValue={({ text }: Command) => text}
    >
      <div className={styles['field']}>
        <Search size={18} aria-hidden="true" />
        <Autocomplete.Input
          className={styles['input']}
          aria-label={t.palette.label}
          placeholder={t.palette.placeholder}
        />
        <Dialog.Close className="visually-hidden">{t.app.close}</Dialog.Close>
      </div>
      <Autocomplete.Empty>
        <p className={styles['none']}>{t.palette.none}</p>
      </Autocomplete.Empty>
      <Autocomplete.List className={styles['list']} aria-label={t.palette.title}>
        {(group: CommandGroup) => (
          <Autocomplete.Group key={group.value} items={group.items} className={styles['group']}>
            <Autocomplete.GroupLabel className={styles['label']}>{group.value}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(command: Command) => (
                <Autocomplete.Item
                  key={command.id}
                  value={command}
                  className={styles['item']}
                  onClick={() => run(command)}
                >
                  {command.chat === undefined ? (
                    <span className={styles['icon']}>{command.icon}</span>
                  ) : (
                    <Avatar name={command.text} id={command.chat.id} imgURL={command.chat.imgURL} size="small" />
                  )}
                  <bdi className={styles['text']}>{command.text}</bdi>
                  {command.note !== undefined && <bdi className={styles['note']}>{command.note}</bdi>}
                  {command.keys !== undefined && <Keys keys={command.keys} />}
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
      <p className={styles['hint']}>{t.palette.keys}</p>
    </Autocomplete.Root>
  );
}
