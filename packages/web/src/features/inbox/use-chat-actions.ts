import { useMemo } from 'react';
import { useData } from '../../app/context.ts';
import { type ChatActions, createChatActions } from './chat-actions.ts';

export function useChatActions(): ChatActions {
  const data = useData();
  return useMemo(() => createChatActions(data), [data]);
}
