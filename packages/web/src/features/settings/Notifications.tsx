import { chooseNotifications, type NotificationChoice, notificationState } from '../../app/notification-choice.ts';
import { useReadable } from '../../app/use-readable.ts';
import { t } from '../../texts/texts.ts';
import { Choice } from '../../ui/Choice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from './parts/Section.tsx';

const texts = t.settings.notifications;

const options: readonly (readonly [NotificationChoice, string])[] = [
  ['off', texts.off],
  ['names', texts.names],
  ['texts', texts.texts],
];

export function Notifications() {
  const { choice, obstacle } = useReadable(notificationState);
  return (
    <Section text={texts.text}>
      <Choice label={texts.label} value={choice} options={options} onChoose={chooseNotifications} />
      {obstacle !== undefined && <Notice look="warn">{texts.obstacle[obstacle]}</Notice>}
    </Section>
  );
}
