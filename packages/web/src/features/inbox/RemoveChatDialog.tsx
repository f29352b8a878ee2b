import { useState } from 'react';
import { useChat } from '../../app/context.ts';
import { errorText } from '../../format/error-text.ts';
import { useNavigate, useRoute } from '../../routing/use-route.ts';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useChatActions } from './use-chat-actions.ts';

interface RemoveChatDialogProps {
  readonly isOpen: boolean;
  onClose(): void;
  readonly chatID: string;
}

type Reach = 'me' | 'everyone';

const reaches: readonly (readonly [Reach, string])[] = [
  ['me', t.chatActions.removing.me],
  ['everyone', t.chatActions.removing.everyone],
];

/** Deletes a chat, and says before what that means. */
export default function RemoveChatDialog({ isOpen, onClose, chatID }: RemoveChatDialogProps) {
  const texts = t.chatActions.removing;
  const chat = useChat(chatID);
  const route = useRoute();
  const navigate = useNavigate();
  const actions = useChatActions();
  const { deleteChat = false, deleteChatForEveryone = false } = chat?.capabilities ?? {};
  const [chosen, setChosen] = useState<Reach>();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  // It keeps its words while it fades.
  const [title] = useState(chat?.title ?? '');
  const reach: Reach = chosen ?? (deleteChat ? 'me' : 'everyone');
  const remove = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await actions.remove(chatID, reach === 'everyone');
      if (route.view === 'inbox' && route.chatID === chatID) navigate({ view: 'inbox' });
      onClose();
    } catch (error) {
      setProblem(errorText(error));
    } finally {
      setBusy(false);
    }
  };
  if (chat !== undefined && !deleteChat && !deleteChatForEveryone)
    return <Dialog isOpen={isOpen} onClose={onClose} title={texts.title(title)} description={texts.impossible} />;
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={texts.title(title)}
      description={`${reach === 'me' ? texts.forMe : texts.forEveryone} ${texts.scheduled}`}
      actions={
        <>
          <Button onClick={onClose}>{t.app.cancel}</Button>
          <Button look="danger" isBusy={isBusy} onClick={() => void remove()}>
            {texts.confirm}
          </Button>
        </>
      }
    >
      {deleteChat && deleteChatForEveryone && (
        <Choice label={texts.who} value={reach} options={reaches} onChoose={(one) => setChosen(one)} />
      )}
      <p>{texts.final}</p>
      {problem !== undefined && <Notice look="bad">{problem}</Notice>}
    </Dialog>
  );
}
