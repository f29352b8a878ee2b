import { keys, singleKeys, switchSingleKeys } from '../../app/shortcuts.ts';
import { useReadable } from '../../app/use-readable.ts';
import { t } from '../../texts/texts.ts';
import { CheckField } from '../../ui/CheckField.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Keys } from '../../ui/Keys.tsx';
import styles from './ShortcutsDialog.module.css';

interface ShortcutsDialogProps {
  readonly isOpen: boolean;
  onClose(): void;
}

type Name = keyof typeof t.keyboard.names;

const named = t.keyboard.keys;
const groups: readonly (readonly [string, readonly (readonly [Name, readonly string[]])[]])[] = [
  [
    t.keyboard.groups.everywhere,
    [
      ['palette', [keys.palette]],
      ['search', [keys.search]],
      ['newChat', [keys.newChat]],
      ['undo', [keys.undo]],
      ['back', [keys.back]],
      ['help', [keys.help]],
    ],
  ],
  [
    t.keyboard.groups.list,
    [
      ['next', [keys.next, named.down]],
      ['previous', [keys.previous, named.up]],
      ['edges', [named.home, named.end]],
      ['open', [named.enter]],
      ['menu', [named.menu]],
    ],
  ],
  [
    t.keyboard.groups.chat,
    [
      ['write', [keys.write]],
      ['archive', [keys.archive]],
      ['unread', [keys.unread]],
      ['pin', [keys.pin]],
      ['mute', [keys.mute]],
      ['remind', [keys.remind]],
      ['label', [keys.label]],
      ['remove', [keys.remove]],
    ],
  ],
];

export default function ShortcutsDialog({ isOpen, onClose }: ShortcutsDialogProps) {
  const areOn = useReadable(singleKeys);
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t.keyboard.title}>
      <CheckField label={t.keyboard.singleKeys} isOn={areOn} onChange={switchSingleKeys} />
      <p className={styles['about']}>{t.keyboard.singleKeysText}</p>
      {groups.map(([title, rows]) => (
        <section key={title}>
          <h3 className={styles['title']}>{title}</h3>
          <dl className={styles['rows']}>
            {rows.map(([name, choices]) => (
              <div key={name} className={styles['row']}>
                <dt>{t.keyboard.names[name]}</dt>
                <dd className={styles['choices']}>
                  {choices.map((one, index) => (
                    <span key={one} className={styles['choice']}>
                      {index > 0 && <span className={styles['or']}>{t.keyboard.or}</span>}
                      <Keys keys={one} isSaid />
                    </span>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
